"""Forecasts beyond the end of a file, scored on rows that were cut off before it was handed in.

Every figure is that of the command `rnnkit forecast` for a person who says the horizon and nothing else.
Where the last rows of the whole file are its test part, the same rows are scored: what that reaches stands
beside. The data lies outside the project: `RNNKIT_BENCH_DATA` names its folder. `RNNKIT_BENCH_SETS` names
some of the sets only, such as `air taylor`, `RNNKIT_BENCH_ASKED` what is asked instead of `--budget 60`, such
as `--steps 2000`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench._measure import print_each
from rnnkit.baselines import slow_baselines
from rnnkit.baselines.classic import MAX_SEASONALITY
from rnnkit.baselines.naive import right_aligned, seasonal_naive
from rnnkit.metrics import seasonal_scale, smape

DATA = Path(os.environ.get("RNNKIT_BENCH_DATA", "../shared/data")) / "forecast"
ASKED = os.environ.get("RNNKIT_BENCH_ASKED", "--budget 60").split()
SURE = 1.645  # deviations of the autocorrelation from which on the M competitions take a season for real

Array = npt.NDArray[np.float64]
Scores = Mapping[str, float]


@dataclass(frozen=True)
class Panel:
    """Series of one file: its rows, the column that names the series (if any) and the one of the values."""

    rows: pd.DataFrame
    value: str
    series: str | None = None

    @property
    def _owners(self) -> pd.Series:
        """Which series each row is of."""
        return self.rows[self.series] if self.series else pd.Series(0, index=self.rows.index)

    def before(self, rows: int) -> "Panel":
        """The same without the last rows of each series."""
        return replace(self, rows=self.rows[_behind(self._owners) >= rows])

    def parts(self, horizon: int) -> tuple[pd.DataFrame, list[Array], Array]:
        """The rows without the last ones of each series, their values, and what was cut off `(N, K)`."""
        names = self._owners
        back = _behind(names)
        left = self.rows[back >= horizon]
        cut = self.rows[back < horizon]
        values = [group.to_numpy(np.float64) for _, group in left.groupby(names, sort=False)[self.value]]
        return left, values, cut[self.value].to_numpy(np.float64).reshape(-1, horizon)

    @property
    def names(self) -> list[str]:
        """The series in their order."""
        return [str(name) for name in self.rows[self.series].unique()] if self.series else [""]


@dataclass(frozen=True)
class Case:
    """A set, how far ahead it is forecast, and what is asked of the mean over the horizons.

    Of one series a single day may be like no other: where there are several `ends`, the file is also cut off
    at the one, two, ... horizons before, and the mean over them stands beside what the last one gave. Of so
    many `rolling` rows at the end every step is a start, and a network trained on those before answers all of
    them: so the figures that others reach on this set were measured.
    """

    name: str
    read: Callable[[], Panel]
    season: int
    horizons: tuple[int, ...]
    measure: str
    bar: float
    ends: int = 1
    rolling: int = 0

    @cached_property
    def panel(self) -> Panel:
        """The whole file."""
        return self.read()

    def earlier(self, horizon: int) -> "Iterator[Case]":
        """The case at each of its ends but the last."""
        for back in range(1, self.ends):
            panel = self.panel.before(back * horizon)
            yield replace(self, read=partial(_same, panel), ends=1)

    def scores(self, horizon: int, answers: Array) -> Scores:
        """sMAPE and MASE of forecasts `(N, K)`, and with Naive2 beside them the OWA."""
        _, values, truth = self.panel.parts(horizon)
        own = errors(values, truth, answers, self.season)
        simple = errors(values, truth, naive2(values, horizon, self.season), self.season)
        return own | {"owa": float(np.mean([own[name] / simple[name] for name in own]))}

    def beyond(self, horizon: int) -> Scores:
        """What the forecast beyond the end reaches. Raises where a series was left without an answer."""
        left, _, truth = self.panel.parts(horizon)
        with tempfile.TemporaryDirectory() as folder:
            asked(left, Path(folder), "--horizon", str(horizon))
            found = pd.read_csv(Path(folder) / "forecast.csv", dtype={"unique_id": str})
        if self.panel.series:
            found = found.set_index("unique_id").loc[self.panel.names]
        answers = found["y_hat"].to_numpy(np.float64)
        if len(answers) != truth.size or not np.isfinite(answers).all():
            raise ValueError(f"{self.name}: {np.isfinite(answers).sum()} answers to {truth.size} steps")
        return self.scores(horizon, answers.reshape(truth.shape))

    def tested(self, horizon: int) -> Scores:
        """What the same settings reach where these rows are the test part of the whole file."""
        with tempfile.TemporaryDirectory() as folder:
            words = ("--horizon", str(horizon), "--test", str(horizon))
            found = asked(self.panel.rows, Path(folder), *words)["metrics"]["model"]
        _, values, truth = self.panel.parts(horizon)
        simple = errors(values, truth, naive2(values, horizon, self.season), self.season)
        if not self.panel.series:  # the season that the command finds may be another
            found = {**found, "mase": found["mae"] / seasonal_scale(values[0], self.season)}
        return {**found, "owa": (found["smape"] / simple["smape"] + found["mase"] / simple["mase"]) / 2}

    def rolled(self, horizon: int) -> dict[str, float]:
        """The MASE of all methods from every step of the `rolling` rows of a single series."""
        with tempfile.TemporaryDirectory() as folder:
            words = ("--horizon", str(horizon), "--test", str(self.rolling), "--stride", "1")
            found = asked(self.panel.rows, Path(folder), *words)["metrics"]
        _, (known,), _ = self.panel.parts(self.rolling)
        return {name: one["mae"] / seasonal_scale(known, self.season) for name, one in found.items()}

    def simple(self, horizon: int) -> dict[str, Scores]:
        """What simple methods reach on the same rows."""
        _, values, _ = self.panel.parts(horizon)
        found = {
            "naive2": naive2(values, horizon, self.season),
            "seasonal naive": seasonal_naive(right_aligned(values), horizon, self.season),
        }
        if self.season <= MAX_SEASONALITY:
            found |= slow_baselines(values, horizon, self.season)
        return {name: self.scores(horizon, np.nan_to_num(answers)) for name, answers in found.items()}


def _behind(owners: pd.Series) -> pd.Series:
    """How many rows of its series come after each row."""
    return owners.groupby(owners).cumcount(ascending=False)


def asked(rows: pd.DataFrame, folder: Path, *words: str) -> dict[str, Any]:
    """Hand rows to the command as a file; what it reports. Raises where it does not end well."""
    file = folder / "data.csv"
    rows.to_csv(file, index=False)
    line = (sys.executable, "-m", "rnnkit", "forecast", str(file), *ASKED, *words)
    said = subprocess.run(
        (*line, "--out", str(folder), "--json"), check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    report: dict[str, Any] = json.loads(said)
    return report


def errors(values: Sequence[Array], truth: Array, answers: Array, season: int) -> dict[str, float]:
    """sMAPE in percent and MASE, the means over the series."""
    scales = np.array([seasonal_scale(known, season) for known in values])
    return {
        "smape": float(np.mean([smape(*pair) for pair in zip(truth, answers, strict=True)])),
        "mase": float(np.nanmean(np.abs(truth - answers).mean(axis=1) / scales)),
    }


def naive2(values: Sequence[Array], horizon: int, season: int) -> Array:
    """The last value, with the season taken out before and put back where the M competitions would."""
    found = []
    for known in values:
        index = _season(known, season)
        steps = len(known) + np.arange(horizon)
        found.append(known[-1] / index[(len(known) - 1) % season] * index[steps % season])
    return np.array(found)


def _season(known: Array, season: int) -> Array:
    """Factors by the place in the season, of classical decomposition; ones where there is no season."""
    if not _seasonal(known, season):
        return np.ones(season)
    weights = np.ones(season + 1 - season % 2)
    if season % 2 == 0:
        weights[[0, -1]] = 0.5
    trend = np.convolve(known, weights / season, mode="valid")
    first = len(weights) // 2
    ratios = known[first : first + len(trend)] / trend
    places = (first + np.arange(len(trend))) % season
    means = np.array([ratios[places == place].mean() for place in range(season)])
    factors: Array = means / means.mean()
    return factors


def _seasonal(known: Array, season: int) -> bool:
    if season < 2 or len(known) < 3 * season:
        return False
    centred = known - known.mean()
    full = np.correlate(centred, centred, mode="full")[len(known) - 1 :]
    acf = full[1 : season + 1] / full[0]
    limit = SURE * np.sqrt((1 + 2 * np.square(acf[:-1]).sum()) / len(known))
    return bool(abs(acf[-1]) > limit)


def _competition(name: str) -> Callable[[], Panel]:
    def read() -> Panel:
        return Panel(pd.read_csv(DATA / name).drop(columns="part"), "y", "series")

    return read


def _same(panel: Panel) -> Panel:
    return panel


def _air() -> Panel:
    return Panel(pd.read_csv(DATA / "AirPassengers.csv"), "#Passengers")


def _taylor() -> Panel:
    return Panel(pd.read_csv(DATA / "taylor.csv"), "Y")


def made_up(series: int = 1000, seed: int = 0) -> Panel:
    """Monthly sales of many things: 5 to 10 years each, with trend, a season that may grow with it, noise."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2014-01-01", periods=120, freq="MS")
    shapes = rng.normal(size=(4, 12)) * 0.15  # of the season: things of one kind sell alike
    parts = []
    for number in range(series):
        length = int(rng.integers(60, 121))
        steps = np.arange(length)
        level = np.exp(rng.normal(5, 1))
        growth = np.cumsum(rng.normal(rng.normal(0.002, 0.004), 0.02, length))
        season = shapes[rng.integers(4)][(120 - length + steps) % 12] * rng.uniform(0.3, 1.7)
        noise = rng.normal(0, rng.uniform(0.02, 0.12), length)
        y = level * np.exp(growth + season + noise)
        parts.append(
            pd.DataFrame({"item": f"item {number:04}", "month": dates[-length:], "sold": y.round(1)})
        )
    return Panel(pd.concat(parts, ignore_index=True), "sold", "item")


