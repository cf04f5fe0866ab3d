"""This project: the same work where so many steps are asked for, and its defaults where seconds are."""

from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from bench.peers.data import load
from bench.peers.job import Answer, Clock, Job
from rnnkit.baselines import Baselines
from rnnkit.config import parse
from rnnkit.data import Table, read_table
from rnnkit.tasks.forecast.networks.network import MIDDLE
from rnnkit.tasks.forecast.run import Forecasting, run
from rnnkit.tasks.forecast.run import prepare as windows_and_network
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.worth.report import Report
from rnnkit.training.fitting import Curve, Ending
from rnnkit.training.outcome import Outcome
from rnnkit.training.run import Prepared, train

PATIENT = 1000  # checks: it ends by its steps


def prepare(job: Job, clock: Clock) -> Callable[[], Answer]:
    """A clean table, as the app has it when somebody presses Train; then a run."""
    table = read_table(load(job.data).frame(whole=True).to_csv(index=False).encode())
    asked: dict[str, object] = {"horizon": job.horizon, "test": job.horizon, "seed": job.seed}
    if job.steps is None:
        return lambda: whole(table, parse(ForecastConfig, asked | {"budget": job.seconds}))
    return lambda: alike(table, parse(ForecastConfig, asked | equal(job)), clock)


def whole(table: Table, config: ForecastConfig) -> Answer:
    """A run as the app does it, with all baselines, intervals, scores and the verdict."""
    outcome = run(table, config)
    answers = outcome.frames["test"]["y_hat"].to_numpy().reshape(-1, config.horizon or 1)
    summary: Mapping[str, Any] = outcome.summary
    scores = {name: score["mase"] for name, score in summary["metrics"].items()}
    return told(answers, summary) | {"scores": scores}


def alike(table: Table, config: ForecastConfig, clock: Clock) -> Answer:
    """A run up to its forecasts of the test part.

    Checks, the guard against leaks and the calibration of intervals are on the clock; the baselines that a
    run is compared with are not.
    """
    fit = Baselines.fit

    def outside(*given: Any) -> Baselines:
        with clock.paused():
            return fit(*given)

    with patch.object(Baselines, "fit", outside):
        summary: Mapping[str, Any] = train(windows_and_network, forecasts, table, config).summary
    return told(summary["answers"], summary)


def equal(job: Job) -> dict[str, object]:
    """The network that the peers have: one layer, each value read on its own, nothing beside it."""
    return {
        "cell": job.cell,
        "hidden_size": job.hidden,
        "batch_size": job.batch,
        "steps": job.steps,
        "lookback": job.lookback,
        "learning_rate": job.rate,
        "segment": 1,
        "shortcut": False,
        "start_with": "linear",
        "calendar": False,
        "transform": "none",
        "dropout": 0.0,
        "loss": "mae",
        "optimizer": "adam",
        "schedule": "constant",
        "refit": False,
        "patience": PATIENT,
    }


def forecasts(prepared: Prepared[Forecasting], _ending: Ending, _curve: Curve) -> Outcome:
    """What is scored, without what it is compared with."""
    work = prepared.work
    report = Report(work.config, work.windows, work.model, work.baselines, skipped="outside the clock")
    answers, _ = report.answers(work.windows.positions("test", work.config.stride))
    return Outcome({"answers": answers[..., MIDDLE]}, {})


def told(answers: npt.NDArray[np.float64], summary: Mapping[str, Any]) -> dict[str, Any]:
    """Forecasts `(series, K)`, how many steps they took, and who computed the recurrent layers."""
    return {"answers": answers.tolist(), "steps": summary["steps"], "core": summary["core"]}
