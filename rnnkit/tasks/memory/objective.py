"""What a network is trained on to remember: rows that are made anew for every step, and never come again."""

import time

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, mse_loss

from rnnkit.tasks.memory.network import MemoryModel, MemoryShape
from rnnkit.tasks.memory.plan import CHECKED_ROWS, SCORED_ROWS, sizes, time_steps
from rnnkit.tasks.memory.rows import KINDS, MemoryRows, RowSampler, Scores
from rnnkit.tasks.memory.sets import TRAINING, validation_rows
from rnnkit.tasks.memory.settings import ResolvedMemory
from rnnkit.training.checkpoint import State
from rnnkit.training.step_memory import kept_megabytes


def build(config: ResolvedMemory) -> MemoryModel:
    """The network that the settings ask for."""
    inputs, outputs = sizes(config)
    names = MemoryShape.__dataclass_fields__
    asked = {name: getattr(config, name) for name in names if hasattr(config, name)}
    steps = time_steps(config, config.length)
    return MemoryModel(MemoryShape(inputs=inputs, outputs=outputs, time_steps=steps, **asked))


class MemoryObjective:
    """The loss of new rows, and of those that are kept for validation."""

    def __init__(self, model: MemoryModel, config: ResolvedMemory, device: torch.device) -> None:
        self.model, self._config, self._device = model, config, device
        self._rng = np.random.default_rng((config.seed, TRAINING))
        self._numbers = KINDS[config.problem].classes(config) == 0
        self._validation = validation_rows(config)

    def loss(self) -> Tensor:
        """The loss of the next batch of new rows."""
        config, length = self._config, self._config.length
        if config.lengths == "mixed":
            length = int(self._rng.integers(1, length + 1))
        return self._loss(RowSampler(self._rng, config.batch_size, config, length).rows())

    def validate(self) -> float:
        """The loss on the validation rows."""
        return self._loss(self._validation).item()

    @torch.no_grad()
    def answer(self, rows: MemoryRows) -> Scores:
        """What the network answers to rows: numbers, or scores of the classes, `(N, A, max(C, 1))`."""
        self.model.eval()
        parts = [self._scores(part) for part in rows.chunks(CHECKED_ROWS)]
        return torch.cat(parts).double().cpu().numpy()

    def kept_megabytes(self) -> float:
        """Memory that a training step keeps for its way back."""
        rows = self._validation[: self._config.batch_size]
        return kept_megabytes(lambda: self._loss(rows))

    @torch.no_grad()
    def states(self, rows: MemoryRows) -> Scores:
        """What the network remembers after each step of the rows, `(N, T, H)`."""
        self.model.eval()
        parts = [self.model.states(self._inputs(part)) for part in rows.chunks(CHECKED_ROWS)]
        return torch.cat(parts).double().cpu().numpy()

    def scoring_seconds(self) -> float:
        """How long scoring will take about, told from the time of a check."""
        with torch.no_grad():
            self.validate()  # the first one builds what all others use, so its time says nothing
            start = time.monotonic()
            self.validate()
        longer = self._config.test_length / self._config.length
        return 2 * longer * (time.monotonic() - start) * SCORED_ROWS / CHECKED_ROWS

    def state(self) -> State:
        """Which rows come next."""
        return {"rng": self._rng.bit_generator.state}

    def resume(self, state: State) -> None:
        """Go on with the rows that were next."""
        self._rng.bit_generator.state = state["rng"]

    def _loss(self, rows: MemoryRows) -> Tensor:
        scores, answers = self._scores(rows), torch.from_numpy(rows.answers).to(self._device)
        if self._numbers:
            return mse_loss(scores[:, :, 0], answers)
        return cross_entropy(scores.flatten(0, 1), answers.flatten())

    def _scores(self, rows: MemoryRows) -> Tensor:
        answers = rows.answers.shape[1]
        scores: Tensor = self.model(self._inputs(rows), answers + rows.behind)[:, :answers]
        return scores

    def _inputs(self, rows: MemoryRows) -> Tensor:
        return torch.from_numpy(rows.inputs).to(self._device)
