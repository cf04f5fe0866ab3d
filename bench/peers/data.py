"""The series that all peers learn from, and how good their forecasts of the last rows are. NumPy alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

AIRLINE = Path(__file__).parents[2] / "rnnkit/data/samples/airline.csv"
PANEL, FEWEST, MOST = 1000, 84, 299
WIDE, HOURS = 7, 17_420

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Data:
    """Series of one kind: their values, how many steps a season has, and how far apart the steps are."""

    values: Sequence[Array]
    season: int
    freq: str

    def known(self, horizon: int) -> list[Array]:
        """All that may be learned from: every series without its last rows."""
        return [y[:-horizon] for y in self.values]

    def frame(self, *, whole: bool, horizon: int = 0) -> pd.DataFrame:
        """Long form with the columns `unique_id`, `ds` and `y`, with or without the last rows."""
        used = self.values if whole else self.known(horizon)
        return pd.DataFrame(
            {
                "unique_id": np.repeat([f"s{number:05}" for number in range(len(used))], [*map(len, used)]),
                "ds": np.concatenate(
                    [pd.date_range("1995-01-01", periods=len(y), freq=self.freq) for y in used]
                ),
                "y": np.concatenate(list(used)),
            }
        )

    def mase(self, answers: Array) -> float:
        """Mean error of answers `(N, K)` for the last K rows, in the mean seasonal change before them."""
        horizon = answers.shape[1]
        truth = np.stack([y[-horizon:] for y in self.values])
        scales = [np.abs(y[self.season :] - y[: -self.season]).mean() for y in self.known(horizon)]
        return float((np.abs(truth - answers).mean(axis=1) / np.array(scales)).mean())


def air() -> Data:
    """AirPassengers: one series of 144 months."""
    values = pd.read_csv(AIRLINE)["passengers"].to_numpy(np.float64)
    return Data([values], 12, "MS")


def panel(series: int = PANEL, fewest: int = FEWEST, most: int = MOST, seed: int = 0) -> Data:
    """Made-up months of many things: a level, growth that wanders, one of four seasons, noise."""
    rng = np.random.default_rng(seed)
    shapes = rng.normal(size=(4, 12)) * 0.15
    found = []
    for _ in range(series):
        steps = np.arange(int(rng.integers(fewest, most + 1)))
        growth = np.cumsum(rng.normal(rng.normal(0.002, 0.004), 0.02, len(steps)))
        season = shapes[rng.integers(4)][steps % 12] * rng.uniform(0.3, 1.7)
        noise = rng.normal(0, rng.uniform(0.02, 0.12), len(steps))
        found.append(np.exp(rng.normal(5, 1) + growth + season + noise).round(1))
    return Data(found, 12, "MS")


def wide(series: int = WIDE, hours: int = HOURS, seed: int = 0) -> Data:
    """Made-up hours of a few things: a day and a week that grow and shrink, and noise with a memory."""
    rng = np.random.default_rng(seed)
    steps = np.arange(hours)
    found = []
    for _ in range(series):
        shape = rng.normal(size=24).cumsum()
        day = (shape - shape.mean()) / shape.std()
        size = 1 + 0.3 * np.sin(2 * np.pi * steps / (24 * 365) + rng.uniform(0, 6))
        week = rng.normal(0, 0.4, 7)[steps // 24 % 7]
        noise = np.empty(hours)
        kept, shocks = rng.uniform(0.7, 0.95), rng.normal(0, 0.3, hours)
        noise[0] = shocks[0]
        for step in range(1, hours):
            noise[step] = kept * noise[step - 1] + shocks[step]
        found.append((20 + 5 * (size * day[steps % 24] + week + noise)).round(3))
    return Data(found, 24, "h")


def thousands() -> Data:
    """Ten thousand series of the kind of the panel, shorter."""
    return panel(10_000, 60, 120)


SETS: Mapping[str, Callable[[], Data]] = {"air": air, "panel": panel, "wide": wide, "thousands": thousands}


def load(name: str) -> Data:
    """The set of this name."""
    return SETS[name]()
