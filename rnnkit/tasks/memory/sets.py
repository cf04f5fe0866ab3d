"""The rows that are kept out of training: the same for every run of a problem. No torch in here."""

import numpy as np

from rnnkit.tasks.memory.plan import CHECKED_ROWS, SCORED_ROWS
from rnnkit.tasks.memory.rows import MemoryRows, RowSampler
from rnnkit.tasks.memory.settings import ResolvedMemory

VALIDATION, TEST, TRAINING = 1, 2, 3  # seeds; that of training comes beside the seed of the run


def validation_rows(config: ResolvedMemory) -> MemoryRows:
    """Rows of the length learned from, for choosing the best weights."""
    rng = np.random.default_rng(VALIDATION)
    return RowSampler(rng, CHECKED_ROWS, config, config.length, held_out=True).rows()


def scored_rows(config: ResolvedMemory) -> MemoryRows:
    """Rows of the length of the test, for the score."""
    rng = np.random.default_rng(TEST)
    return RowSampler(rng, SCORED_ROWS, config, config.test_length, held_out=True).rows()
