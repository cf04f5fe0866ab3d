"""Runs with small made-up results, so that pages are tested without training anything."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from rnnkit.files.encoding import sha256
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.training.progress import Progress

Visit = Callable[..., AppTest]

# The secrets of the browser that visits in tests, and of another; `ME` is who the first one is to the store.
TOKEN, STRANGER = "t" * 43, "s" * 43
ME = sha256(TOKEN.encode())

HORIZON, CUTOFFS, HISTORY = 6, 3, 48
BASELINES = ("last value", "seasonal naive", "drift", "mean", "linear")


class NoJobs:
    """Stands in for the broker: counts how often it was woken, starts no process."""

    def __init__(self) -> None:
        self.woken = 0

    def ensure(self) -> None:
        """There is nothing to start."""

    def wake(self) -> None:
        self.woken += 1

    def close(self) -> None:
        """There is nothing to end."""


def monthly_csv(rows: int = 96) -> bytes:
    """A trend and a season, one row a month."""
    months = pd.date_range("2015-01-01", periods=rows, freq="MS")
    return (
        pd.DataFrame({"month": months.strftime("%Y-%m"), "sales": wave(rows).round(1)})
        .to_csv(index=False)
        .encode()
    )


def hourly_csv(weekend: float, weeks: int = 10) -> bytes:
    """A load with a day in it, which goes down to a share of itself on the last two days of a week."""
    day = 100 + 30 * np.sin(2 * np.pi * np.arange(24) / 24)
    load = np.tile(np.concatenate([day] * 5 + [weekend * day] * 2), weeks)
    load += np.random.default_rng(0).normal(scale=2, size=len(load))
    hours = pd.date_range("2024-01-01", periods=len(load), freq="h")
    return pd.DataFrame({"hour": hours, "load": load.round(2)}).to_csv(index=False).encode()


def wave(rows: int) -> np.ndarray:
    """A trend and a season."""
    step = np.arange(rows)
    return 100 + step + 20 * np.sin(2 * np.pi * step / 12)


def finished(store: Store, dataset_id: str, label: str = "LSTM", **wishes: Any) -> str:
    """A run that came to its end, with results; `state` and `group` can be asked for."""
    run_id, attempt = started(store, dataset_id, label, **wishes)
    store.recorder.log(run_id, attempt, curve())
    kept = summary(label) | {"leaks": wishes.get("leaks", [])}
    kept["config"]["pace"] = wishes.get("pace", [])
    made = frames(label, wishes.get("freq", "MS"))
    if "second" in wishes:
        made = {name: two_series(frame, wishes["second"]) for name, frame in made.items()}
    end = {"reason": wishes.get("reason", ""), "summary": kept, "frames": made, "weights": b"weights"}
    store.recorder.complete(run_id, attempt, wishes.get("state", "finished"), **end)
    return run_id


def started(store: Store, dataset_id: str, label: str = "LSTM", **wishes: Any) -> tuple[str, int]:
    """A run that a worker has taken."""
    run_id = queued(store, dataset_id, label, **wishes)
    run = store.queue.claim("test", run_id)
    assert run is not None
    return run_id, run.attempt


def queued(store: Store, dataset_id: str, label: str = "LSTM", **wishes: Any) -> str:
    """A run that waits."""
    cell = label.removeprefix("Bi").lower()
    config = ForecastConfig(cell=cell, bidirectional=label.startswith("Bi"), **wishes.get("config", {}))
    return store.of(ME).queue.submit(
        config.model_dump_json(), dataset_id, label, group=wishes.get("group", "")
    )


def curve(points: int = 20) -> list[Progress]:
    """Losses that fall."""
    return [
        Progress(
            "training",
            10 * i,
            10 * points,
            i * 0.5,
            1 / (i + 1),
            1.2 / (i + 1),
            0.001,
            (points - i) * 0.5,
            "cpu",
        )
        for i in range(points)
    ]


def summary(label: str) -> dict[str, Any]:
    """Scores in which the network wins."""
    worse = 1.0 + 0.1 * (len(label) % 3)
    model = {
        "mae": 4.0 * worse,
        "rmse": 5.0,
        "smape": 2.5,
        "mase": 0.62 * worse,
        "pinball_loss": 1.2,
        "coverage": 0.82,
    }
    rules = {
        name: {"mae": 6.0 + i, "rmse": 7.0 + i, "smape": 4.0, "mase": 1.0 + i / 10}
        for i, name in enumerate(BASELINES)
    }
    return {
        "config": {"level": 0.8},
        "metrics": {"model": model, **rules},
        "verdict": {
            "kind": "beats",
            "sentence": "Beats the best baseline, seasonal naive, by 33 % (MAE 4.00 against 6.00).",
            "suggestion": "A larger hidden size may help.",
            "setting_changes": {"hidden_size": 128},
        },
        "seconds": 12.3,
        "weights": 17_345,
        "device": "cpu",
        "steps": 200,
    }


def frames(label: str, freq: str | None = "MS") -> dict[str, pd.DataFrame]:
    """Every frame of a forecast run, for one series and target; without a frequency steps are counted."""
    rng = np.random.default_rng(len(label))
    y = wave(HISTORY + HORIZON * CUTOFFS)
    steps_of = len(y) + HORIZON
    months = pd.Series(pd.date_range("2015-01-01", periods=steps_of, freq=freq) if freq else range(steps_of))
    names = {"unique_id": "sales", "target": "sales"}
    history = pd.DataFrame({**names, "ds": months[:HISTORY], "y": y[:HISTORY]})
    test = pd.concat([_forecast(names, months, y, HISTORY + HORIZON * i, rng) for i in range(CUTOFFS)])
    future = _forecast(names, months, np.r_[y, wave(len(y) + HORIZON)[len(y) :]], len(y), rng).drop(
        columns=["cutoff", "y"]
    )
    methods = ("model", *BASELINES)
    steps = [
        {"step": s, "method": m, "mae": 2 + s + i, "rmse": 3 + s + i}
        for i, m in enumerate(methods)
        for s in range(1, 7)
    ]
    by_series = [
        {**names, "method": m, "mae": 4.0 + i, "rmse": 5.0, "smape": 3.0, "mase": 0.6 + i}
        for i, m in enumerate(methods)
    ]
    losses = pd.DataFrame([vars(row) for row in curve()])[
        ["step", "seconds", "train_loss", "valid_loss", "learning_rate"]
    ]
    return {
        "history": history,
        "test": test.reset_index(drop=True),
        "future": future.reset_index(drop=True),
        "by_step": pd.DataFrame(steps),
        "by_series": pd.DataFrame(by_series),
        "curve": losses,
    }


def two_series(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The same frame with another series below it, on which the network is five times as wrong."""
    if "unique_id" not in frame:
        return frame
    other = frame.assign(unique_id=name)
    if "mae" in other:
        other.loc[other["method"] == "model", "mae"] *= 5
    return pd.concat([frame, other], ignore_index=True)


def _forecast(names: dict[str, str], months: pd.Series, y: np.ndarray, start: int, rng: Any) -> pd.DataFrame:
    truth = y[start : start + HORIZON]
    y_hat = truth + rng.normal(0, 3, HORIZON)
    rules = {name: truth + rng.normal(0, 6, HORIZON) for name in BASELINES}
    return pd.DataFrame(
        {
            **names,
            "cutoff": months[start - 1],
            "ds": months[start : start + HORIZON].to_numpy(),
            "step": range(1, HORIZON + 1),
            "y": truth,
            "y_hat": y_hat,
            "lo": y_hat - 6,
            "hi": y_hat + 6,
            **rules,
        }
    )
