"""What the report of a forecast adds: forecasts drawn, beyond the end and on the test part, and series."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rnnkit.compare.score import method_words
from rnnkit.files.report_parts import LinePicture, ReportLine, Section
from rnnkit.metrics import METRICS, MODEL
from rnnkit.tasks.forecast.worth.series_table import series_table
from rnnkit.tasks.task import EndedRun
from rnnkit.words import plural, t

MOST_PICTURES = 6
MOST_SERIES = 50
TAIL = 3  # past drawn, in lengths of the forecast
Key = tuple[str, str]


def told(run: EndedRun) -> Iterator[Section]:
    """The forecast beyond the end, the one that was scored, and the series one by one."""
    test, future, history = (run.frames(name) for name in ("test", "future", "history"))
    keys = [(str(name), str(target)) for name, target in _keys(future).itertuples(index=False)]
    rival = _strongest(run)
    left = len(keys) - MOST_PICTURES
    more = plural("{number} more series is not drawn.", "{number} more series are not drawn.", left)
    said = [more] if left > 0 else []
    shown = keys[:MOST_PICTURES]
    ahead = [_picture(key, _past(history, test, key), _line(future, key), run.label, rival) for key in shown]
    yield Section(t("Forecast beyond the end"), said, ahead)
    scored = [
        _picture(key, _past(history, test, key), _once(_line(test, key)), run.label, rival)
        for key in shown
        if len(_line(test, key))
    ]
    if scored:
        words = t("Where several forecasts overlap, only those are drawn that tell each value once.")
        yield Section(t("Forecast on the test part, which was scored"), [words], scored)
    if len(keys) > 1:
        yield _series(run)


def _keys(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[["unique_id", "target"]].drop_duplicates()


def _line(frame: pd.DataFrame, key: Key) -> pd.DataFrame:
    """The rows of one series and target."""
    same = (frame["unique_id"].astype(str) == key[0]) & (frame["target"].astype(str) == key[1])
    found: pd.DataFrame = frame[same]
    return found


def _past(history: pd.DataFrame, test: pd.DataFrame, key: Key) -> pd.DataFrame:
    """What happened, `ds, y`, before and in the test part."""
    parts = [_line(history, key)[["ds", "y"]], _line(test, key)[["ds", "y"]].dropna()]
    return pd.concat(parts).drop_duplicates("ds").sort_values("ds")


def _once(test: pd.DataFrame) -> pd.DataFrame:
    """Forecasts from the last start backwards, so that none overlaps another."""
    kept, edge = [], None
    for part in [part for _, part in test.groupby("cutoff", sort=True)][::-1]:
        if edge is None or part["ds"].max() < edge:
            kept.append(part)
            edge = part["ds"].min()
    return pd.concat(kept[::-1])


def _strongest(run: EndedRun) -> str:
    """The baseline with the smallest error on the test part."""
    errors = {
        name: row["mae"]
        for name, row in (run.summary.get("metrics") or {}).items()
        if name != MODEL and row.get("mae") is not None
    }
    return min(errors, key=lambda name: errors[name], default="")


def _picture(key: Key, past: pd.DataFrame, ahead: pd.DataFrame, label: str, rival: str) -> LinePicture:
    """A forecast with its interval, behind what happened, beside the strongest baseline."""
    first = ahead["ds"].min()
    before = past[past["ds"] < first].tail(max(TAIL * len(ahead), 24))
    within = past[(past["ds"] >= first) & (past["ds"] <= ahead["ds"].max())]
    seen = pd.concat([before, within])
    x = ahead["ds"].tolist()
    curves = [ReportLine(t("actual"), "actual", seen["ds"].tolist(), seen["y"].tolist())]
    if rival in ahead:
        curves.append(ReportLine(method_words(rival), "baseline", x, ahead[rival].tolist()))
    curves.append(ReportLine(label, "network", x, ahead["y_hat"].tolist()))
    bounds = (x, ahead["lo"].tolist(), ahead["hi"].tolist())
    known = bool(np.isfinite(ahead["lo"].astype("float64")).any())
    return LinePicture(" · ".join(dict.fromkeys(key)), curves, bounds if known else None)


def _series(run: EndedRun) -> Section:
    """The series one by one, those first where a simple method is better."""
    table = series_table(run.frames("by_series"), run.frames("test"))
    columns = {
        **{
            "unique_id": t("Series"),
            "target": t("Target"),
            "mae": t("Mean error"),
            "mase": METRICS["mase"].heading,
        },
        **{"baseline": t("Best simple method"), "times": t("Times better than it")},
    }
    shown = table[list(columns)].assign(baseline=table["baseline"].map(method_words)).rename(columns=columns)
    words = t("The first {shown} of {number} series.", shown=MOST_SERIES, number=len(shown))
    said = [words] if len(shown) > MOST_SERIES else []
    return Section(t("Series"), said, table=shown.head(MOST_SERIES))
