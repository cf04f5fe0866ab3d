"""Everything a person can take home: forecasts, scores, charts and the trained networks."""

import json
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from pages.ui.resources import store
from pages.ui.results import Result
from rnnkit.exports import safe_csv
from rnnkit.plots import Figure, to_html
from rnnkit.text import t


def downloads(results: Sequence[Result], figure: Figure) -> None:
    """Buttons whose files are made when they are clicked."""
    with st.container(horizontal=True):
        _button(t("Forecast CSV"), "forecast.csv", "text/csv", lambda: safe_csv(_joined(results, "future")))
        _button(
            t("Test forecasts CSV"),
            "test_forecasts.csv",
            "text/csv",
            lambda: safe_csv(_joined(results, "test")),
        )
        _button(t("Scores JSON"), "scores.json", "application/json", lambda: _scores(results))
        _button(t("Chart HTML"), "forecast.html", "text/html", lambda: to_html(figure))
        for result in results:
            _weights_button(result)
    st.caption(
        t("Text cells that a spreadsheet would run as a formula are written with a leading apostrophe.")
    )


def _weights_button(result: Result) -> None:
    run_id = result.run.id
    name = "".join(letter for letter in result.run.label if letter.isalnum()) or "model"
    _button(
        t("{name} weights", name=name),
        f"{name}.safetensors",
        "application/octet-stream",
        lambda: store().weights(run_id),
    )


def _button(label: str, file_name: str, mime: str, make: Callable[[], str | bytes]) -> None:
    st.download_button(
        label,
        make,
        file_name=file_name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"get_{label}",
    )


def _joined(results: Sequence[Result], name: str) -> pd.DataFrame:
    """The same frame of all runs under each other, with the name of the network in front."""
    parts = [result.frame(name).assign(network=result.run.label) for result in results]
    whole = pd.concat(parts, ignore_index=True)
    return whole[["network", *(column for column in whole if column != "network")]]


def _scores(results: Sequence[Result]) -> bytes:
    runs = [{"run": result.run.id, "network": result.run.label, **result.summary} for result in results]
    return json.dumps(runs, indent=2, ensure_ascii=False, allow_nan=False).encode()
