"""Accuracy of the default settings on public series, beside the baselines, in one table.

The data lies outside the project: `RNNKIT_BENCH_DATA` names the folder that holds `forecast/*.csv`.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.config import parse
from rnnkit.data import Table, read_table
from rnnkit.data.samples import SAMPLES, sample_bytes
from rnnkit.tasks.forecast.run import run
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.training.outcome import Outcome

DATA = Path(os.environ.get("RNNKIT_BENCH_DATA", "../shared/data")) / "forecast"
NAIVE2 = {"smape": 18.128, "mase": 2.505}  # of the hundred hourly series, for the OWA


@dataclass(frozen=True)
class Line:
    """One row of the table: what was measured for the model and for each baseline."""

    name: str
    measure: str
    model: float
    others: Mapping[str, float]
    bar: float
    goal: float | None
    seconds: float


def train(table: Table, **settings: object) -> Outcome:
    """A run without a screen."""
    return run(table, parse(ForecastConfig, settings))


def air_passengers(seeds: int = 5, budget: float = 60) -> Line:
    """Mean MASE over horizons 12, 24 and 36 and the seeds; the last rows held out, one origin each."""
    table = read_table((DATA / "AirPassengers.csv").read_bytes())
    scores: list[Mapping[str, Mapping[str, float]]] = []
    start = time.monotonic()
    for horizon in (12, 24, 36):
        for seed in range(seeds):
            outcome = train(table, horizon=horizon, test=horizon, seed=seed, budget=budget)
            scores.append(outcome.summary["metrics"])  # type: ignore[arg-type]
            print(f"  air h={horizon} seed={seed} {scores[-1]['model']['mase']:.3f}", flush=True)
    mean = {
        name: float(np.mean([score[name]["mase"] for score in scores]))
        for name in scores[0]
        if all(name in score for score in scores)
    }
    seconds = (time.monotonic() - start) / len(scores)
    return Line("AirPassengers 12/24/36", "MASE", mean.pop("model"), mean, 0.85, 0.70, seconds)


def etth1(budget: float = 600, **settings: object) -> Iterator[Line]:
    """LTSF protocol, horizon 96: seven columns, stride 1, z-scored with the first 8,640 rows."""
    rows = pd.read_csv(DATA / "ETTh1.csv").iloc[:14_400]
    train_part = rows.iloc[:8_640, 1:]
    table = read_table(rows.to_csv(index=False).encode())
    columns = list(train_part.columns)
    start = time.monotonic()
    asked = {"targets": tuple(columns), "horizon": 96, "test": 2_880, "stride": 1}
    frame = train(table, **asked, budget=budget, **settings).frames["test"]
    seconds = time.monotonic() - start
    deviation = frame["target"].map(train_part.std(ddof=0)).to_numpy()
    whole = frame.groupby(["target", "cutoff"])["step"].transform("size").to_numpy() == 96
    errors = {
        name: ((frame[column] - frame["y"]).to_numpy() / deviation)[whole]
        for name, column in [
            ("model", "y_hat"),
            *((n, n) for n in ("last value", "seasonal naive", "linear")),
        ]
    }
    for measure, of, bar, goal in (("MSE", np.square, 0.39, 0.368), ("MAE", np.abs, 0.41, 0.395)):
        values = {name: float(of(error).mean()) for name, error in errors.items()}
        yield Line("ETTh1 h=96", measure, values.pop("model"), values, bar, goal, seconds)


def m4_hourly(budget: float = 60) -> Line:
    """OWA over a hundred hourly series of M4, horizon 48."""
    table = read_table((DATA / "m4_hourly_100.csv").read_bytes())
    start = time.monotonic()
    metrics = train(table, horizon=48, test=48, budget=budget).summary["metrics"]
    owa = {
        name: (score["smape"] / NAIVE2["smape"] + score["mase"] / NAIVE2["mase"]) / 2
        for name, score in metrics.items()  # type: ignore[attr-defined]
    }
    return Line("M4 hourly, 100 series", "OWA", owa.pop("model"), owa, 0.55, 0.45, time.monotonic() - start)


def sine(budget: float = 15) -> Iterator[Line]:
    """The sine of the first lesson: 1,000 points, lookback 50, one step ahead, 190 windows held out.

    Once with the default settings, and once for each cell without the straight line, as the example has it.
    """
    table = read_table(sample_bytes("sine"))
    ahead = {"horizon": 1, "lookback": 50, "test": 190, "budget": budget}
    alone = {**SAMPLES["sine"].settings, **ahead}
    asked: dict[str, dict[str, Any]] = {"default": ahead}
    asked |= {f"{cell} alone": alone | {"cell": cell} for cell in ("rnn", "lstm", "gru")}
    for name, settings in asked.items():
        start = time.monotonic()
        metrics = train(table, **settings).summary["metrics"]
        squares = {name: score["rmse"] ** 2 for name, score in metrics.items()}  # type: ignore[attr-defined]
        seconds = time.monotonic() - start
        yield Line(f"sine, {name}", "MSE", squares.pop("model"), squares, 1e-5, 1e-6, seconds)


PARTS: tuple[Callable[[], Line | Iterator[Line]], ...] = (sine, m4_hourly, air_passengers, etth1)


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    for part in PARTS:
        found = part()
        for line in [found] if isinstance(found, Line) else found:
            others = "  ".join(f"{name} {value:.4g}" for name, value in line.others.items())
            print(
                f"{line.name:24} {line.measure:5} {line.model:9.4g}  bar {line.bar:g}"
                f"  goal {line.goal:g}  {line.seconds:5.1f} s  | {others}",
                flush=True,
            )


if __name__ == "__main__":
    main()
