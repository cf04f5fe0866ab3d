"""Runs that measure a mistake: started, found again, watched and stopped."""

import streamlit as st

from pages.ui.access.resources import jobs, visitor
from pages.ui.access.watch_run import stop_button
from pages.ui.frame.words import duration
from pages.ui.result.run_words import BADGES, ending
from rnnkit.mistakes.mistake_table import MISTAKES
from rnnkit.mistakes.settings import MistakeConfig, MistakeName
from rnnkit.mistakes.source_code import experiment
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

TASK = "mistake"
BROKEN = frozenset({"failed", "diverged"})


def start(config: MistakeConfig) -> None:
    """Queue a run; what it is about, the source of the experiment, is its data."""
    name = config.mistake
    dataset_id = visitor().uploads.add(t(MISTAKES[name].title), experiment(name).encode())
    visitor().queue.submit(config.model_dump_json(), dataset_id, t(MISTAKES[name].title), _group(name))
    jobs().wake()


def newest(name: MistakeName) -> Run | None:
    """The last run of this mistake, if there is one."""
    runs = visitor().runs.find(group=_group(name), limit=1)
    return runs[-1] if runs else None


def all_finished() -> dict[str, Run]:
    """The newest finished run of every mistake, by its group."""
    runs = visitor().runs.newest(visitor().quotas.runs_each)
    return {
        run.group.removeprefix(_group("")): run for run in runs if (run.task, run.state) == (TASK, "finished")
    }


def _group(name: str) -> str:
    return f"mistake-{name}"


def progress(run: Run) -> None:
    """How far it is, with Stop."""
    words, icon, color = BADGES[run.state]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(t(words), icon=icon, color=color)
        st.progress(run.share, text=_standing(run), width="stretch")
        stop_button(run, t("Ends this run; half a comparison is not kept."))


def _standing(run: Run) -> str:
    if run.state == "queued":
        return t("Waiting: number {place} in the queue", place=run.place or 1)
    if run.stop_requested:
        return t("Stopping")
    if run.eta is None:
        return t("Starting")
    return t("Both versions, seed after seed · {time} left", time=duration(run.eta))


def say_ending(run: Run) -> None:
    """Why a run has no result."""
    if run.state == "stopped":
        st.info(t("Stopped by hand before both versions were done; run it again."), icon=":material/stop:")
    elif run.state in BROKEN:
        st.error(ending(run), icon=":material/error:")
    else:
        st.info(ending(run), icon=":material/info:")
