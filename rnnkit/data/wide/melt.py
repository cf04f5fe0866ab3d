"""Columns of times turned into rows. Needs pandas and numpy alone; cleaning programs take its source."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd


def split_keys(raw: pd.DataFrame, joined: str) -> pd.DataFrame:
    r"""Part a column that holds several keys: `unit,geo\time` with `PC,AT` becomes unit = PC and geo = AT.

    >>> raw = pd.DataFrame({"unit,geo\\time": ["PC,AT"], "2023": ["5"]})
    >>> split_keys(raw, "unit,geo\\time").iloc[0].to_dict()
    {'unit': 'PC', 'geo': 'AT', '2023': '5'}
    """
    if joined not in raw.columns:
        return raw
    names = joined.partition("\\")[0].split(",")
    parts = raw[joined].str.split(",", n=len(names) - 1, expand=True).fillna("")
    parts = parts.reindex(columns=range(len(names)), fill_value="")
    parts.columns = pd.Index([name.strip() for name in names])
    rest: pd.DataFrame = raw.drop(columns=joined)
    for name in parts.columns:
        parts[name] = parts[name].str.strip()
    whole: pd.DataFrame = pd.concat([parts, rest], axis=1)
    return whole


def melt_times(raw: pd.DataFrame, plan: Mapping[str, Any], missing: Collection[str]) -> pd.DataFrame:
    """One row for each row of `raw` and each column that is neither a key nor left out.

    `shown` is what of a column's name becomes its label. Where rows hold what is `finer` than the header
    (months below years), all rows of one column come first. Cells that are missing at the beginning or end
    of a series are no rows; with `every_gap` no missing cell is one, as a 31st of February never was.
    Blank keys that are `filled` repeat the one above; `parted` parts names such as `Sales 2019` into the
    measure and the time; `shifts` are added to years that do not begin in January.

        geo,2019,2020        geo,year,value
        AT,5,6           ->  AT,2019,5
                             AT,2020,6
    """
    raw = split_keys(raw, plan["joined"]).rename(columns=plan["renamed"])
    for name in plan.get("filled", ()):
        raw[name] = raw[name].replace("", np.nan).ffill().fillna("")
    raw = raw[::-1] if plan["newest_first"] else raw
    times = [name for name in raw.columns if name not in {*plan["keys"], *plan["left_out"]}]
    row = np.repeat(np.arange(len(raw)), len(times))
    column = np.tile(np.arange(len(times)), len(raw))
    if plan["finer"]:
        years = pd.to_numeric(raw[plan["coarse"]], errors="coerce").fillna(0) if plan["coarse"] else row * 0
        order = np.lexsort((row, column, np.asarray(years)[row]))
        row, column = row[order], column[order]
    labels = pd.Series(times, dtype=object)
    names = labels.str.extract(plan["parted"]) if plan.get("parted") else None
    labels = labels if names is None else names["time"]
    if plan["shown"]:
        labels = labels.str.extract(f"({plan['shown']})", expand=False).fillna(labels)
    melted: pd.DataFrame = raw[list(plan["keys"])].iloc[row].copy()
    if names is not None and plan.get("measure"):
        melted[plan["measure"]] = names["measure"].str.strip().to_numpy(dtype=object)[column]
    melted[plan["label"]] = labels.to_numpy(dtype=object)[column]
    melted[plan["value"]] = raw[times].to_numpy(dtype=object)[row, column]
    if plan.get("shifts"):
        melted[plan["year"]] = shifted_years(melted, plan)
    known = (~melted[plan["value"]].str.strip().str.lower().isin(list(missing))).to_numpy(dtype=bool)
    kept = known if plan["every_gap"] else within_known(melted, known, list(plan["series"]))
    whole: pd.DataFrame = melted[kept].copy()
    return whole


def shifted_years(melted: pd.DataFrame, plan: Mapping[str, Any]) -> Any:
    """The years of rows in which their months stand, where years do not begin in January."""
    began: Any = melted[plan["year"]].str.extract(r"(\d{4})", expand=False).fillna("0").astype(int)
    moved = began + melted[plan["label"]].map(plan["shifts"]).fillna(0).astype(int)
    return moved.astype(str).where(began > 0, melted[plan["year"]])


def within_known(melted: pd.DataFrame, known: Any, series: list[str]) -> Any:
    """Which rows lie from the first known value of their series to its last: `?, 5, ?, 6, ?` keeps three."""
    code: Any = np.zeros(len(melted), dtype=np.int64)
    if series:
        code = melted.groupby(series, sort=False).ngroup().to_numpy()
    before = pd.Series(known).groupby(code).cummax().to_numpy(dtype=bool)
    after = pd.Series(known[::-1]).groupby(code[::-1]).cummax().to_numpy(dtype=bool)[::-1]
    return before & after
