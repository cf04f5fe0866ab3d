"""Runs without an end: where each stands, what can be asked of it, and what it shows, read once a second."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.access.resources import jobs, only_looking, outlook, reader, visitor
from pages.ui.access.start_runs import start_runs
from pages.ui.access.watch_run import stop, stop_button
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.buttons import pressed
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal
from pages.ui.result.live import play
from pages.ui.result.live.live_drawings import latest_drawings
from pages.ui.result.live.live_samples import latest_samples
from pages.ui.result.run_words import BADGES, ENDINGS, ending, resumable, standing
from pages.ui.tasks import TASKS, level_of, settings_of
from rnnkit.pictures import curve_figures
from rnnkit.runs.reading import RunLook, WishedFor
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

BROKEN = frozenset({"diverged", "failed"})
AGAIN = frozenset({"failed", "interrupted", "cancelled"})
LIVE_HEIGHT = 340
EVERY = 1.0  # seconds between two looks at the store
EAGER = 0.4  # and where the first point or the end of a run is awaited
SOON = timedelta(seconds=10)


def live(runs: Sequence[Run]) -> None:
    """Show the runs; while one is active, look again every second, and redraw the page when one ends."""
    active = [run for run in runs if run.active]
    asked = reader().looks.asked([run.id for run in active]) if active else {}
    eager = any(_awaited(run, asked[run.id]) for run in active)
    seen = tuple((run.id, run.state) for run in runs if not run.active)
    every = EAGER if eager else EVERY if active else None
    st.fragment(_look, run_every=every)(tuple(run.id for run in runs), seen, eager)


def _awaited(run: Run, asked: Sequence[WishedFor]) -> bool:
    """Whether a person waits for a run now: for its first point, its end after Stop, or what they asked."""
    if not run.active:
        return False
    next_one = (run.place or 1) == 1  # who stands in a line sees nothing new for a while
    fresh = run.step == 0 and next_one and datetime.now(run.created.tzinfo) - run.created < SOON
    return fresh or run.stop_requested or play.awaited(asked)


def _look(run_ids: tuple[str, ...], seen: tuple[tuple[str, str], ...], eager: bool) -> None:
    with error_boundary():
        look = reader().looks.at(run_ids)
        if tuple((run.id, run.state) for run in look.runs if not run.active) != seen:
            st.rerun()
        for run in look.runs:
            _row(run, look.curves[run.id])
        if playable := [run for run in look.runs if run.playable]:
            _play(playable, look)
            latest_drawings(playable, look.drawings)
            _curves(look.runs, look.curves)
            latest_samples([run for run in playable if TASKS[run.task].writes], look.samples)
        if eager != any(_awaited(run, look.asked[run.id]) for run in look.runs):
            st.rerun()  # all is drawn: from now on look more often, or less


def _play(runs: Sequence[Run], look: RunLook) -> None:
    """What can be asked of the runs, and what was."""
    if not only_looking():
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            play.controls(runs)
            if len(runs) > 1:
                ids = [run.id for run in runs]
                st.button(t("Stop all"), icon=":material/stop:", key="stop_all", on_click=stop, args=ids)
    play.played(runs, look.asked)


def _row(run: Run, curve: pd.DataFrame) -> None:
    """One run: its name and state, how far it is, and Stop while there is something to stop."""
    words, icon, color = BADGES[run.state]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{literal(run.label)}**", width="content")
        st.badge(t(words), icon=icon, color=color)
        if run.playable:
            best = curve["valid_loss"].min() if len(curve) else None
            words = standing(run, best if pd.notna(best) else None, play.rate_words(curve))
            st.progress(run.share, text=words, width="stretch")
            if not only_looking():
                stop_button(run, t("Ends this run and keeps its best weights."))
    if obstacle := outlook().obstacle(run):
        st.warning(literal(obstacle), icon=":material/hourglass_disabled:")
    if not run.active and run.state in ENDINGS:
        _ended(run)


def _ended(run: Run) -> None:
    """Why a run ended otherwise than planned, and the way to try again."""
    show, icon = (st.error, ":material/error:") if run.state in BROKEN else (st.info, ":material/info:")
    show(ending(run), icon=icon)
    if only_looking() or run.state not in AGAIN:
        return
    checkpoint = visitor().queue.checkpoint(run.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        if checkpoint and pressed(t("Resume"), key=f"resume_{run.id}", icon=":material/resume:"):
            visitor().queue.resume(run.id)
            jobs().wake()
            st.rerun()
        if pressed(t("Train again"), key=f"again_{run.id}", icon=":material/replay:"):
            start_runs(run.dataset_id, {run.label: settings_of(run)})
            st.rerun()
        if checkpoint:
            st.caption(resumable(run, checkpoint))


def _curves(runs: Sequence[Run], curves: dict[str, pd.DataFrame]) -> None:
    """The learning curves of all runs on one chart, as soon as there are two points to join."""
    lanes = [lane_of(run, curve=curves[run.id]) for run in runs if len(curves[run.id]) > 1]
    if not lanes:
        st.skeleton(LIVE_HEIGHT)
        return
    data, spec = curve_figures.live_loss(lanes, is_dark(), level_of(runs[0]))
    # Above the chart: the tools of the chart hang over whatever stands there, which must not be Stop.
    st.caption(
        t(
            "Thick: loss on the validation part, which decides which weights are kept. "
            "Thin: on the training part."
        )
    )
    st.vega_lite_chart(
        data,
        spec,
        key="live_loss",
        height=LIVE_HEIGHT,
        alt=t("Loss by training step, falling as the networks learn"),
    )
