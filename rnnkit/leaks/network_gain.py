"""What repeats are worth to a trained network: its score on all rows beside that on the new ones."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.leaks.finding import Finding, Gain
from rnnkit.leaks.hashing import Bools
from rnnkit.metrics import METRICS
from rnnkit.words import t

Array = npt.NDArray[np.float64]


def with_network(findings: Sequence[Finding], gain: Callable[[], Gain | None]) -> tuple[Finding, ...]:
    """The findings; those of repeats that were scored also say what they are worth to the network."""
    found = []
    for finding in findings:
        told = gain() if finding.skip and finding.active else None
        found.append(finding if told is None else replace(finding, gains=(*finding.gains, told)))
    return tuple(found)


def forecast_gain(test: pd.DataFrame, repeated: Bools) -> Gain | None:
    """MAE of a network over all rows of a test frame, and over those that are not `repeated` `(rows,)`."""
    errors = (test["y"] - test["y_hat"]).abs().to_numpy(np.float64)
    return _beside(METRICS["mae"].name, errors, np.isfinite(errors), repeated)


def text_gain(nats: Array, symbols: Sequence[int], spans: Sequence[tuple[int, int]]) -> Gain | None:
    """Bits per character over all symbols that were scored, and over those outside of the repeated stretches.

    `nats` are those of every symbol but the first, `symbols` the characters of each symbol; `spans` are
    counted in characters.
    """
    if len(nats) != len(symbols) - 1:  # only some places were asked
        return None
    widths = np.asarray(symbols, dtype=np.int64)
    starts = np.cumsum(widths) - widths
    held = np.zeros(int(widths.sum()) + 1, dtype=np.bool_)
    for start, end in spans:
        held[start:end] = True
    bits = nats / np.log(2)
    return _beside(
        METRICS["bits_per_char"].name, bits, np.ones(len(bits), dtype=np.bool_), held[starts[1:]], widths[1:]
    )


def _beside(
    metric: str, errors: Array, known: Bools, repeated: Bools, widths: npt.NDArray[np.int64] | None = None
) -> Gain | None:
    """The mean error of everything, and of what is new."""
    sizes = np.ones(len(errors)) if widths is None else widths.astype(np.float64)
    new = known & ~repeated
    if not new.any() or not (known & repeated).any():
        return None
    whole, honest = (float(errors[part].sum() / sizes[part].sum()) for part in (known, new))
    return Gain(metric, whole, honest, int(new.sum()), t("this network, on all rows and on the new ones"))
