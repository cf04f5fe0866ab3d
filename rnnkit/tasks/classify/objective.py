"""What a classifier learns from next, its loss, and what it says about whole parts of the data."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rnnkit.tasks.classify.corpus import Corpus, Ids, Ints
from rnnkit.tasks.classify.network import Classifier
from rnnkit.tasks.classify.plan import SCORED_AT_ONCE
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.training.batches import BatchSampler
from rnnkit.training.checkpoint import State

Array = npt.NDArray[np.float64]
ALIKE = 8  # batches that are drawn together and sorted by length, so that little is padded
MOST_CHECKED = 2_000  # texts that a check of the weights looks at


class ClassifyObjective:
    """Draws batches for each of the networks, and scores."""

    def __init__(
        self, model: Classifier, corpus: Corpus, config: ResolvedClassify, device: torch.device
    ) -> None:
        self.model, self.corpus, self.device = model, corpus, device
        self._smoothing = config.label_smoothing
        self._weights = _class_weights(corpus).to(device) if config.class_weights else None
        train = torch.from_numpy(corpus.parts.train)
        size = config.batch_size
        self._batches = [
            AlikeBatches(train, corpus, size, config.seed + 7919 * n) for n in range(config.nets)
        ]
        checked = corpus.checked
        self._checked = checked[:: -(-len(checked) // MOST_CHECKED)]

    @property
    def checked_rows(self) -> int:
        """How many texts a check looks at."""
        return len(self._checked)

    def loss(self) -> Tensor:
        """The mean loss of all networks, each on a batch of its own."""
        losses = [
            self._one(net, batches()) for net, batches in zip(self.model.nets, self._batches, strict=True)
        ]
        return torch.stack(losses).mean()

    def validate(self) -> float:
        """Log loss of all networks together on the part that chooses."""
        labels = self.corpus.labels[self._checked]
        return float(-self.log_p(self._checked)[np.arange(len(labels)), labels].mean())

    @torch.no_grad()
    def log_p(self, rows: Ints) -> Array:
        """Logarithms of the probabilities of the classes `(N, C)` of these rows."""
        return answers(self.model, [self.corpus.ids[row] for row in rows.tolist()], self.device)

    def state(self) -> State:
        """Which batches come next."""
        return {str(n): batches.state() for n, batches in enumerate(self._batches)}

    def resume(self, state: State) -> None:
        """Go on with the batches that were next."""
        for n, batches in enumerate(self._batches):
            batches.resume(state[str(n)])

    def _one(self, net: torch.nn.Module, rows: Ints) -> Tensor:
        ids, lengths = padded([self.corpus.ids[row] for row in rows.tolist()], self.device)
        right = torch.from_numpy(self.corpus.labels[rows]).to(self.device)
        return cross_entropy(net(ids, lengths), right, weight=self._weights, label_smoothing=self._smoothing)


class AlikeBatches:
    """Batches of rows of about the same length; every row once an epoch, in an order the seed decides."""

    def __init__(self, rows: Tensor, corpus: Corpus, size: int, seed: int) -> None:
        together = max(1, min(ALIKE, len(rows) // size))
        self._draw = BatchSampler(rows, size * together, seed)
        self._corpus, self._size, self._together = corpus, size, together
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
        order = np.argsort(self._corpus.lengths[rows], kind="stable")
        parts = np.split(rows[order], self._together)
        first = np.argsort(rows[: self._together], kind="stable")  # as good as drawn
        return [parts[n] for n in first.tolist()]


def padded(texts: Sequence[Ids], device: torch.device) -> tuple[Tensor, Tensor]:
    """Texts as one block `(B, T)`, and their lengths `(B,)`."""
    lengths = [len(text) for text in texts]
    block = np.zeros((len(texts), max(lengths)), np.int64)
    for row, text in enumerate(texts):
        block[row, : len(text)] = text
    return torch.from_numpy(block).to(device), torch.tensor(lengths, device=device)


@torch.no_grad()
def answers(model: Classifier, texts: Sequence[Ids], device: torch.device) -> Array:
    """Logarithms of the probabilities `(N, C)` that a model gives; texts of like length are read together."""
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    found = np.empty((len(texts), model.shape.classes))
    for start in range(0, len(order), SCORED_AT_ONCE):
        rows = order[start : start + SCORED_AT_ONCE]
        found[rows] = model(*padded([texts[row] for row in rows], device)).double().cpu().numpy()
    return found


def _class_weights(corpus: Corpus) -> Tensor:
    """Weights with which every class counts as much as another, 1 on average over the rows."""
    counts = np.bincount(corpus.labels[corpus.parts.train], minlength=len(corpus.classes))
    weights = counts.sum() / np.maximum(counts, 1) / max(1, int((counts > 0).sum()))
    return torch.from_numpy(weights).float()
