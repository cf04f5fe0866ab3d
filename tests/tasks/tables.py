"""Small tables made in the tests, read by the data doctor as any upload is."""

import numpy as np
import pandas as pd

from rnnkit.config import parse
from rnnkit.data import Overrides, Table, read_table
from rnnkit.tasks.forecast.run import run
from rnnkit.tasks.forecast.settings import ForecastConfig


def table_of(series: dict[str, np.ndarray], *, gaps: str | None = None, **columns: np.ndarray) -> Table:
    """A long table with integer steps: `unique_id, ds, y` and any other columns."""
    parts = [pd.DataFrame({"unique_id": name, "ds": np.arange(len(y)), "y": y}) for name, y in series.items()]
    frame = pd.concat(parts, ignore_index=True).assign(**columns)
    return read_table(frame.to_csv(index=False).encode(), Overrides(gaps=gaps))


def sine(length=400, noise=0.0, seed=0):
    return np.sin(0.3 * np.arange(length)) + noise * np.random.default_rng(seed).normal(size=length)


def outcome_of(table, *, stop_after=None, start=None, **settings):
    """A run without a screen; `stop_after` presses Stop after so many records of progress."""
    seen = []
    defaults = {"hidden_size": 8, "steps": 60, "learning_rate": 0.01}
    return run(
        table,
        parse(ForecastConfig, defaults | settings),
        on_progress=seen.append,
        should_stop=lambda: stop_after is not None and len(seen) >= stop_after,
        start=start,
    )
