"""Series made from a seed, each with a known answer to what can be learned from it."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]

PLANNED = 28  # days to come for which the shops know their promotions


def sine(_seed: int) -> pd.DataFrame:
    """The simplest series: sin(0.1 t). The last two values decide the next one exactly."""
    return _numbered(np.sin(0.1 * np.arange(1000)))


def damped(_seed: int) -> pd.DataFrame:
    """A swing that dies away: exp(-t / 200) cos(0.25 t)."""
    t = np.arange(600)
    return _numbered(np.exp(-t / 200) * np.cos(0.25 * t))


def mackey_glass(seed: int) -> pd.DataFrame:
    """Chaos with memory: dx/dt = 0.2 x(t-17) / (1 + x(t-17)^10) - 0.1 x, from a random start."""
    per_unit, delay, warm_up, length = 10, 17, 200, 1000
    start = 1.2 + 0.1 * np.random.default_rng(seed).standard_normal()
    x = np.full((delay + warm_up + length) * per_unit, start)
    for now in range(delay * per_unit, len(x) - 1):
        past = x[now - delay * per_unit]
        x[now + 1] = x[now] + (0.2 * past / (1 + past**10) - 0.1 * x[now]) / per_unit
    return _numbered(x[::per_unit][-length:])


def random_walk(seed: int) -> pd.DataFrame:
    """Every step is new: the best forecast of any step is the last value."""
    return _numbered(np.random.default_rng(seed).standard_normal(1000).cumsum())


def pure_noise(seed: int) -> pd.DataFrame:
    """Uniform between 0 and 1: the best forecast is 0.5, with a mean squared error of 1/12."""
    return _numbered(np.random.default_rng(seed).random(1000))


def ramp(_seed: int) -> pd.DataFrame:
    """1, 2, 3 ... 100: must be continued beyond what was seen in training."""
    return _numbered(np.arange(1.0, 101.0))


def seasonal(seed: int) -> pd.DataFrame:
    """Twelve years of months: a trend, a wave that grows with it, and a little chance."""
    month = np.arange(144)
    chance = np.random.default_rng(seed).standard_normal(144)
    values = (100 + month) * (1 + 0.2 * np.sin(2 * np.pi * month / 12)) + 2 * chance
    dates = pd.period_range("2012-01", periods=144, freq="M").strftime("%Y-%m")
    return pd.DataFrame({"month": dates, "y": values})


def shops(seed: int) -> pd.DataFrame:
    """Six shops, 400 days: each its own size and trend, one shared week, and promotions known ahead.

    They are planned for four weeks to come, days that have no sales yet.
    """
    rng, plans = np.random.default_rng(seed), np.random.default_rng([seed, 2])
    days = pd.date_range("2024-01-01", periods=400, freq="D")
    coming = pd.date_range(days[-1], periods=PLANNED + 1, freq="D")[1:]
    week = np.array([0.8, 0.85, 0.9, 1.0, 1.3, 1.5, 0.65])[days.day_of_week.to_numpy()]
    tables = []
    for name in ("North", "South", "East", "West", "Harbour", "Station"):
        size, trend = rng.uniform(40, 400), rng.uniform(-0.0003, 0.001)
        promotion = np.repeat(rng.random(58) < 0.15, 7)[:400].astype(np.int64)
        level = size * week * (1 + trend * np.arange(400)) * (1 + 0.35 * promotion)
        sales = level * (1 + 0.06 * rng.standard_normal(400))
        tables.append(pd.DataFrame({"date": days, "shop": name, "sales": sales, "promotion": promotion}))
        planned = np.repeat(plans.random(PLANNED // 7) < 0.3, 7).astype(np.int64)
        tables.append(pd.DataFrame({"date": coming, "shop": name, "sales": np.nan, "promotion": planned}))
    table = pd.concat(tables, ignore_index=True)
    return table.assign(date=table["date"].dt.strftime("%Y-%m-%d"))


def electricity(seed: int) -> pd.DataFrame:
    """Two years of days with Chinese headers: people heat below 16 degrees, cool above 24, work five days."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("2023-01-01", periods=730, freq="D")
    weather = np.zeros(730)
    for day in range(1, 730):
        weather[day] = 0.7 * weather[day - 1] + 1.6 * rng.standard_normal()
    warmth = 16 - 13 * np.cos(2 * np.pi * (np.arange(730) - 15) / 365.25) + weather
    need = 3.2 * np.maximum(16 - warmth, 0) + 4.5 * np.maximum(warmth - 24, 0)
    weekday = np.where(days.day_of_week.to_numpy() < 5, 25, 0)
    used = 180 + need + weekday + 4 * rng.standard_normal(730)
    return pd.DataFrame({"日期": days.strftime("%Y-%m-%d"), "气温": warmth.round(1), "用电量": used.round(1)})


def _numbered(values: Array) -> pd.DataFrame:
    return pd.DataFrame({"t": np.arange(len(values)), "y": values})
