"""neuralforecast: `LSTM`, `GRU` and `RNN` with one layer, a linear head, and windows drawn at random."""

import logging
import warnings
from collections.abc import Callable
from typing import Any

from neuralforecast import NeuralForecast
from neuralforecast.losses.pytorch import MAE
from neuralforecast.models import GRU, LSTM, RNN

from bench.peers.data import load
from bench.peers.job import Answer, Clock, Job

MODELS = {"lstm": LSTM, "gru": GRU, "rnn": RNN}
MANY = 10**6

warnings.filterwarnings("ignore")
for name in ("pytorch_lightning", "lightning_fabric"):
    logging.getLogger(name).setLevel(logging.ERROR)


def prepare(job: Job, _clock: Clock) -> Callable[[], Answer]:
    """A frame in long form, scaled by series on the way; then `fit` and `predict`."""
    data = load(job.data)
    frame = data.frame(whole=False, horizon=job.horizon)

    def act() -> Answer:
        model = MODELS[job.cell](**told(job))
        both = NeuralForecast(models=[model], freq=data.freq, local_scaler_type="standard")
        both.fit(frame)
        steps = len(both.models[0].train_trajectories)
        found = both.predict()[job.cell.upper()].to_numpy(float).reshape(-1, job.horizon)
        return {"answers": found.tolist(), "steps": steps}

    return act


def told(job: Job) -> dict[str, Any]:
    """Sizes, rate, seed, and when it ends: after so many steps or so many seconds."""
    quiet = {"enable_progress_bar": False, "enable_model_summary": False, "logger": False}
    seconds = {} if job.seconds is None else {"max_time": {"seconds": job.seconds}}
    return {
        "h": job.horizon,
        "input_size": job.lookback,
        "encoder_n_layers": 1,
        "encoder_hidden_size": job.hidden,
        "decoder_layers": 1,
        "loss": MAE(),
        "max_steps": job.steps or MANY,
        "learning_rate": job.rate,
        "batch_size": job.batch,
        "windows_batch_size": job.batch,
        "scaler_type": "identity",
        "random_seed": job.seed,
        "accelerator": "cpu",
        "enable_checkpointing": False,
        **quiet,
        **seconds,
    }
