"""What a task gives to be looked into, and what all of them need to make it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from torch import Tensor

from rnnkit.errors import DataError
from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import ANSWERS, Probe, occlusions
from rnnkit.training.checkpoint import refill
from rnnkit.words import t

MOST_LINES = 3  # series, or rows of a memory problem, whose states are kept
MOST_STATES = 400  # of each of them
WORK = 2.5e11  # multiplications in all, which decides how many windows are asked
FEWEST, MOST = 64, 400  # of them
SWAP_SEED = 0

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Inside:
    """What a task gives: a probe, states `(R, U)` after each of `R` steps, and what those steps were.

    `steps` has the columns `line` (from 0), `name`, `at` (a moment or a number), `read` (what was read, in
    words) and `y` (as a number); `features` are what units may go with. `seconds` is the length of a step.
    """

    probe: Probe
    part: str
    states: Array
    steps: pd.DataFrame
    features: Mapping[str, Array]
    seconds: float | None = None


def rows_for(reader: torch.nn.Module, read: int, steps: int) -> int:
    """How many windows can be asked with a fixed amount of work: each weight works once a step."""
    weights = sum(weight.numel() for weight in reader.parameters())
    each = weights * read * (occlusions(steps) + ANSWERS)
    return int(np.clip(WORK / each, FEWEST, MOST))


def too_few() -> DataError:
    """What is said where there is too little to be asked."""
    return DataError(t("There are too few validation rows to look inside; bring more data."))


def swapped(count: int) -> Tensor:
    """For each of so many windows another one, whose steps stand in for hidden ones."""
    order = np.random.default_rng(SWAP_SEED).permutation(count)
    found = np.empty(count, np.int64)
    found[order] = np.roll(order, 1)  # one large circle: nobody stands in for itself
    return torch.from_numpy(found)


def fill(network: torch.nn.Module, model: Model) -> None:
    """Put the trained weights in, ready to answer."""
    refill(network.state_dict(), {name: torch.from_numpy(w.copy()) for name, w in model.weights.items()})
    network.eval()
    network.requires_grad_(False)
