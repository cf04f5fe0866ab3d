"""All series of a result together: their values and forecasts added up, step by step.

An interval of a sum is no sum of intervals: series go up and down together or against each other, and nothing
here has measured that. So a total has none.
"""

from collections.abc import Sequence

import pandas as pd

KEYS = ["cutoff", "ds"]


def total_of(frame: pd.DataFrame, target: str, columns: Sequence[str]) -> pd.DataFrame:
    """The sums of these columns over all series at each moment that every series has; a hole stays one.

    `frame` has unique_id, target, ds and perhaps cutoff. Series that end at different times reach a moment in
    different numbers of steps.
    """
    part = frame[frame["target"].astype(str) == target]
    keys = [name for name in KEYS if name in part]
    groups = part.groupby(keys, sort=True)
    whole = groups.size() == part["unique_id"].nunique()
    sums = groups[list(columns)].sum(min_count=part["unique_id"].nunique())
    found: pd.DataFrame = sums[whole].reset_index()
    return found


def total_errors(test: pd.DataFrame, target: str, methods: Sequence[str]) -> dict[str, float]:
    """By how much each method misses the total on average on the test part; `y_hat` is the network."""
    total = total_of(test, target, ["y", *methods]).dropna(subset=["y"])
    return {name: float((total[name] - total["y"]).abs().mean()) for name in methods} if len(total) else {}
