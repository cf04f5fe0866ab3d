"""What both networks of darts share: series scaled as its guides do it, so many steps, and answers."""

import logging
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from sklearn.preprocessing import StandardScaler

from bench.peers.data import load
from bench.peers.job import Answer, Job

MANY = 10**6  # epochs or steps, where something else ends it

warnings.filterwarnings("ignore")
logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)


def prepare(job: Job, make: Callable[..., Any]) -> Callable[[], Answer]:
    """Series without their last rows, each scaled by its own deviation; then `fit` and `predict`.

    `make` gets what both networks are told alike.
    """
    data = load(job.data)
    scaler = Scaler(StandardScaler())
    series = scaler.fit_transform([_series(y, data.freq) for y in data.known(job.horizon)])

    def act() -> Answer:
        model = make(**told(job))
        model.fit(series, verbose=False)
        steps = int(model.trainer.global_step)
        found = scaler.inverse_transform(model.predict(n=job.horizon, series=series, verbose=False))
        return {"answers": [one.values()[:, 0].tolist() for one in found], "steps": steps}

    return act


def told(job: Job) -> dict[str, Any]:
    """Sizes, rate, seed, and when it ends: after so many steps or so many seconds."""
    quiet = {"enable_progress_bar": False, "enable_model_summary": False, "logger": False}
    seconds = {} if job.seconds is None else {"max_time": {"seconds": job.seconds}}
    return {
        "model": job.cell.upper(),
        "hidden_dim": job.hidden,
        "n_rnn_layers": 1,
        "input_chunk_length": job.lookback,
        "batch_size": job.batch,
        "n_epochs": MANY,
        "loss_fn": torch.nn.L1Loss(),
        "optimizer_kwargs": {"lr": job.rate},
        "random_state": job.seed,
        "pl_trainer_kwargs": {"accelerator": "cpu", "max_steps": job.steps or MANY, **quiet, **seconds},
    }


def _series(y: npt.NDArray[np.float64], freq: str) -> TimeSeries:
    stamps = pd.date_range("1995-01-01", periods=len(y), freq=freq)
    return TimeSeries.from_times_and_values(stamps, y.astype(np.float32))
