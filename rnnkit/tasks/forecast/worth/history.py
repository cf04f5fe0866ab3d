"""What happened before the test part, of all series in one frame, as it is drawn before the forecasts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rnnkit.tasks.forecast.inputs.channels import Channel

SHOWN = 1000  # values of the past kept for the chart, a channel


def history_frame(found: Sequence[Channel]) -> pd.DataFrame:
    """The values before the test part, as many as a chart can show, with NaN in holes.

    Behind a hole some values of the test part are in no forecast; where there is a hole, all that are known
    are here. Columns `unique_id`, `target`, `ds` and `y`.
    """
    starts = np.array([max(0, channel.test_start - SHOWN) for channel in found])
    tails = [slice(start, len(channel.y)) for start, channel in zip(starts.tolist(), found, strict=True)]
    y = np.concatenate([channel.y[tail] for channel, tail in zip(found, tails, strict=True)])
    unscored = np.concatenate([channel.unscored[tail] for channel, tail in zip(found, tails, strict=True)])
    ds = np.concatenate([channel.ds.to_numpy()[tail] for channel, tail in zip(found, tails, strict=True)])
    lengths = np.array([tail.stop - tail.start for tail in tails])
    number = np.repeat(np.arange(len(found)), lengths)
    first = np.cumsum(lengths) - lengths
    step = np.arange(len(y)) + (starts - first)[number]
    tested = step >= np.array([channel.test_start for channel in found])[number]
    pierced = np.bincount(number, weights=np.isnan(y), minlength=len(found)) > 0
    kept = ~tested | (pierced[number] & ~(unscored & np.isfinite(y)))
    names = {
        "unique_id": pd.array([channel.unique_id for channel in found], dtype="str"),
        "target": pd.array([channel.target for channel in found], dtype="str"),
    }
    told = {name: pd.Series(words.take(number[kept])) for name, words in names.items()}
    return pd.DataFrame(told | {"ds": ds[kept], "y": y[kept]})
