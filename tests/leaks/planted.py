"""Clean series and files, and the six leaks to plant in them."""

import numpy as np
import pandas as pd

from rnnkit.config import parse
from rnnkit.data import Table, read_table
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.forecast.leaks import View, forecast_leaks
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast

Values = np.ndarray


def daily(**columns: Values) -> bytes:
    """A file with a row a day."""
    frame = pd.DataFrame(columns)
    frame.insert(0, "day", pd.date_range("2019-01-01", periods=len(frame)).strftime("%Y-%m-%d"))
    return frame.to_csv(index=False).encode()


def counted(frame: pd.DataFrame) -> bytes:
    """A file without dates."""
    return frame.to_csv(index=False).encode()


def walk(rows: int, seed: int = 0, season: int = 7) -> Values:
    """A season, a slow walk and noise, written with two decimals."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(size=rows).cumsum()
    return (100 + steps + 5 * np.sin(2 * np.pi * np.arange(rows) / season) + rng.normal(size=rows)).round(2)


def read(content: bytes, **settings: object) -> tuple[Table, ResolvedForecast]:
    """The table and the settings as a run would have them."""
    table = read_table(content)
    return table, resolve(table, parse(ForecastConfig, settings))


def leaks(content: bytes, **settings: object) -> list[Finding]:
    """What the guard says of a file."""
    return list(forecast_leaks(View.of(*read(content, **settings))))


def kinds(found: list[Finding]) -> list[str]:
    return [finding.kind for finding in found]
