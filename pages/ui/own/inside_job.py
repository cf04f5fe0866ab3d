"""The job that looks inside: asked for by one click, watched while it works, read when it has ended."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access import resources
from pages.ui.access.resources import jobs, visitor
from pages.ui.access.watch_run import stop_button, watch
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import literal
from rnnkit.inspect.job_settings import InsideConfig
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

STOPPED = frozenset({"stopped", "cancelled"})
PHASES = {"evaluating": "Hiding one step after the other"}


@dataclass(frozen=True)
class InsideResult:
    """What was found inside a run: by the job, which is a run too."""

    run: Run
    job: Run
    summary: dict[str, Any]

    def frame(self, name: str) -> pd.DataFrame:
        """One of its frames; shared, so never to be changed."""
        return resources.frame(self.job, name)

    @property
    def memory(self) -> int:
        """The effective memory in steps."""
        return int(self.summary["memory"])


def inside_of(run: Run) -> InsideResult | None:
    """What was found, or the button, the progress or the reason why there is nothing yet."""
    if "imported" in resources.summary(run):
        st.info(
            t("This model came without its data; look inside a run that was trained here."),
            icon=":material/deployed_code:",
        )
        return None
    newest = visitor().runs.find(group=group_of(run), limit=1)
    if newest and newest[0].state == "finished":
        return InsideResult(run, newest[0], resources.summary(newest[0]))
    if newest and newest[0].active:
        watch(newest[0], _progress)
        return None
    if newest:
        _ended(newest[0])
    _offer(run)
    return None


def group_of(run: Run) -> str:
    """What all looks inside a run have in common."""
    return f"inside-{run.id}"


def _offer(run: Run) -> None:
    st.markdown(
        t(
            "The network reads its own data once more: its states are recorded, and each past step is "
            "hidden in turn to see how the answer changes. That takes seconds, or up to a minute for a large "
            "network."
        )
    )
    if pressed(t("Look inside"), key="look_inside", type="primary", icon=":material/search:"):
        config = InsideConfig(model=run.id).model_dump_json()
        visitor().queue.submit(config, run.dataset_id, run.label, group_of(run))
        jobs().wake()
        st.rerun()


def _ended(job: Run) -> None:
    """Why there is nothing to show although somebody looked."""
    if job.state in STOPPED:
        st.info(t("Stopped by you before it was done; look inside again."), icon=":material/stop:")
    else:
        reason = job.reason or t("This did not finish; look inside again.")
        st.error(literal(reason), icon=":material/error:")


def _progress(job: Run) -> None:
    """How far the job is, with Stop."""
    words = t("Waiting for a free place") if job.state == "queued" else t("Reading the data")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.progress(job.share, text=t(PHASES[job.phase]) if job.phase in PHASES else words, width="stretch")
        stop_button(job, t("Stops looking; a half-finished look is not kept."))
