"""What gates are called, and what they do in words drawn from their figures."""

from collections.abc import Mapping, Sequence

from pages.ui.frame.words import literal, share, three
from rnnkit.inspect.saturation import extremes, saturation
from rnnkit.numpy_rnn import Array
from rnnkit.words import t

NAMES: Mapping[str, str] = {"i": "input", "f": "forget", "o": "output", "r": "reset", "z": "update"}
# From which mean on a gate counts as rather open, below which as rather closed.
RATHER_OPEN, RATHER_CLOSED = 0.6, 0.4
# What that means for the memory: rather open, in between, rather closed.
DOES: Mapping[str, tuple[str, str, str]] = {
    "i": (
        "lets most of what is new into the memory",
        "lets about half of what is new into the memory",
        "keeps most of what is new out of the memory",
    ),
    "f": ("keeps most of the memory", "keeps about half of the memory", "forgets most of the memory"),
    "o": (
        "shows most of the memory to the outside",
        "shows about half of the memory",
        "hides most of the memory",
    ),
    "r": (
        "lets most of the old state into what could become the new one",
        "lets about half of the old state into what could become the new one",
        "keeps most of the old state out of what could become the new one",
    ),
    "z": (
        "leaves most of the old state as it is",
        "mixes old and new state about evenly",
        "replaces most of the old state by a new one",
    ),
}


def sentence(gate: str, values: Array, symbols: Sequence[str]) -> str:
    """What a gate `(T, H)` tended to do, told from its figures."""
    found = saturation(values)
    mean = float(found.mean.mean())
    words = t(
        "**The {name} gate {does}:** it stands at {mean} on average, is open (above 0.9) {open} of the time "
        "and closed (below 0.1) {closed}.",
        name=t(NAMES[gate]),
        does=t(DOES[gate][_leaning(mean)]),
        mean=three(mean),
        open=share(float(found.open.mean())),
        closed=share(float(found.closed.mean())),
    )
    return f"{words} {_where(values, symbols)}".strip()


def _leaning(mean: float) -> int:
    return 0 if mean > RATHER_OPEN else 2 if mean < RATHER_CLOSED else 1


def _where(values: Array, symbols: Sequence[str]) -> str:
    """At which symbols it stands lowest and highest, where some come again."""
    if (found := extremes(symbols, values)) is None:
        return ""
    low, high = found
    return t(
        "Lowest at “{low}” ({low_mean}), highest at “{high}” ({high_mean}).",
        low=literal(low.symbol),
        low_mean=three(low.mean),
        high=literal(high.symbol),
        high_mean=three(high.mean),
    )
