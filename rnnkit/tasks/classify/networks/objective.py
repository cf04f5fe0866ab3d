"""What a classifier learns from next, its loss, and what it says about whole parts of the data."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rnnkit.tasks.classify.networks.network import Classifier
from rnnkit.tasks.classify.plan import SCORED_AT_ONCE
from rnnkit.tasks.classify.rows import Ints, NumberedRows
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.training.batches import BatchSampler
from rnnkit.training.checkpoint import State

Array = npt.NDArray[np.float64]
ALIKE = 8  # batches that are drawn together and sorted by length, so that little is padded
MOST_CHECKED = 2_000  # rows that a check of the weights looks at


class ClassifyObjective:
    """Draws batches for each of the networks, and scores."""

    def __init__(
        self, model: Classifier, rows: NumberedRows, config: ResolvedClassify, device: torch.device
    ) -> None:
        self.model, self.rows, self.device = model, rows, device
        self._smoothing = config.label_smoothing
        self._weights = _class_weights(rows).to(device) if config.class_weights else None
        train = torch.from_numpy(rows.parts.train)
        size = config.batch_size
        self._batches = [
            AlikeBatches(train, rows.lengths, size, config.seed + 7919 * n) for n in range(config.nets)
        ]
        checked = rows.checked
        self._checked = checked[:: -(-len(checked) // MOST_CHECKED)]

    @property
    def checked_rows(self) -> int:
        """How many rows a check looks at."""
        return len(self._checked)

    def loss(self) -> Tensor:
        """The mean loss of all networks, each on a batch of its own."""
        losses = [
            self._one(net, batches()) for net, batches in zip(self.model.nets, self._batches, strict=True)
        ]
        return torch.stack(losses).mean()

    def validate(self) -> float:
        """Log loss of all networks together on the part that chooses."""
        labels = self.rows.labels[self._checked]
        return float(-self.log_p(self._checked)[np.arange(len(labels)), labels].mean())

    @torch.no_grad()
    def log_p(self, rows: Ints) -> Array:
        """Logarithms of the probabilities of the classes `(N, C)` of these rows."""
        return answers(self.model, [self.rows.numbers[row] for row in rows.tolist()], self.device)

    def state(self) -> State:
        """Which batches come next."""
        return {str(n): batches.state() for n, batches in enumerate(self._batches)}

    def resume(self, state: State) -> None:
        """Go on with the batches that were next."""
        for n, batches in enumerate(self._batches):
            batches.resume(state[str(n)])

    def _one(self, net: torch.nn.Module, rows: Ints) -> Tensor:
        steps, lengths = padded([self.rows.numbers[row] for row in rows.tolist()], self.device)
        right = torch.from_numpy(self.rows.labels[rows]).to(self.device)
        return cross_entropy(
            net(steps, lengths), right, weight=self._weights, label_smoothing=self._smoothing
        )


class AlikeBatches:
    """Batches of rows of about the same length; every row once an epoch, in an order the seed decides."""

    def __init__(self, rows: Tensor, lengths: Ints, size: int, seed: int) -> None:
        together = max(1, min(ALIKE, len(rows) // size))
        self._draw = BatchSampler(rows, size * together, seed)
        self._lengths, self._size, self._together = lengths, size, together
        self._before, self._next = self._draw.state(), 0
        self._waiting: list[Ints] = []

    def __call__(self) -> Ints:
        """The next batch `(B,)`."""
        if self._next >= len(self._waiting):
            self._before, self._waiting, self._next = self._draw.state(), self._sorted(), 0
        self._next += 1
        return self._waiting[self._next - 1]

    def state(self) -> State:
        """Where the sampler stood before it drew those that wait, and how many of them are used up."""
        return {"before": self._before, "next": self._next if self._waiting else -1}

    def resume(self, state: State) -> None:
        """Draw the same, and go on in the middle of them."""
        self._draw.resume(state["before"])
        if state["next"] >= 0:
            self._before, self._waiting, self._next = state["before"], self._sorted(), state["next"]

    def _sorted(self) -> list[Ints]:
        """Rows drawn at random, sorted by length and cut; the order of the batches is that of the draw."""
        rows = self._draw().numpy()
        order = np.argsort(self._lengths[rows], kind="stable")
        parts = np.split(rows[order], self._together)
        first = np.argsort(rows[: self._together], kind="stable")  # as good as drawn
        return [parts[n] for n in first.tolist()]


def padded(rows: Sequence[npt.NDArray[Any]], device: torch.device) -> tuple[Tensor, Tensor]:
    """Rows as one block `(B, T)` of symbols or `(B, T, F)` of values, and their lengths `(B,)`."""
    lengths = [len(row) for row in rows]
    whole = np.issubdtype(rows[0].dtype, np.integer)
    block = np.zeros((len(rows), max(lengths), *rows[0].shape[1:]), np.int64 if whole else np.float32)
    for place, row in enumerate(rows):
        block[place, : len(row)] = row
    return torch.from_numpy(block).to(device), torch.tensor(lengths, device=device)


@torch.no_grad()
def answers(model: Classifier, rows: Sequence[npt.NDArray[Any]], device: torch.device) -> Array:
    """Logarithms of the probabilities `(N, C)` that a model gives; rows of like length are read together."""
    order = sorted(range(len(rows)), key=lambda row: len(rows[row]))
    found = np.empty((len(rows), model.shape.classes))
    for start in range(0, len(order), SCORED_AT_ONCE):
        places = order[start : start + SCORED_AT_ONCE]
        found[places] = model(*padded([rows[row] for row in places], device)).double().cpu().numpy()
    return found


def _class_weights(rows: NumberedRows) -> Tensor:
    """Weights with which every class counts as much as another, 1 on average over the rows."""
    counts = np.bincount(rows.labels[rows.parts.train], minlength=len(rows.classes))
    weights = counts.sum() / np.maximum(counts, 1) / max(1, int((counts > 0).sum()))
    return torch.from_numpy(weights).float()
