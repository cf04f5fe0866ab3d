"""What the leak guard says: one sentence a leak, what to do, and the score with the leak and without it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

Kind = Literal["windows", "scaled", "future", "target", "duplicates", "passages"]
Certainty = Literal["certain", "likely"]


@dataclass(frozen=True)
class Gain:
    """What a leak is worth: a score with it and without it, on the same rows, smaller is better."""

    metric: str  # the name of the score, mostly one of `rnnkit.metrics.METRICS`
    inflated: float
    honest: float
    rows: int
    method: str  # what computed it, in words


@dataclass(frozen=True)
class Finding:
    """One leak: what it is, what to do about it, and what it is worth.

    `columns` are those that give the answer away, `rows` and `share` say how much of what is scored they
    give away. `without` names the columns whose leaving out mends it; `skip` says that leaving the repeats
    out of the score does. One that is not `active` is true, but touches no score of the run as it is set.
    """

    kind: Kind
    sentence: str
    advice: str
    certainty: Certainty = "certain"
    columns: tuple[str, ...] = ()
    rows: int = 0
    share: float = 0.0
    without: tuple[str, ...] = ()
    skip: bool = False
    active: bool = True
    gains: tuple[Gain, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The finding as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Self:
        """The finding of plain JSON values, as it is kept with a run."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in found.items()
        }
        return cls(**values | {"gains": tuple(Gain(**gain) for gain in found["gains"])})
