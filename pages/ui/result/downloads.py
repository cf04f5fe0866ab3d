"""Everything a person can take home: forecasts, scores, charts and the trained networks."""

import json
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, while_seen
from pages.ui.frame.download import download
from pages.ui.result.model_files import model_files
from rnnkit.files.csv_export import safe_csv
from rnnkit.pictures.figures import Figure, to_html
from rnnkit.words import t

File = tuple[str, str, str, Callable[[], str | bytes]]
"""The label of its button, its name, its kind, and what makes it."""


def downloads(results: Sequence[Result], figure: Figure) -> None:
    """Buttons whose files are made when they are clicked."""
    offer(
        results,
        frame_file(t("Forecast CSV"), "forecast.csv", results, "future"),
        frame_file(t("Test forecasts CSV"), "test_forecasts.csv", results, "test"),
        scores_file(results),
        (t("Chart HTML"), "forecast.html", "text/html", lambda: to_html(figure)),
    )


def offer(results: Sequence[Result], *files: File) -> None:
    """A line of buttons for files of these results, and the models under it.

    A file is made when it is asked for, and only if all that goes into it may still be seen then.
    """
    with st.container(horizontal=True):
        for label, file_name, mime, make in files:
            download(label, file_name, mime, while_seen(results, make))
    model_files(results)


def frame_file(label: str, file_name: str, results: Sequence[Result], name: str) -> File:
    """One frame of all runs as CSV."""
    return label, file_name, "text/csv", lambda: safe_csv(joined(results, name))


def scores_file(results: Sequence[Result]) -> File:
    """Everything the runs measured."""
    return t("Scores JSON"), "scores.json", "application/json", lambda: scores_json(results)


def joined(results: Sequence[Result], name: str) -> pd.DataFrame:
    """The same frame of all runs under each other, with the name of the network in front."""
    parts = [result.frame(name).assign(network=result.run.label) for result in results]
    whole = pd.concat(parts, ignore_index=True)
    return whole[["network", *(column for column in whole if column != "network")]]


def scores_json(results: Sequence[Result]) -> bytes:
    """Everything the runs measured."""
    runs = [{"run": result.run.id, "network": result.run.label, **result.summary} for result in results]
    return json.dumps(runs, indent=2, ensure_ascii=False, allow_nan=False).encode()
