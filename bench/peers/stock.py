"""The loop of a lesson in plain torch: `nn.LSTM`, `nn.GRU` or `nn.RNN`, a linear head, Adam.

All windows lie in one tensor and batches are drawn by index, which is faster than a loader.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from bench.peers.data import load
from bench.peers.job import Answer, Clock, Job
from bench.peers.windows import Windows

LAYERS = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}


class Network(nn.Module):
    """A recurrent layer over single values, and a head that reads its last output."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.layer = LAYERS[job.cell](1, job.hidden, batch_first=True)
        self.head = nn.Linear(job.hidden, job.horizon)

    def forward(self, values: Tensor) -> Tensor:
        """Answers `(B, K)` to windows `(B, L)`."""
        found: Tensor = self.head(self.layer(values[..., None])[0][:, -1])
        return found


def prepare(job: Job, clock: Clock) -> Callable[[], Answer]:
    """Scaled windows as tensors; then steps or seconds of training, and the answers."""
    windows = Windows(load(job.data), job)
    inputs, answers = torch.from_numpy(windows.inputs), torch.from_numpy(windows.answers)

    def act() -> Answer:
        torch.manual_seed(job.seed)
        network = Network(job)
        optimizer = torch.optim.Adam(network.parameters(), lr=job.rate)
        step = 0
        while not _over(job, step, clock):
            drawn = torch.randint(len(inputs), (job.batch,))
            loss = nn.functional.l1_loss(network(inputs[drawn]), answers[drawn])
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            step += 1
        with torch.no_grad():
            found = network(torch.from_numpy(windows.last)).numpy().astype(np.float64)
        return {"answers": windows.back(found).tolist(), "steps": step}

    return act


def _over(job: Job, step: int, clock: Clock) -> bool:
    if job.steps is not None:
        return step >= job.steps
    return clock.seconds >= (job.seconds or 0)
