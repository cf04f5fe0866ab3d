"""How classifiers are compared: by the log loss of the very same texts, one by one."""

from collections.abc import Callable

import numpy as np

from rnnkit.compare.units import Units
from rnnkit.tasks.task import Comparable, Frames, Values
from rnnkit.words import t


def asked(_settings: Values, about: Values, _rows: Callable[[], str]) -> tuple[str, str]:
    """Nothing but the texts themselves; the same split of the same file has the same rows."""
    return "", f"scored={about.get('scored')}"


def units(frames: Frames, _metric: str, _score: float) -> Units:
    """What each text of the test part adds to the log loss."""
    loss = frames("rows")["loss"].to_numpy(np.float64)
    return Units("texts", loss / len(loss), np.full(len(loss), 1 / len(loss)))


COMPARABLE = Comparable(
    asked,
    units=units,
    reasons={"rows": t("They were scored on different texts, and some are easier than others.")},
)
