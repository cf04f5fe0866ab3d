"""Rows laid behind the rows of a table: new ones, and what somebody plans of the covariates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rnnkit.data.table.table import Table

KEYS = ["unique_id", "ds"]


def with_coming(table: Table, coming: pd.DataFrame) -> Table:
    """The table with values of `coming` (`unique_id`, `ds` and some value columns).

    A row that the table has keeps what `coming` does not know; further rows of its series are added, with
    every other value unknown. Series that the table does not know are left out.
    """
    values = [name for name in table.value_columns if name in coming]
    told = coming[coming["unique_id"].isin(table.series)][[*KEYS, *values]]
    told = told.drop_duplicates(KEYS, keep="last").astype({"ds": table.frame["ds"].dtype})
    whole = table.frame.merge(told, how="outer", on=KEYS, suffixes=("", " told"), sort=False)
    for name in values:
        given = whole.pop(f"{name} told")
        whole[name] = given.where(given.notna(), whole[name])
    order = {name: place for place, name in enumerate(table.series)}
    whole = whole.sort_values(KEYS, key=lambda c: c.map(order) if c.name == "unique_id" else c, kind="stable")
    imputed = pd.concat([table.frame[KEYS], table.imputed], axis=1)
    marks = whole[KEYS].merge(imputed, how="left", on=KEYS)[list(table.imputed)]
    return replace(
        table,
        frame=whole[list(table.frame)].reset_index(drop=True),
        imputed=marks.fillna(False).astype(bool),
    )


def with_unknown(table: Table, names: Sequence[str]) -> Table:
    """The table with columns of these names, without any value where it has none."""
    more = [name for name in names if name not in table.value_columns]
    return replace(
        table,
        frame=table.frame.assign(**dict.fromkeys(more, np.nan)),
        imputed=table.imputed.assign(**dict.fromkeys(more, False)),
        value_columns=(*table.value_columns, *more),
    )


@dataclass(frozen=True)
class Joined:
    """A table of new rows behind older ones: how many those are, and where each series goes on."""

    table: Table
    older: int
    since: Mapping[str, object]  # series -> its first new stamp


def behind(old: Table, new: Table, most: int) -> Joined:
    """The rows of `new`, and before them those of `old` that are earlier, series by series.

    Where stamps lie between, they become rows without values; with more than `most` of them the older rows
    are of no use, and left away, as they are where rows are counted from 0 again.
    """
    names = [name for name in new.value_columns if name in old.value_columns]
    since = new.frame.groupby("unique_id", sort=False)["ds"].min()
    earlier = old.frame
    if earlier["ds"].dtype != new.frame["ds"].dtype:
        return Joined(new, 0, {})
    earlier = earlier[earlier["ds"] < earlier["unique_id"].map(since)][[*KEYS, *names]]
    between = {
        str(name): _between(part["ds"], since[name], new) for name, part in earlier.groupby("unique_id")
    }
    kept = [name for name, stamps in between.items() if len(stamps) <= most]
    earlier = earlier[earlier["unique_id"].isin(kept)]
    if earlier.empty:
        return Joined(new, 0, {})
    gaps = [pd.DataFrame({"unique_id": name, "ds": between[name]}) for name in kept if len(between[name])]
    order = {name: place for place, name in enumerate(new.series)}
    whole = pd.concat([earlier, *gaps, new.frame], ignore_index=True)
    whole = whole.astype({"unique_id": new.frame["unique_id"].dtype, "ds": new.frame["ds"].dtype})
    whole = whole.sort_values(KEYS, key=lambda c: c.map(order) if c.name == "unique_id" else c, kind="stable")
    marks = new.imputed.set_axis(np.arange(len(whole) - len(new.frame), len(whole)), axis=0)
    marks = marks.reindex(whole.index, fill_value=False)
    table = replace(
        new, frame=whole[list(new.frame)].reset_index(drop=True), imputed=marks.reset_index(drop=True)
    )
    return Joined(table, len(earlier), {name: since[name] for name in kept})


def _between(known: pd.Series, first: object, table: Table) -> np.ndarray:
    """The stamps that lie between the end of older rows and the first new one, where the step is known."""
    if table.freq is None or not isinstance(first, pd.Timestamp):
        return known.to_numpy()[:0]
    return pd.date_range(known.max(), first, freq=table.freq, inclusive="neither").to_numpy()
