"""How translators are compared: on the same sources of the same pairs, source by source."""

from collections.abc import Callable

import numpy as np

from rnnkit.compare.units import Units
from rnnkit.files.encoding import sha256
from rnnkit.tasks.task import Comparable, Frames, Values
from rnnkit.words import t


def asked(settings: Values, _about: Values, rows: Callable[[], str]) -> tuple[str, str]:
    """Nothing but the pairs themselves, and which of their sources."""
    return "", f"{rows()} new={bool(settings.get('skip_repeats'))}"


def rows(frames: Frames) -> str:
    """A fingerprint of the scored sources and what is right for them."""
    examples = frames("examples")
    return sha256("\n".join([*examples["source"], "", *examples["target"]]).encode())


def units(frames: Frames, _metric: str, score: float) -> Units:
    """What each source adds to the character error rate: its edits, over all letters."""
    examples = frames("examples")
    letters = examples["letters"].to_numpy(np.float64)
    edits = examples["edits"].to_numpy(np.float64)
    mass = letters / letters.sum()
    loss = edits / letters.sum()
    return Units("texts", loss * (score / loss.sum() if loss.sum() else 1.0), mass)


COMPARABLE = Comparable(
    asked,
    rows=rows,
    units=units,
    reasons={"rows": t("They were scored on different sources, and some are easier to translate.")},
)
