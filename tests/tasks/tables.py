"""Small tables made in the tests, read by the data doctor as any upload is."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.config import parse
from rnnkit.data import Overrides, Table, read_table
from rnnkit.tasks.forecast import report as forecast_report
from rnnkit.tasks.forecast.run import run
from rnnkit.tasks.forecast.settings import ForecastConfig


def table_of(series: dict[str, np.ndarray], *, gaps: str | None = None, **columns: np.ndarray) -> Table:
    """A long table with integer steps: `unique_id, ds, y` and any other columns."""
    parts = [pd.DataFrame({"unique_id": name, "ds": np.arange(len(y)), "y": y}) for name, y in series.items()]
    frame = pd.concat(parts, ignore_index=True).assign(**columns)
    return read_table(frame.to_csv(index=False).encode(), Overrides(gaps=gaps))


def sine(length=400, noise=0.0, seed=0):
    return np.sin(0.3 * np.arange(length)) + noise * np.random.default_rng(seed).normal(size=length)


def outcome_of(table, *, stop_after=None, start=None, fit_anew=False, **settings):
    """A run without a screen; `stop_after` presses Stop after so many records of progress.

    `fit_anew` has ETS and Theta as well, whose fits take five times as long as such a run.
    """
    seen = []
    defaults = {"hidden_size": 8, "steps": 60, "learning_rate": 0.01}
    with pytest.MonkeyPatch.context() as patch:
        if not fit_anew:
            patch.setattr(forecast_report, "slow_baselines", lambda *_: {})
        return run(
            table,
            parse(ForecastConfig, defaults | settings),
            on_progress=seen.append,
            should_stop=lambda: stop_after is not None and len(seen) >= stop_after,
            start=start,
        )
