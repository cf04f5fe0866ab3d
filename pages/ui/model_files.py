"""What a trained network leaves as: the model in one file, its settings, and the same in plain PyTorch."""

import re
from collections.abc import Sequence

import streamlit as st

from pages.ui.results import Result
from pages.ui.words import literal
from rnnkit.config import ResolvedForecast, ResolvedText, parse
from rnnkit.kept import kept_of, write_kept
from rnnkit.kept.script import to_pytorch_code
from rnnkit.modelfile import KINDS
from rnnkit.text import t


def model_files(results: Sequence[Result]) -> None:
    """A line a network, with buttons whose files are made when they are clicked."""
    for result in results:
        with st.container(horizontal=True, vertical_alignment="center"):
            if len(results) > 1:
                st.markdown(f"**{literal(result.run.label)}**", width="content")
            _buttons(result)


def is_whole(result: Result) -> bool:
    """Whether a run kept all that its model needs elsewhere; older ones did not."""
    return "versions" in result.summary


def is_imported(result: Result) -> bool:
    """Whether a run came as a file, without its data."""
    return "imported" in result.summary


def _buttons(result: Result) -> None:
    name = re.sub(r"[^A-Za-z0-9]+", "-", result.run.label).strip("-") or "model"
    if result.by.gives_weights and is_whole(result):
        st.download_button(
            t("Model file"),
            lambda: write_kept(kept_of(result.by, result.run.id)),
            file_name=f"{name}.zip",
            mime="application/zip",
            icon=":material/deployed_code:",
            on_click="ignore",
            key=f"model_{result.run.id}",
            help=t("Weights, settings, scores and a program that needs only torch. Home opens it again."),
        )
    if "config" not in result.summary or not is_whole(result):
        return
    config = parse(KINDS[result.run.task].resolved, result.summary["config"])
    assert isinstance(config, ResolvedForecast | ResolvedText)
    st.download_button(
        t("PyTorch code"),
        to_pytorch_code(config),
        file_name="train.py",
        mime="text/x-python",
        icon=":material/code:",
        on_click="ignore",
        key=f"code_{result.run.id}",
        help=t("A short script of this network and its training, without this app."),
    )
    st.download_button(
        t("Settings"),
        config.model_dump_json(indent=2),
        file_name="settings.json",
        mime="application/json",
        icon=":material/tune:",
        on_click="ignore",
        key=f"settings_{result.run.id}",
        help=t("Trains the same again: python -m rnnkit, with --settings settings.json."),
    )
