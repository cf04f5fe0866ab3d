"""The verdict of the best run in one sentence, and the one change that usually helps, as a button."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.access.resources import only_looking
from pages.ui.access.results import Result
from pages.ui.access.start_runs import start_runs
from pages.ui.form import forms
from pages.ui.form.field_settings import as_fields, changed
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import literal
from pages.ui.result.model_files import is_imported
from pages.ui.result.train_further import further_button, further_line
from pages.ui.tasks import settings_of
from rnnkit.config.cells import cell_name
from rnnkit.words import t

BOXES: Mapping[str, tuple[str, str]] = {
    "beats": ("success", ":material/trophy:"),
    "ties": ("info", ":material/balance:"),
    "loses": ("warning", ":material/trending_down:"),
    "flat": ("warning", ":material/horizontal_rule:"),
    "copy": ("warning", ":material/content_copy:"),
    "noise": ("info", ":material/casino:"),
    "overfit": ("warning", ":material/school:"),
    "memorised": ("info", ":material/psychology:"),
    "undertrained": ("info", ":material/hourglass_top:"),
    "diverged": ("error", ":material/warning:"),
}


def verdicts(results: Sequence[Result]) -> None:
    """The best run's verdict large, those of the others below it, small."""
    first, *others = sorted(results, key=lambda result: result.score)
    verdict = first.summary.get("verdict") or {}
    kind, icon = BOXES.get(str(verdict.get("kind")), ("info", ":material/info:"))
    title = literal(first.run.label) if others else None
    show = {"success": st.success, "info": st.info, "warning": st.warning, "error": st.error}[kind]
    show(literal(verdict.get("sentence", "")), icon=icon, title=title)
    with st.container(horizontal=True, vertical_alignment="center"):
        _suggestion(first, verdict)
        further_button(first)
    further_line(first)
    for other in others:
        sentence = (other.summary.get("verdict") or {}).get("sentence", "")
        st.caption(f"**{literal(other.run.label)}** · {literal(sentence)}")


def _suggestion(result: Result, verdict: Mapping[str, Any]) -> None:
    """The change that usually helps, and a button that trains with it."""
    suggestion, changes = str(verdict.get("suggestion") or ""), verdict.get("setting_changes") or {}
    if not suggestion:
        return
    st.markdown(literal(suggestion), width="content")
    if (
        changes
        and not (only_looking() or is_imported(result))
        and pressed(t("Train with this change"), icon=":material/auto_fix_high:", key="take_suggestion")
    ):
        _take(result, changes)


def _take(result: Result, changes: Mapping[str, Any]) -> None:
    """Train with the settings of this run and the change; the form shows them afterwards."""
    config = changed(settings_of(result.run), changes)
    forms.fill_later(as_fields(config))
    start_runs(result.run.dataset_id, {cell_name(config): config})
    st.rerun()
