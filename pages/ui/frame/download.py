"""A button whose file is made when it is clicked."""

from collections.abc import Callable, Mapping

import streamlit as st

from rnnkit.words import t

HELP: Mapping[str, str] = {
    "text/csv": "Cells that look like formulas get a leading apostrophe, for safety.",
    "text/html": "About 5 MB: it brings the program that draws it, so it opens without a network.",
}


def download(
    label: str, file_name: str, mime: str, make: Callable[[], str | bytes], *, key: str = ""
) -> None:
    """A button whose file is made when it is clicked; the key tells it from others of this label."""
    st.download_button(
        label,
        make,
        file_name=file_name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"get_{key or label}",
        help=t(HELP[mime]) if mime in HELP else None,
    )
