"""What is known of the covariates beyond the end of the data, and what had to be assumed of them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.series.ahead import assumed_words
from rnnkit.data.table.table import Table
from rnnkit.tasks.forecast.inputs.channels import Channel
from rnnkit.tasks.forecast.settings import ResolvedForecast

Array = npt.NDArray[np.float64]

MOST_ROWS = 2_000  # of the table that a person may fill in


def words_on_assumed(found: Sequence[Channel], config: ResolvedForecast) -> str:
    """Which covariates are unknown from when on, and what was taken instead; empty where all are known."""
    names = config.future_covariates
    firsts = [_first_assumed(channel) for channel in found]
    open_ends = [
        (channel, step) for channel, step in zip(found, firsts, strict=True) if step < len(channel.ds)
    ]
    if not open_ends:
        return ""
    unknown = np.any([channel.assumed_from < len(channel.ds) for channel, _ in open_ends], axis=0)
    return assumed_words(
        [name for name, missing in zip(names, unknown, strict=True) if missing],
        min(channel.ds.iloc[step] for channel, step in open_ends),
        max(len(channel.ds) - step for channel, step in open_ends),
        found[0].season,
    )


def ahead_frames(table: Table, found: Sequence[Channel], config: ResolvedForecast) -> dict[str, pd.DataFrame]:
    """The frame `ahead`: the covariates beyond the end, once for each way to assume what is unknown.

    The columns are `way` ("season", which the forecast was made with, "last" and, where stamps are dates,
    "year"), `unique_id`, `ds` and the covariates, one row per series and step; what is known is the same in
    all ways. There is none where all is known, or where it would have far too many rows to be looked at.
    """
    names = list(config.future_covariates)
    open_ends = {c.unique_id: c for c in found if _first_assumed(c) < len(c.ds)}
    if not open_ends or len(open_ends) * config.horizon > MOST_ROWS:
        return {}
    groups = table.frame.groupby("unique_id", sort=False)
    parts = []
    for name, channel in open_ends.items():
        known = groups.get_group(name).set_index("ds")[names]
        for way, values in _ways(channel, known, config.horizon).items():
            stamps = channel.ds.iloc[-config.horizon :].to_numpy()
            parts.append(pd.DataFrame(values, columns=names).assign(way=way, unique_id=name, ds=stamps))
    whole = pd.concat(parts, ignore_index=True)
    whole = whole.astype({"way": "str", "unique_id": "str"})
    return {"ahead": whole[["way", "unique_id", "ds", *names]]}


def _ways(channel: Channel, known: pd.DataFrame, horizon: int) -> dict[str, Array]:
    """Values `(K, Fc)` behind the end of a series by the way that what is unknown of them is assumed."""
    stamps = pd.Index(channel.ds.iloc[-horizon:])
    told = known.reindex(stamps).to_numpy(np.float64)
    last = known.ffill().iloc[-1].to_numpy(np.float64)
    ways = {"season": channel.ahead, "last": np.where(np.isfinite(told), told, last)}
    if isinstance(stamps, pd.DatetimeIndex):
        earlier = known.reindex(stamps - pd.DateOffset(years=1)).to_numpy(np.float64)
        if np.isfinite(earlier).all():
            ways["year"] = np.where(np.isfinite(told), told, earlier)
    return ways


def _first_assumed(channel: Channel) -> int:
    """The first step at which a covariate is assumed; behind the last step where none is."""
    return int(channel.assumed_from.min(initial=len(channel.ds)))
