"""What a trained network leaves as: the model in one file, its settings, and the same in plain PyTorch."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.ui.access.results import Result, while_seen
from pages.ui.frame.words import literal, three
from pages.ui.tasks import TASKS
from rnnkit.bundle import kept_of, write_kept
from rnnkit.bundle.archive import megabytes
from rnnkit.bundle.ended import ended_run
from rnnkit.bundle.script import to_pytorch_code
from rnnkit.config import TrainingSettings
from rnnkit.config.stored import parse_stored, stamped
from rnnkit.errors import ConfigError
from rnnkit.report import report_html
from rnnkit.words import t


@dataclass(frozen=True)
class ModelFile:
    """A file of one network: the key and words of its button, its name and kind, and what makes it."""

    key: str
    label: str
    name: str
    mime: str
    icon: str
    help: str
    make: Callable[[], str | bytes]


def model_files(results: Sequence[Result]) -> None:
    """A line a network, with buttons whose files are made when they are clicked."""
    for result in results:
        with st.container(horizontal=True, vertical_alignment="center"):
            if len(results) > 1:
                st.markdown(f"**{literal(result.run.label)}**", width="content")
            _buttons(result)
        _say_too_large(result)


def _say_too_large(result: Result) -> None:
    """Where the weights alone are more than Home opens, that is known before the file is made."""
    own, most = 4 * (result.summary.get("weights") or 0) / 1e6, megabytes()
    if own > most and result.by.gives_weights:
        sentence = t(
            "Its model file holds {own} MB of weights; Home opens up to {most:g} MB here. The program in the "
            "file works all the same.",
            own=three(own),
            most=most,
        )
        st.caption(sentence)


def is_whole(result: Result) -> bool:
    """Whether a run kept all that its model needs elsewhere; older ones did not."""
    return "versions" in result.summary


def is_imported(result: Result) -> bool:
    """Whether a run came as a file, without its data."""
    return "imported" in result.summary


def resolved_settings(result: Result) -> TrainingSettings | None:
    """The settings of a network, as they were decided; `None` where this version cannot build it."""
    try:
        return parse_stored(TASKS[result.run.task].task.resolved, result.summary["config"])
    except ConfigError:
        return None


def settings_json(result: Result) -> str:
    """The settings of a run, as they were decided, with their version."""
    return json.dumps(stamped(result.summary["config"]), indent=2, ensure_ascii=False)


def plain_name(label: str) -> str:
    """The label of a run as the name of a file."""
    return re.sub(r"[^A-Za-z0-9]+", "-", label).strip("-") or "model"


def files_of(result: Result) -> Iterator[ModelFile]:
    """The files of one network; fewer where it is older, or not handed out."""
    yield ModelFile(
        "report",
        t("Report"),
        "report.html",
        "text/html",
        ":material/article:",
        t("Data, settings, curves, scores and verdict on one page to read, print or send; it opens offline."),
        lambda: report_html(ended_run(result.by, result.run.id)),
    )
    if "config" not in result.summary or not is_whole(result):
        return
    config = resolved_settings(result)
    if result.by.gives_weights and config is not None:
        yield ModelFile(
            "model",
            t("Model file"),
            f"{plain_name(result.run.label)}.zip",
            "application/zip",
            ":material/deployed_code:",
            t("Weights, settings, scores and a program that needs only torch. Home opens it again."),
            lambda: write_kept(kept_of(result.by, result.run.id)),
        )
    if config is not None:
        yield ModelFile(
            "code",
            t("PyTorch code"),
            "train.py",
            "text/x-python",
            ":material/code:",
            t("A short script of this network and its training, without this app."),
            lambda: to_pytorch_code(config),
        )
    yield ModelFile(
        "settings",
        t("Settings"),
        "settings.json",
        "application/json",
        ":material/tune:",
        t("Trains the same again: python -m rnnkit, with --settings settings.json."),
        lambda: settings_json(result),
    )


def _buttons(result: Result) -> None:
    for file in files_of(result):
        st.download_button(
            file.label,
            while_seen([result], file.make),
            file_name=file.name,
            mime=file.mime,
            icon=file.icon,
            on_click="ignore",
            key=f"{file.key}_{result.run.id}",
            help=file.help,
        )
