"""What could come: values of what is known ahead by one of a few ways, and two forecasts compared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data import Table
from rnnkit.tasks.forecast.inputs.channels import Channel

Array = npt.NDArray[np.float64]

GIVEN = "given"
WAYS = (GIVEN, "last", "season", "week", "year", "constant")
"""How coming values may be filled in; `given` are those that the forecast was made with."""


def coming_values(
    table: Table, channel: Channel, names: Sequence[str], constant: float = 0.0
) -> dict[str, pd.DataFrame]:
    """The coming rows of a series, `ds` and covariates, by each way in which they can be filled in.

    A way for which a value is missing in the data is not there.
    """
    stamps = pd.Index(channel.ds.iloc[len(channel.y) :])
    known = table.frame[table.frame["unique_id"] == channel.unique_id].set_index("ds")[list(names)]
    known = known[known.index <= channel.ds.iloc[len(channel.y) - 1]]
    found = {}
    for way in WAYS:
        values = FILLS[way](known, channel, stamps, constant)
        if values is not None and np.isfinite(values).all():
            found[way] = pd.DataFrame(values, columns=list(names)).assign(ds=stamps)[["ds", *names]]
    return found


Fill = Callable[[pd.DataFrame, Channel, pd.Index, float], Array | None]


def _given(_: pd.DataFrame, channel: Channel, stamps: pd.Index, __: float) -> Array:
    return channel.ahead[: len(stamps)]


def _last(known: pd.DataFrame, _: Channel, stamps: pd.Index, __: float) -> Array:
    return np.repeat(known.ffill().to_numpy(np.float64)[-1:], len(stamps), axis=0)


def _season(known: pd.DataFrame, channel: Channel, stamps: pd.Index, _: float) -> Array | None:
    """The newest season again and again; `None` without one."""
    if channel.season < 2 or len(known) < channel.season:
        return None
    newest = known.to_numpy(np.float64)[-channel.season :]
    return newest[np.arange(len(stamps)) % channel.season]


def _earlier(offset: pd.DateOffset) -> Fill:
    """The values of so much earlier, and of as much before that where it is still to come."""

    def fill(known: pd.DataFrame, _: Channel, stamps: pd.Index, __: float) -> Array | None:
        if not isinstance(stamps, pd.DatetimeIndex) or known.empty:
            return None
        places = stamps
        while (ahead := places > known.index[-1]).any():
            places = places.where(~ahead, places - offset)
        return known.reindex(places).to_numpy(np.float64)

    return fill


def _constant(known: pd.DataFrame, _: Channel, stamps: pd.Index, constant: float) -> Array:
    return np.full((len(stamps), known.shape[1]), constant)


FILLS: Mapping[str, Fill] = {
    GIVEN: _given,
    "last": _last,
    "season": _season,
    "week": _earlier(pd.DateOffset(weeks=1)),
    "year": _earlier(pd.DateOffset(years=1)),
    "constant": _constant,
}


@dataclass(frozen=True)
class ScenarioDifference:
    """By how much a second forecast lies above a first: per step on average, in all, and as a share."""

    steps: int
    mean: float
    total: float
    share: float | None


def difference(first: pd.DataFrame, second: pd.DataFrame) -> ScenarioDifference:
    """Compare two forecasts of the same steps by `y_hat`; the share is that of the sum of the first."""
    less, more = first["y_hat"].to_numpy(np.float64), second["y_hat"].to_numpy(np.float64)
    total, whole = float((more - less).sum()), float(less.sum())
    return ScenarioDifference(len(less), total / len(less), total, total / whole if whole > 0 else None)
