"""Reading the same bytes with other decisions: a new data set when it works, else one sentence."""

from pages.ui import address, state
from pages.ui.resources import store
from rnnkit.data import Overrides, read_table
from rnnkit.errors import RnnkitError
from rnnkit.runs.rows import Dataset
from rnnkit.text import t

_NOTE = "_reread_note"


def reread(dataset: Dataset, overrides: Overrides) -> None:
    """Turn the page to these bytes read with other overrides; the old reading stays where that fails."""
    try:
        read_table(dataset.content, overrides)
    except RnnkitError as error:
        state.put({_NOTE: t("Not changed: {reason}", reason=error)})
        return
    show_bytes(dataset.name, dataset.content, overrides)


def show_bytes(name: str, content: bytes, overrides: Overrides) -> None:
    """Keep data that is known to be readable, and show it."""
    address.show_data(store().add_dataset(name, content, overrides.to_json(), viewer=state.viewer()))


def note() -> str:
    """Why the last other reading was not done; said once."""
    return str(state.take(_NOTE) or "")
