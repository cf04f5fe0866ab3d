"""A file that is dropped on a trained network starts one job, also where a rerun cuts the first one short."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.ui.access.resources import jobs, visitor
from pages.ui.access.results import Result, results_of
from pages.ui.access.watch_run import job_words, watch
from pages.ui.form.bringing import all_held
from pages.ui.frame import state
from pages.ui.frame.server.upload_room import forget
from pages.ui.frame.words import literal
from pages.ui.task_page import drawn_by
from pages.ui.tasks import TASKS
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

_ROUND, _LAST = "_{key}_round", "_{key}_last"


@dataclass(frozen=True)
class DropJob:
    """The job that a file starts: its group, and what gives its settings as JSON."""

    group: str
    config: Callable[[], str]


def drop_file(key: str, words: str, run: Run, job: DropJob) -> None:
    """A place for a file that becomes the data of a job; `key` tells the places of one run apart."""
    answering = TASKS[run.task].answering
    assert answering is not None
    limits = TASKS[run.task].task.source.limits.from_environment()
    count, last = _ROUND.format(key=key), _LAST.format(key=key)
    chooser = f"{key}_file_{run.id}_{state.get(count, 0)}"
    file = st.file_uploader(
        words,
        key=chooser,
        max_upload_size=max(1, int(limits.megabytes)),
        help=answering.help,
    )
    st.caption(drawn_by(answering.limits)(limits))
    if not all_held(chooser) or file is None:
        return
    try:
        _start(last, file.file_id, file.name[:80], file.getvalue(), job)
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    state.put({count: state.get(count, 0) + 1})
    forget(file)
    st.rerun()


def _start(last: str, file_id: str, name: str, content: bytes, job: DropJob) -> None:
    """Queue the file once: a rerun that comes after one that was cut short finds it there.

    The note of how many there were is written before the job is.
    """
    there = len(visitor().runs.find(group=job.group))
    known, before = state.get(last, ("", 0))
    if known != file_id:
        state.put({last: (file_id, there)})
    elif there > before:
        return
    visitor().queue.submit(job.config(), visitor().uploads.add(name, content), name, job.group)
    jobs().wake()


def answer_of(run: Run) -> Result | None:
    """What came of the job, under its name with its notes; `None` where it works or failed, which is said."""
    if run.active:
        watch(run, job_words)
        return None
    if run.state != "finished":
        st.error(
            literal(run.reason) or t("This was not finished; drop the file again."), icon=":material/error:"
        )
        return None
    (answer,) = results_of([run])
    st.markdown(f"**{literal(run.label)}**")
    for note in answer.summary["notes"]:
        st.caption(literal(note))
    return answer
