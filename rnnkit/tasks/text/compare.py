"""How language models are compared: on the same symbols of the same text, stretch by stretch."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from rnnkit.compare.units import Units, block_length
from rnnkit.tasks.task import Comparable, Frames, Values
from rnnkit.words import t


def asked(settings: Values, about: Values, _rows: Callable[[], str]) -> tuple[str, str]:
    """Nothing but the text itself, and which of its symbols."""
    return "", text_rows(settings, about)


def text_rows(settings: Mapping[str, object], summary: Mapping[str, object]) -> str:
    """Which symbols of which part of a text were scored.

    Bits per character compare between all ways to cut a text, as long as each spells every character: a
    symbol for "unknown" is cheaper to guess than what it hides, so such runs need the same symbols.
    """
    parts = [f"lines={bool(settings.get('document_per_line'))}"]
    if settings.get("skip_repeats"):
        parts.append("new")
    if not summary.get("scored_whole", True):  # a bidirectional model is asked at some of the places only
        parts.append(f"scored={summary.get('scored')}")
    if summary.get("unknown_share"):
        parts.append(f"{settings.get('unit')}={summary.get('vocabulary_size')}")
    return " ".join(parts)


def units(frames: Frames, _metric: str, score: float) -> Units:
    """What each stretch of the test part adds to the score."""
    return text_units(frames("segments"), score)


def text_units(segments: pd.DataFrame, score: float) -> Units:
    """The units of the frame `segments` (symbols, nats per symbol), in the unit of the run's whole score."""
    symbols = segments["symbols"].to_numpy(np.float64)
    share = symbols / symbols.sum()
    nats = share * segments["nats"].to_numpy(np.float64)
    return Units("segments", nats * score / nats.sum(), share, block_length(len(segments)))


COMPARABLE = Comparable(
    asked,
    units=units,
    reasons={"rows": t("They were scored on different symbols of the text, and some are easier to guess.")},
)
