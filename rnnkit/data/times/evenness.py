"""How evenly moments follow each other: what decides between two ways to read the same dates."""

import numpy as np
import numpy.typing as npt

from rnnkit.data.times.infer_step import infer_step


def evenness(stamps: npt.NDArray[np.datetime64]) -> float:
    """Share of the steps between first and last stamp that are there; 0 where there is no even step."""
    moments = np.unique(stamps[~np.isnat(stamps)].astype(np.int64))
    step = infer_step(moments, np.zeros(len(moments), dtype=np.int64), dates=True)
    if step is None:
        return 0.0
    anchors = np.repeat(moments[:1], len(moments))
    ordinals = step.ordinals(moments, anchors)
    exact = np.array_equal(step.stamps(ordinals, anchors), moments)  # the 4th of every month is no even step
    return (1.0 if exact else 0.5) * len(np.unique(ordinals)) / (int(ordinals[-1]) + 1)
