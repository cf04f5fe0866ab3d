"""Keras on torch: a recurrent layer and a dense one, `fit` on windows that are scaled before."""

import os
import time
from collections.abc import Callable

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np

from bench.peers.data import load
from bench.peers.job import Answer, Clock, Job
from bench.peers.windows import Windows

LAYERS = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU, "rnn": keras.layers.SimpleRNN}


class Until(keras.callbacks.Callback):  # type: ignore[misc]  # typed in no release
    """Stops after so many steps, or so many seconds."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job, self.steps, self.start = job, 0, time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:  # noqa: ARG002  # Keras calls it so
        """Count, and stop where it is enough."""
        self.steps += 1
        enough = self.job.steps is not None and self.steps >= self.job.steps
        late = self.job.seconds is not None and time.perf_counter() - self.start >= self.job.seconds
        if enough or late:
            self.model.stop_training = True


def prepare(job: Job, _clock: Clock) -> Callable[[], Answer]:
    """Scaled windows as arrays; then `compile`, `fit` and `predict`."""
    windows = Windows(load(job.data), job)
    inputs, last = windows.inputs[..., None], windows.last[..., None]

    def act() -> Answer:
        keras.utils.set_random_seed(job.seed)
        layers = [LAYERS[job.cell](job.hidden), keras.layers.Dense(job.horizon)]
        model = keras.Sequential([keras.Input((job.lookback, 1)), *layers])
        model.compile(optimizer=keras.optimizers.Adam(job.rate), loss="mae")
        until = Until(job)
        each = job.steps or 10**9
        drawn = -(-each // max(1, -(-len(inputs) // job.batch)))
        model.fit(inputs, windows.answers, batch_size=job.batch, epochs=drawn, verbose=0, callbacks=[until])
        found = np.asarray(model.predict(last, verbose=0), dtype=np.float64)
        return {"answers": windows.back(found).tolist(), "steps": until.steps}

    return act
