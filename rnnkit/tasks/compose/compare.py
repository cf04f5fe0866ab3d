"""How composers are compared: on the same tunes of the same file, tune by tune."""

from collections.abc import Callable

import numpy as np

from rnnkit.compare.units import Units
from rnnkit.tasks.task import Comparable, Frames, Values
from rnnkit.words import t


def asked(settings: Values, about: Values, _rows: Callable[[], str]) -> tuple[str, str]:
    """Nothing but the tunes themselves, and which of them."""
    return "", f"scored={about.get('scored')} repeats={bool(settings.get('skip_repeats'))}"


def units(frames: Frames, metric: str, _score: float) -> Units:
    """What each tune adds to the nats of a token or of a character."""
    frame = frames("tunes")
    size = frame["characters" if metric == "nats_per_char" else "tokens"].to_numpy(np.float64)
    return Units("tunes", frame["nats"].to_numpy(np.float64) / size.sum(), size / size.sum())


COMPARABLE = Comparable(
    asked,
    units=units,
    reasons={"rows": t("They were scored on different tunes, and some are easier than others.")},
)
