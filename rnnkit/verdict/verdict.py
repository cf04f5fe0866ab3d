"""What a verdict is, and the words and advice that verdicts on all kinds of runs share."""

from dataclasses import asdict, dataclass, field
from typing import Literal

from rnnkit.config import TrainingSettings
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

LONGER = 3


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


def longer(config: TrainingSettings) -> Advice:
    """More training, in the way the person counts it."""
    if config.epochs is not None:
        epochs = min(config.epochs * LONGER, 10_000)
        return t("Train longer: {epochs:,} epochs.", epochs=epochs), {"epochs": epochs}
    if config.steps is not None:
        steps = min(config.steps * LONGER, 10_000_000)
        return t("Train longer: {steps:,} steps.", steps=steps), {"steps": steps}
    budget = min((config.budget or 60.0) * LONGER, 3600.0)
    return t("Train longer: {budget:g} seconds.", budget=budget), {"budget": budget}


def lower_rate(learning_rate: float | None) -> Advice:
    """A tenth of the learning rate, after training exploded."""
    rate = max((learning_rate or 0.01) / 10, 1e-6)
    return t("Lower the learning rate to {rate:g}.", rate=rate), {"learning_rate": rate}
