"""Random clean files of many kinds: the guard must stay silent on every one of them."""

import os
from collections.abc import Callable

import numpy as np
import pandas as pd
from planted import leaks

FILES = 300 if os.environ.get("FAULTS") == "full" else 80
Rng = np.random.Generator
Maker = Callable[[Rng, int], np.ndarray]


def smooth(rng: Rng, rows: int) -> np.ndarray:
    """Noise that was averaged over a few rows."""
    width = int(rng.integers(2, 12))
    return np.convolve(rng.normal(size=rows + width - 1), np.ones(width) / width, mode="valid")


def plateaus(rng: Rng, rows: int) -> np.ndarray:
    """A rate that changes by quarters of a percent, now and then."""
    return np.cumsum(rng.choice([0, 0.25, -0.25], size=rows, p=[0.94, 0.03, 0.03])) + 3


def seasonal(rng: Rng, rows: int) -> np.ndarray:
    """A strict cycle under some noise."""
    period = int(rng.integers(4, 60))
    return 10 * np.tile(rng.normal(size=period), rows // period + 1)[:rows] + rng.normal(size=rows)


KINDS: dict[str, Maker] = {
    "noise": lambda rng, rows: rng.normal(size=rows),
    "walk": lambda rng, rows: rng.normal(size=rows).cumsum(),
    "smooth": smooth,
    "seasonal": seasonal,
    "counts": lambda rng, rows: rng.poisson(rng.uniform(0.2, 30), size=rows),
    "rare": lambda rng, rows: rng.poisson(3, size=rows) * (rng.random(rows) < 0.1),
    "plateaus": plateaus,
    "share": lambda rng, rows: rng.beta(0.5, 0.5, size=rows),
    "cycle": lambda rng, rows: np.sin(2 * np.pi * np.arange(rows) / rng.uniform(5, 80)),
    "trend": lambda rng, rows: np.arange(rows) * rng.uniform(0.1, 5) + rng.normal(size=rows),
    "percent": lambda rng, rows: rng.integers(0, 101, size=rows) / 100,
    "positive": lambda rng, rows: np.exp(rng.normal(size=rows).cumsum() / 20),
}


def a_file(rng: Rng) -> tuple[list[str], bytes]:
    """One to four columns, with or without dates, written with zero to all digits."""
    rows = int(rng.integers(60, 500))
    names = [str(kind) for kind in rng.choice(list(KINDS), size=int(rng.integers(1, 5)))]
    digits = [int(rng.choice([0, 1, 2, 4, 15])) for _ in names]
    frame = pd.DataFrame(
        {f"{name} {i}": np.round(KINDS[name](rng, rows), digits[i]) for i, name in enumerate(names)}
    )
    if rng.random() < 0.5:
        frame.insert(0, "day", pd.date_range("2015-01-01", periods=rows).strftime("%Y-%m-%d"))
    return names, frame.to_csv(index=False).encode()


def test_no_alarm_in_clean_files() -> None:
    alarms = []
    for seed in range(FILES):
        names, content = a_file(np.random.default_rng(seed))
        alarms += [(seed, names, one.sentence) for one in leaks(content)]
    assert alarms == []
