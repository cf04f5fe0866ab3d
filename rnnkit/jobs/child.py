"""A worker as its broker sees it: when its patience with it ends, and why it ended."""

from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from rnnkit.host import machine
from rnnkit.jobs.worker import CUT_OFF, CUT_OFF_SECONDS
from rnnkit.runs.execute import out_of_memory
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.states import State
from rnnkit.words import t

STOP_SECONDS = 10.0  # after Stop, a worker that says nothing for so long is killed
STOP_LIMIT_SECONDS = 60.0  # and one that goes on talking after so long
KILLED = 9


@dataclass
class Child:
    """A worker at work, and what the broker has seen of it."""

    run: Run
    process: BaseProcess
    memory_kills: int
    heard: float  # when it last wrote to the store, on our clock
    started: float = 0.0
    updated: object = None
    stop_since: float | None = None
    over: bool = False  # it worked longer than a run may
    forced: bool = False


def stop_overdue(child: Child, now: float, seconds: float = STOP_SECONDS) -> bool:
    """Whether a worker that was asked to stop had its time."""
    if child.stop_since is None:
        child.stop_since = now
    silent = now - max(child.heard, child.stop_since)
    return silent > seconds or now - child.stop_since > STOP_LIMIT_SECONDS


def ending(child: Child) -> tuple[State, str]:
    """How a run ended whose worker left it open, and why."""
    return "interrupted" if child.process.exitcode == CUT_OFF else "failed", why(child)


def why(child: Child) -> str:
    """Why a worker ended without a result."""
    code = child.process.exitcode or 0
    if child.forced and child.over:
        return t("The run took longer than it may here and was ended by force; nothing of it was kept.")
    if child.forced:
        return t("The run did not answer Stop, so it was ended by force, without a result.")
    if code == CUT_OFF:
        return t(
            "The database was out of reach for {seconds:.0f} s; resume the run or train it again.",
            seconds=CUT_OFF_SECONDS,
        )
    if code == -KILLED and machine.memory_kills() > child.memory_kills:
        return out_of_memory(child.run.task)
    if code < 0:
        return t("The worker was killed (signal {number}); resume the run or train it again.", number=-code)
    return t("The worker ended without a result (code {code}); resume the run or train it again.", code=code)


def over_time(seconds: float) -> str:
    """The reason of a run that was stopped because it took as long as a run may."""
    return t(
        "Stopped after {minutes:.0f} min, the most a run may take here; the best weights so far were kept.",
        minutes=max(1, seconds / 60),
    )


def interrupted() -> str:
    """The reason of every run that its server took along."""
    return t("The server stopped while this run was working; resume it or train it again.")


def fell_silent(name: str) -> str:
    """The reason of every run whose machine was not heard of any more."""
    return t(
        "The machine {name} fell silent while this run was working; resume it or train it again.", name=name
    )
