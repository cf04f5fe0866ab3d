"""What a verdict is, and the words and advice that verdicts on all kinds of runs share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal, TypeVar

from rnnkit.config import TrainingSettings, bounds
from rnnkit.words import t

Kind = Literal[
    "beats",
    "ties",
    "loses",
    "flat",
    "copy",
    "noise",
    "overfit",
    "memorised",
    "undertrained",
    "diverged",
]
Advice = tuple[str, dict[str, object]]
Facts = TypeVar("Facts")
Config = TypeVar("Config")

LONGER = 3
LENGTHS: Mapping[str, str] = {
    "epochs": "Train longer: {length:,} epochs.",
    "steps": "Train longer: {length:,} steps.",
    "budget": "Train longer: {length:g} seconds.",
}


@dataclass(frozen=True)
class Verdict:
    """One sentence about a run, and the change that usually helps: in words, and as settings to replace."""

    kind: Kind
    sentence: str
    suggestion: str = ""
    setting_changes: dict[str, object] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """The verdict as plain JSON values."""
        return asdict(self)


def first_of(
    opinions: Sequence[Callable[[Facts, Config], Verdict | None]], facts: Facts, config: Config
) -> Verdict:
    """The verdict of the first opinion that has one; the last of them has one on any run."""
    return next(verdict for opinion in opinions if (verdict := opinion(facts, config)) is not None)


def diverged(learning_rate: float | None) -> Verdict:
    """The verdict on a run whose training exploded."""
    sentence = t("Training met numbers that are not finite; these scores are those of the last good weights.")
    return Verdict("diverged", sentence, *lower_rate(learning_rate))


def longer(config: TrainingSettings) -> Advice:
    """More training, in the way the person counts it; nothing where it cannot be longer."""
    name = next(name for name in LENGTHS if getattr(config, name) is not None)
    asked, most = getattr(config, name), bounds(type(config), name)[1]
    wanted = min(asked * LONGER, asked if most is None else type(asked)(most))
    return ("", {}) if wanted <= asked else (t(LENGTHS[name], length=wanted), {name: wanted})


def lower_rate(learning_rate: float | None) -> Advice:
    """A tenth of the learning rate, after training exploded."""
    rate = max((learning_rate or 0.01) / 10, 1e-6)
    return t("Lower the learning rate to {rate:g}.", rate=rate), {"learning_rate": rate}
