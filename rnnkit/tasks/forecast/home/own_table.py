"""A forecast beyond the end as a table, one row per series and step, under the person's headings; totals."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from rnnkit.files.csv_export import safe_csv
from rnnkit.metrics import MODEL
from rnnkit.rounding import percent
from rnnkit.tasks.forecast.home.own_words import OwnWords, decimals, ids_as_columns
from rnnkit.words import t

LINE = ("unique_id", "target")
ANSWERS = (*LINE, "ds", "step", "y_hat", "lo", "hi", "method")


@dataclass(frozen=True)
class OwnTable:
    """A table with headings of the person's file, and the decimals of its columns of numbers.

    `left_out` says why there is none, or what of it is missing.
    """

    frame: pd.DataFrame
    decimals: dict[str, int]
    time: str
    left_out: str = ""


def forecasters(future: pd.DataFrame) -> list[str]:
    """Whose forecasts a frame holds: the network first, then the baselines that answered all of it."""
    others = [str(name) for name in future if name not in ANSWERS]
    return [MODEL, *(name for name in others if future[name].notna().all())]


def own_table(
    future: pd.DataFrame, history: pd.DataFrame, words: OwnWords, method: str = MODEL, level: float = 0.8
) -> OwnTable:
    """The forecasts of a method: the columns of the file, and for each target its value and its interval.

    A baseline has no interval. Where a rule of thumb stood in for the network, a column says so.
    """
    keys = future[["unique_id", "ds"]].drop_duplicates()
    named = ids_as_columns(keys["unique_id"], words.series)
    taken: list[str] = []
    heads = {name: _free(str(name), taken) for name in named}
    time = _free(words.time, taken)
    frame = named.rename(columns=heads).assign(**{time: keys["ds"]})
    places: dict[str, int] = {}
    index = pd.MultiIndex.from_frame(keys)
    for target, part in future.groupby("target", sort=False):
        values = part.set_index(["unique_id", "ds"])
        known = history.loc[history["target"].astype(str) == str(target), "y"]
        for column, heading in _columns(str(target), method, level, values):
            head = _free(heading, taken)
            frame[head] = values[column].reindex(index).to_numpy()
            if column != "method":
                places[head] = decimals(known, values[_middle(method)])
    return OwnTable(frame.reset_index(drop=True), places, time)


def totals(future: pd.DataFrame, history: pd.DataFrame, words: OwnWords, method: str = MODEL) -> OwnTable:
    """The sum over all series at each step that all of them have; no interval, since these do not add up."""
    series = future["unique_id"].nunique()
    if series < 2:
        return OwnTable(pd.DataFrame(), {}, words.time)
    parts, places = {}, {}
    for target, part in future.groupby("target", sort=False):
        each = part.groupby("ds")[_middle(method)]
        whole = each.sum()[each.count() == series]
        name = t("{target}, total", target=target)
        parts[name] = whole
        places[name] = decimals(history.loc[history["target"].astype(str) == str(target), "y"], whole)
    frame = pd.DataFrame(parts).dropna(how="all")
    if frame.empty:
        return OwnTable(frame, {}, words.time, t("No total: the forecasts of the series share no step."))
    steps = future["ds"].nunique()
    said = t("Only the steps that all series have are summed.") if len(frame) < steps else ""
    return OwnTable(frame.rename_axis(words.time).reset_index(), places, words.time, said)


def own_csv(table: OwnTable, words: OwnWords) -> bytes:
    """The table as CSV in the form of the person's file: its separator, decimal mark and dates."""
    frame = table.frame.copy()
    for name, places in table.decimals.items():
        frame[name] = frame[name].round(places)
        if not places:
            frame[name] = frame[name].astype("Int64")
    return safe_csv(
        frame, excel=True, separator=words.separator, decimal=words.decimal, dates=words.dates or None
    )


def _columns(target: str, method: str, level: float, values: pd.DataFrame) -> Sequence[tuple[str, str]]:
    """The columns of a frame that are shown of a target, and their headings."""
    if method != MODEL:
        return [(method, target)]
    share = percent(level)
    found = [
        ("y_hat", target),
        ("lo", t("{target}, {share} lower", target=target, share=share)),
        ("hi", t("{target}, {share} upper", target=target, share=share)),
    ]
    ruled = "method" in values and (values["method"] != MODEL).any()
    return [*found, ("method", t("{target}, forecast by", target=target))] if ruled else found


def _middle(method: str) -> str:
    return "y_hat" if method == MODEL else method


def _free(name: str, taken: list[str]) -> str:
    """A heading that no other column has: a second `y` becomes `y (2)`."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name} ({number})", number + 1
    taken.append(found)
    return found
