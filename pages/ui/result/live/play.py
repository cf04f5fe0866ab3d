"""Playing with runs while they train: pause, one step, another rate, more time; and what was done."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from pages.ui.access.resources import jobs, visitor
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from pages.ui.frame.words import count, literal, three
from rnnkit.errors import RnnkitError
from rnnkit.runs.reading import WishedFor
from rnnkit.runs.sql.rows import Run
from rnnkit.training.wishes import PAUSING, WAKING, Kind
from rnnkit.words import plural, t

PLAYED, ALL = "played_run", ""
TRAINING = frozenset({"measuring", "training"})
LEARNING_ON = "refitting"  # with all rows, after the score: it can be paused, and nothing else of it changes
MOST_TOLD = 6  # changes in one line, the newest


class PlayButton(NamedTuple):
    """A button: what it asks for, its words and icon, and what it does."""

    kind: Kind
    words: str
    icon: str
    about: str


PAUSE = PlayButton(
    "pause",
    "Pause",
    ":material/pause:",
    "Puts the run aside. It takes no core, no memory and no place until you resume it, be it days later, and "
    "then goes on as if it had never paused. Like any run, it is deleted once nobody has looked at it for a "
    "while.",
)
RESUME = PlayButton("go_on", "Resume", ":material/play_arrow:", "Goes on exactly where it paused.")
OTHERS = (
    PlayButton("step", "One step", ":material/skip_next:", "Moves the weights once, and pauses."),
    PlayButton(
        "halve", "Halve rate", ":material/keyboard_arrow_down:", "Half the learning rate from now on."
    ),
    PlayButton(
        "double", "Double rate", ":material/keyboard_arrow_up:", "Twice the learning rate from now on."
    ),
    PlayButton("longer", "30 s more", ":material/more_time:", "As many more steps as fit into 30 s."),
)
DONE = {
    "pause": "paused at step {step}",
    "go_on": "resumed at step {step}",
    "step": "one step from step {step}",
    "halve": "rate halved at step {step}",
    "double": "rate doubled at step {step}",
    "longer": "30 s more at step {step}",
}
WAITING = {
    "pause": "to be paused",
    "go_on": "to be resumed",
    "step": "one step to come",
    "halve": "rate to be halved",
    "double": "rate to be doubled",
    "longer": "30 s more to come",
}


def controls(runs: Sequence[Run]) -> None:
    """The buttons, for one of the runs or for all together."""
    chosen = _chosen(runs)
    paused = all(run.state == "paused" for run in chosen)
    phases = {run.phase for run in chosen if run.state == "paused" or not run.stop_requested}
    changes = bool(phases & TRAINING) or (paused and phases != {LEARNING_ON})
    pauses = changes or LEARNING_ON in phases
    for button in (RESUME if paused else PAUSE, *OTHERS):
        st.button(
            t(button.words),
            icon=button.icon,
            key=f"play_{button.kind}",
            on_click=_ask,
            args=(button.kind, [run.id for run in chosen]),
            disabled=not (pauses if button.kind in PAUSING else changes),
            help=t(button.about),
        )


def _chosen(runs: Sequence[Run]) -> Sequence[Run]:
    """Whom the buttons are for; a choice where there are several."""
    if len(runs) < 2:
        return runs
    names = {ALL: t("All networks"), **{run.id: run.label for run in runs}}
    if state.get(PLAYED) not in names:
        state.forget([PLAYED])
    wanted = st.selectbox(t("Change"), list(names), format_func=names.__getitem__, key=PLAYED, width=180)
    return [run for run in runs if wanted in (ALL, run.id)]


@safely
def _ask(kind: Kind, run_ids: Sequence[str]) -> None:
    """Ask it of each run; one that has just ended says so."""
    for run_id in run_ids:
        try:
            visitor().queue.wish(run_id, kind)
        except RnnkitError as error:
            st.toast(literal(error), icon=":material/info:")
    if kind in WAKING:
        jobs().wake()


def awaited(asked: Sequence[WishedFor]) -> bool:
    """Whether something was asked for that the run has yet to do."""
    return any(one.step is None for one in asked)


def played(runs: Sequence[Run], asked: Mapping[str, Sequence[WishedFor]]) -> None:
    """What a person changed while each run trained (`asked`, by run), a line each; or nothing."""
    if lines := list(filter(None, (_changes(run, asked[run.id]) for run in runs))):
        st.caption("  \n".join(lines))


def _changes(run: Run, asked: Sequence[WishedFor]) -> str:
    told = [_told(one) for one in asked if run.playable or one.step is not None]
    hidden = len(told) - MOST_TOLD
    earlier = [plural("{number} earlier change", "{number} earlier changes", hidden)] if hidden > 0 else []
    line = " · ".join([*earlier, *told[-MOST_TOLD:]])
    return t("**{name}**, changed by hand: {line}.", name=literal(run.label), line=line) if line else ""


def _told(one: WishedFor) -> str:
    return t(WAITING[one.kind]) if one.step is None else t(DONE[one.kind], step=count(one.step))


def rate_words(curve: pd.DataFrame) -> str:
    """The learning rate as of now; empty before the first step."""
    return t("rate {rate}", rate=three(curve["learning_rate"].iloc[-1])) if len(curve) else ""
