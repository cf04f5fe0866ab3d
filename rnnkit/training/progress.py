"""What a run tells while it works: one small record, the same for the screen, the terminal and the store."""

from dataclasses import dataclass
from typing import Literal

Phase = Literal["preparing", "measuring", "training", "refitting", "evaluating"]


@dataclass(frozen=True)
class Progress:
    """Where a run stands. Times are seconds since its start; losses are means, `None` if not measured.

    `sample` is what a language model has just written to show what it can by now, `drawing` what a task draws
    of itself, as JSON; usually there is neither. All samples of a run are kept, of drawings the newest.
    """

    phase: Phase
    step: int
    steps: int
    seconds: float
    train_loss: float | None = None
    valid_loss: float | None = None
    learning_rate: float | None = None
    eta: float | None = None
    device: str = ""
    sample: str = ""
    drawing: str = ""
