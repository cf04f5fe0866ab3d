"""Series as windows for libraries that take arrays: each series scaled by its own mean and deviation."""

import numpy as np
import numpy.typing as npt

from bench.peers.data import Data
from bench.peers.job import Job

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]


class Windows:
    """All windows of what is known `(N, L)`, their answers `(N, K)`, and the last one of each series."""

    def __init__(self, data: Data, job: Job) -> None:
        known = data.known(job.horizon)
        self._units = np.array([(y.mean(), y.std()) for y in known])
        scaled = [(y - y.mean()) / y.std() for y in known]
        both = np.concatenate(
            [np.lib.stride_tricks.sliding_window_view(y, job.lookback + job.horizon) for y in scaled]
        ).astype(np.float32)
        self.inputs: Floats = np.ascontiguousarray(both[:, : job.lookback])
        self.answers: Floats = np.ascontiguousarray(both[:, job.lookback :])
        self.last: Floats = np.stack([y[-job.lookback :] for y in scaled]).astype(np.float32)

    def back(self, answers: Array) -> Array:
        """Answers `(series, K)` in the units of the data."""
        found: Array = answers * self._units[:, 1:] + self._units[:, :1]
        return found
