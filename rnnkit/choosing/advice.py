"""Which network to choose, in one sentence, drawn from nothing but what was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnnkit.rounding import percent
from rnnkit.tasks.memory.judge import FORGOT
from rnnkit.words import t

AS_GOOD = 0.03  # of the loss without a memory: closer ones are not told apart


@dataclass(frozen=True)
class Reached:
    """A trained network: its loss and the figure that is shown for it, what it took, and what it weighs."""

    name: str
    loss: float
    shown: float
    seconds: float
    megabytes: float


def choose(networks: Sequence[Reached], trivial: Reached, *, shares: bool) -> str:
    """The quickest of the networks that are as good as the best; or that none of them is worth it.

    `shown` is a share of right answers if `shares`, else a squared error.
    """
    best = min(networks, key=lambda network: network.loss)
    words = figure_words(shares)
    if not best.loss < FORGOT * trivial.loss:
        return t(
            "Choose none of them yet: after so many steps even {name}, the best, has {own}; {other} takes "
            "no memory. Train longer, or shorten the rows.",
            name=best.name,
            own=words.format(figure=figure(best.shown, shares)),
            other=figure(trivial.shown, shares),
        )
    good = [one for one in networks if one.loss <= best.loss + AS_GOOD * trivial.loss]
    chosen = min(good, key=lambda network: network.seconds)
    others = [one.name for one in good if one is not chosen]
    return t(
        "For this, choose {name}: {own} ({other} without a memory) after {seconds:.3g} s, {why}.",
        name=chosen.name,
        own=words.format(figure=figure(chosen.shown, shares)),
        other=figure(trivial.shown, shares),
        seconds=chosen.seconds,
        why=t("quicker than {names}, which are as good", names=", ".join(others))
        if len(others) > 1
        else t("quicker than {name}, which is as good", name=others[0])
        if others
        else t("and no other comes near"),
    )


def figure_words(shares: bool) -> str:
    """How a score is told."""
    return t("{figure} of the answers right") if shares else t("a squared error of {figure}")


def figure(value: float, shares: bool) -> str:
    """A score as a person reads it."""
    return percent(value) if shares else f"{value:.2g}"


def growth(seconds: Mapping[str, Mapping[int, float]]) -> str:
    """How the time of a step grows from the shortest to the longest rows, by network and length."""
    lengths = sorted({length for found in seconds.values() for length in found})
    times = {
        name: found[lengths[-1]] / found[lengths[0]]
        for name, found in seconds.items()
        if {lengths[0], lengths[-1]} <= set(found)
    }
    if len(lengths) < 2 or not times:
        return t("Stopped before the long rows were measured.")
    at_end = {name: seconds[name][lengths[-1]] for name in times}
    quick, slow = min(at_end, key=lambda name: at_end[name]), max(at_end, key=lambda name: at_end[name])
    least, most = min(times, key=lambda name: times[name]), max(times, key=lambda name: times[name])
    return t(
        "At {longest} steps {quick} is quickest and {slow} takes {factor:.2g} times as long. From {shortest} "
        "to {longest} steps ({long:g} times) the time of a step grows least for {least} ({low:.2g} times) "
        "and most for {most} ({high:.2g} times).",
        longest=lengths[-1],
        shortest=lengths[0],
        long=lengths[-1] / lengths[0],
        quick=quick,
        slow=slow,
        factor=at_end[slow] / at_end[quick],
        least=least,
        low=times[least],
        most=most,
        high=times[most],
    )