CASES = (
    Case("m4_hourly", _competition("m4_hourly_100.csv"), 24, (48,), "owa", 0.49),
    Case("air", _air, 12, (12, 24, 36), "mase", 0.50),
    Case("taylor", _taylor, 336, (48,), "mase", 0.55, ends=8, rolling=672),
    Case("m3_monthly", _competition("m3_monthly_other_200.csv"), 12, (18,), "owa", 0.83),
    Case("m3_quarterly", _competition("m3_quarterly_150.csv"), 4, (8,), "owa", 0.95),
    Case("made_up", made_up, 12, (18,), "owa", 1.0),
)


def lines(case: Case) -> Iterator[str]:
    """What was reached at each horizon, and the means beside the simple methods."""
    found: dict[str, list[float]] = {}
    for horizon in case.horizons:
        start = time.monotonic()
        reached = {"beyond": case.beyond(horizon)}
        yield f"{case.name:12} h={horizon}  {_words(reached['beyond'])}  {time.monotonic() - start:.0f} s"
        reached["test part"] = case.tested(horizon)
        reached |= case.simple(horizon)
        for method, scores in reached.items():
            found.setdefault(method, []).append(scores[case.measure])
        if case.ends > 1:
            yield _over_ends(case, horizon, reached)
        if case.rolling:
            rolled = "  ".join(f"{method} {score:.3f}" for method, score in case.rolled(horizon).items())
            yield f"{case.name:12} mase  every start in {case.rolling} rows  {rolled}  bar {case.bar:g}"
    means = "  ".join(f"{method} {fmean(scores):.3f}" for method, scores in found.items())
    yield f"{case.name:12} {case.measure}  {means}  bar {case.bar:g}"


def _over_ends(case: Case, horizon: int, last: Mapping[str, Scores]) -> str:
    """The means over all ends of what forecasts and of the simple methods."""
    found = {method: [scores[case.measure]] for method, scores in last.items() if method != "test part"}
    for earlier in case.earlier(horizon):
        for method, scores in ({"beyond": earlier.beyond(horizon)} | earlier.simple(horizon)).items():
            found[method].append(scores[case.measure])
    means = "  ".join(f"{method} {fmean(scores):.3f}" for method, scores in found.items())
    each = " ".join(f"{score:.2f}" for score in found["beyond"])
    return f"{case.name:12} {case.measure}  over {case.ends} ends  {means}  bar {case.bar:g}  beyond: {each}"


def _words(scores: Scores) -> str:
    return "  ".join(f"{name} {scores[name]:.3f}" for name in ("smape", "mase", "owa"))


def main() -> None:
    """Print a line as soon as it is measured."""
    print_each(CASES, lines)


if __name__ == "__main__":
    main()
