"""The latest rows of every series, hidden from the members of a room, and what a forecaster is worth on them.

Forecasts are made from every cutoff in the hidden part as in any test part, with the true values up to it
known. MASE is scaled by the rows that members have, so that all runs of a room are divided by the same.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.config import TrainingSettings
from rnnkit.data import Overrides, Table, read_table
from rnnkit.data.limits import Limits
from rnnkit.errors import DataError
from rnnkit.files.encoding import sha256
from rnnkit.files.kept import Kept
from rnnkit.metrics import MODEL, seasonal_scale
from rnnkit.tasks.forecast.compare import forecast_rows, forecast_units
from rnnkit.tasks.forecast.home.appended import KEYS, measured, written
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from rnnkit.tasks.forecast.source import load
from rnnkit.tasks.task import CutData, Hiding, SliceLosses, Uploaded
from rnnkit.words import plural, t

LEAST_UNITS = 8  # cutoffs of a series, or series, that a score rests on at least
MOST_CUTOFFS = 200  # that forecasts are made from
LEFT = 3  # horizons that a series keeps at least
OPEN = ("targets", "horizon", "test", "stride", "level")


def cut(uploaded: Uploaded, preset: TrainingSettings, share: float) -> CutData:
    """The rows of each series but the last `share`, and all of them for the score.

    Series that are too short keep all they have. Raises `DataError` where too little is left on either side.
    """
    assert isinstance(preset, ForecastConfig)
    table = load(uploaded)
    asked = resolve(table, preset)
    known = _known(table, asked)
    lengths = known.groupby(level=0, sort=False).size()
    held = held_back({str(name): int(rows) for name, rows in lengths.items()}, asked, share)
    place = known.groupby(level=0, sort=False).cumcount(ascending=False)
    hidden = place < known.index.get_level_values(0).map(held).to_numpy()
    rest, rest_reading = _bytes(table, known[~hidden.to_numpy()])
    whole, whole_reading = _bytes(table, known)
    first = known[hidden.to_numpy()].reset_index().groupby("unique_id", sort=False)["ds"].min()
    decided = resolve(_read(rest, rest_reading), preset)
    return CutData(
        rest,
        rest_reading.to_json(),
        whole,
        {"overrides": whole_reading.to_json(), "since": {str(n): _plain(v) for n, v in first.items()}},
        rows=int(hidden.sum()),
        settings=json.loads(json.dumps({name: getattr(decided, name) for name in OPEN})),
        said=tuple(_words(held, int(hidden.sum()))),
    )


def held_back(lengths: Mapping[str, int], asked: ResolvedForecast, share: float) -> dict[str, int]:
    """How many rows each series hides: the share of it, at least what a horizon takes, or none.

    Raises `DataError` where a score would rest on fewer than eight cutoffs or series.
    """
    horizon, many = asked.horizon, len(lengths) >= LEAST_UNITS
    least = horizon if many else horizon + LEAST_UNITS - 1
    kept = LEFT * horizon + asked.lookback
    held = {name: max(math.ceil(share * rows), least) for name, rows in lengths.items()}
    found = {name: rows if lengths[name] - rows >= kept else 0 for name, rows in held.items()}
    used = [rows for rows in found.values() if rows]
    if not used or (many and len(used) < LEAST_UNITS):
        raise DataError(
            t(
                "Too short to hide rows: a series needs {needed:,} of them, the longest has {rows:,}. Take a "
                "shorter horizon or lookback, or no hidden slice.",
                needed=least + kept,
                rows=max(lengths.values()),
            )
        )
    return found


def losses(kept: Kept, hidden: bytes, reading: Mapping[str, Any]) -> SliceLosses:
    """The MASE of each cutoff, or series, of the hidden rows: of a kept forecaster and of the baselines."""
    from rnnkit.tasks.forecast.inputs.channels import new_channels
    from rnnkit.tasks.forecast.kept.bundle import scaler_of
    from rnnkit.tasks.forecast.kept.new_data import report_on
    from rnnkit.tasks.forecast.worth.report import COLUMNS

    assert isinstance(kept.config, ResolvedForecast)
    table = _read(hidden, Overrides.from_json(reading["overrides"]))
    dated = table.frame["ds"].dtype.kind == "M"
    since = {name: pd.Timestamp(first) if dated else int(first) for name, first in reading["since"].items()}
    every = new_channels(table, kept.config, scaler_of(kept), since)
    rows = max(len(c.y) - c.test_start for c in every)
    config = kept.config.replace(stride=max(1, rows // MOST_CUTOFFS))
    made = report_on(kept, config, every, skipped=t("Not asked for."))
    test = made.frame("test")
    test = test[test["unique_id"].astype(str).isin(since)].reset_index(drop=True)
    scales = {(c.unique_id, c.target): seasonal_scale(c.known, table.seasonality) for c in every}
    usable = {pair: scale for pair, scale in scales.items() if scale > 0}
    names = [MODEL, *(str(name) for name in test.columns if name not in COLUMNS)]
    units = {
        "" if name == MODEL else name: forecast_units(
            test if name == MODEL else test.assign(y_hat=test[name]), usable or None
        )
        for name in names
    }
    sound = {name: one for name, one in units.items() if np.isfinite(one.loss).all()}
    told = json.dumps([[*pair, f"{scale:.9g}"] for pair, scale in sorted(usable.items())])
    asked = sha256((forecast_rows(test) + told).encode())
    return SliceLosses("mase" if usable else "mae", asked, sound)


def _known(table: Table, asked: ResolvedForecast) -> pd.DataFrame:
    """All values by series and stamp up to the last one of a target; what was filled in is not known."""
    frame = measured(table, table.value_columns)
    series, stamps = (frame.index.get_level_values(key).to_series(index=frame.index) for key in KEYS)
    there = frame[list(asked.targets)].notna().any(axis=1)
    last = series.map(stamps.where(there).groupby(level=0).max())
    return frame[(stamps <= last).to_numpy()]


def _bytes(table: Table, rows: pd.DataFrame) -> tuple[bytes, Overrides]:
    """Rows as a file with the decisions that read it. Raises `DataError` where they would not come back."""
    content, reading = written(table.recipe, table, rows)
    again = _read(content, reading)
    if len(again.frame) < len(rows) or again.frame["ds"].dtype != table.frame["ds"].dtype:
        raise DataError(t("Rows without dates cannot be cut for a room; give them dates."))
    return content, reading


def _read(content: bytes, reading: Overrides) -> Table:
    return read_table(content, reading, Limits.from_environment())


def _plain(stamp: object) -> Any:
    return stamp.isoformat() if isinstance(stamp, pd.Timestamp) else int(stamp)  # type: ignore[call-overload]


def _words(held: Mapping[str, int], rows: int) -> list[str]:
    """How much is hidden, and which series keep all they have."""
    whole = sum(not number for number in held.values())
    said = [
        plural("The latest {number} row is hidden.", "The latest {number} rows are hidden.", rows)
        if len(held) == 1
        else t(
            "The latest rows of {series:,} series are hidden, {rows:,} in all.",
            series=len(held) - whole,
            rows=rows,
        )
    ]
    if whole:
        said.append(
            plural(
                "{number} series is too short to hide rows of.",
                "{number} series are too short to hide rows of.",
                whole,
            )
        )
    return said


HIDING = Hiding(
    cut,
    "rnnkit.tasks.forecast.kept.hidden:losses",
    frozenset({*OPEN, "skip_repeats", "floor", "ceiling"}),
)
