"""All parts of a model that answer together, whatever a row is. Torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from rnnkit.tasks.classify.linear_partner.partner import mixed
from rnnkit.tasks.classify.networks.network import Classifier
from rnnkit.tasks.classify.networks.objective import answers

Array = npt.NDArray[np.float64]
Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class Answerer:
    """Network and partner; `numbers` makes steps of a row as it came, `row` a row of stored numbers."""

    network: Classifier
    partner: Any
    share: float
    numbers: Callable[[Any], Numbers]
    row: Callable[[Numbers], Any]

    def log_p(self, rows: Sequence[Any]) -> Array:
        """Logarithms of the probabilities `(N, C)`: network and partner, as much as each counts."""
        network = answers(self.network, [self.numbers(row) for row in rows], torch.device("cpu"))
        if self.share >= 1:
            return network
        return mixed(self.partner.log_p(rows), network, self.share)

    def of_stored(self, stored: Numbers) -> npt.NDArray[np.float32]:
        """The same of rows that are given as numbers, `(S, L)` symbols or `(S, L, F)` values."""
        return self.log_p([self.row(row) for row in stored]).astype(np.float32)
