"""What a person is told about where a run stands and how it ended."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from pages.ui.frame.words import count, days_or_less, duration, literal, three
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.worker.checkpoints import Checkpoint
from rnnkit.words import t

Color = Literal["gray", "blue", "green", "orange", "red"]

BADGES: Mapping[str, tuple[str, str, Color]] = {
    "queued": ("waiting", ":material/hourglass_empty:", "gray"),
    "running": ("training", ":material/model_training:", "blue"),
    "paused": ("paused", ":material/pause:", "orange"),
    "finished": ("finished", ":material/check:", "green"),
    "stopped": ("stopped", ":material/stop:", "orange"),
    "diverged": ("diverged", ":material/warning:", "red"),
    "failed": ("failed", ":material/error:", "red"),
    "interrupted": ("interrupted", ":material/power_off:", "orange"),
    "cancelled": ("cancelled", ":material/block:", "gray"),
}
PHASES: Mapping[str, str] = {
    "": "Starting",
    "preparing": "Preparing the data",
    "measuring": "Measuring the speed of this machine",
    "training": "Training",
    "refitting": "Going on to learn from all rows",
    "evaluating": "Scoring it against the baselines",
}
ENDINGS: Mapping[str, str] = {
    "stopped": "Stopped early; the best weights so far were kept and scored.",
    "diverged": "The loss stopped being a finite number; try a smaller learning rate.",
    "failed": "The run failed; the settings and the data are unchanged.",
    "interrupted": "The server stopped while this run was active; resume it or train it again.",
    "cancelled": "Removed from the queue before it started.",
}


def standing(run: Run, best: float | None, rate: str = "") -> str:
    """One line about a run without an end: place in the queue, or step, losses, rate, time left, device."""
    if run.state == "queued":
        return t("Waiting: number {place} in the queue", place=run.place or 1)
    if run.stop_requested:
        return t("Stopping; the best weights so far are kept")
    if run.phase != "training" or not run.steps:
        return t(PHASES.get(run.phase, "Training"))
    parts = [t("Step {step} of {steps}", step=count(run.step), steps=count(run.steps))]
    loss = run.valid_loss if run.valid_loss is not None else run.train_loss
    if loss is not None:
        parts.append(
            t("loss {now} now, {best} best", now=three(loss), best=three(best if best is not None else loss))
        )
    if rate:
        parts.append(rate)
    if run.eta is not None:
        parts.append(t("{time} left", time=duration(run.eta)))
    if run.device:
        parts.append(run.device.upper())
    return " · ".join(parts)


def ending(run: Run) -> str:
    """One sentence about a run that ended otherwise than planned, its own reason first."""
    return literal(run.reason) if run.reason else t(ENDINGS.get(run.state, ""))


def moment(at: datetime) -> str:
    """A moment by the clock of the person who looks; in UTC, and said so, where that is not known."""
    try:
        return f"{at.astimezone(ZoneInfo(st.context.timezone or '')):%d %b, %H:%M}"
    except (ZoneInfoNotFoundError, ValueError):  # a browser that hides it says "Etc/Unknown", or nothing
        return f"{at.astimezone(UTC):%d %b, %H:%M} UTC"


def resumable(run: Run, checkpoint: Checkpoint) -> str:
    """Where a run would go on: at which step, and how old that is."""
    age = (datetime.now(UTC) - checkpoint.at).total_seconds()
    return t(
        "Resume goes on from step {step}, kept {age} ago; training had come to step {reached}.",
        step=count(checkpoint.step),
        age=days_or_less(age),
        reached=count(run.step),
    )
