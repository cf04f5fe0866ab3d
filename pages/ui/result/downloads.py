"""Everything a person can take home of runs of any task: files of results, the networks, and all as one."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, while_seen
from pages.ui.frame.download import download
from pages.ui.result.model_files import files_of, model_files, plain_name
from rnnkit.files.csv_export import safe_csv
from rnnkit.words import t

File = tuple[str, str, str, Callable[[], str | bytes]]
"""The label of its button, its name, its kind, and what makes it."""


def offer(results: Sequence[Result], *files: File) -> None:
    """A line of buttons for files of these results, one for all of them, and the models under it.

    A file is made when it is asked for, and only if all that goes into it may still be seen then.
    """
    whole = (t("Everything (ZIP)"), "everything.zip", "application/zip", lambda: everything(results, files))
    with st.container(horizontal=True):
        for label, file_name, mime, make in (*files, whole):
            download(label, file_name, mime, while_seen(results, make))
    model_files(results)


def everything(results: Sequence[Result], files: Sequence[File]) -> bytes:
    """These files and those of the networks as one archive; several networks have a folder each."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for _, name, _, make in files:
            archive.writestr(name, make())
        for folder, result in _folders(results):
            for file in files_of(result):
                archive.writestr(folder + file.name, file.make())
    return content.getvalue()


def _folders(results: Sequence[Result]) -> Iterator[tuple[str, Result]]:
    """Each result with the folder of its files, which no other has."""
    for number, result in enumerate(results, start=1):
        yield f"{number}-{plain_name(result.run.label)}/" if len(results) > 1 else "", result


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
