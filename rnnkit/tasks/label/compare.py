"""How labellers are compared: on the same sentences of the same file, sentence by sentence."""

from collections.abc import Callable

import numpy as np

from rnnkit.compare.units import Units, block_length
from rnnkit.errors import NotFoundError
from rnnkit.tasks.task import Comparable, Frames, Values
from rnnkit.words import t


def asked(settings: Values, about: Values, _rows: Callable[[], str]) -> tuple[str, str]:
    """Nothing but the sentences themselves, and which of them."""
    return "", f"scored={about.get('scored')} repeats={bool(settings.get('skip_repeats'))}"


def units(frames: Frames, metric: str, _score: float) -> Units:
    """What each sentence adds to the share of wrong tokens, or to what spans lack of an F1 of 1.

    Raises `NotFoundError` where there is no span, so that nothing lacks.
    """
    frame = frames("units")
    wrong, size = ("wrong_spans", "spans") if metric == "span_error" else ("wrong_tokens", "tokens")
    mass = frame[size].to_numpy(np.float64)
    whole = mass.sum()
    if not whole:
        raise NotFoundError(t("No span stands in the test part, and none was found."))
    return Units(
        "segments", frame[wrong].to_numpy(np.float64) / whole, mass / whole, block_length(len(frame))
    )


COMPARABLE = Comparable(
    asked,
    units=units,
    reasons={"rows": t("They were scored on different sentences, and some are easier than others.")},
)
