"""What a labeller is trained on: batches of equally long sentences, with rare words hidden now and then."""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rnnkit.tasks.label.counts import direct_start, usual_tags
from rnnkit.tasks.label.networks.encoded import (
    UNKNOWN,
    Encoded,
    SentenceBatch,
    SentenceBatches,
    alike,
    stacked,
)
from rnnkit.tasks.label.networks.network import Tagger, TaggerShape
from rnnkit.tasks.label.plan import SCORED_AT_ONCE, batch_tokens
from rnnkit.tasks.label.settings import ResolvedLabel
from rnnkit.training.checkpoint import State

Array = npt.NDArray[np.float32]

WORDS = 2  # the first features of a token, which are its word
CHECKED = 20_000  # tokens of the validation part that are looked at in a check
SMOOTHING = 0.05  # of the answers in training: labels of people are never all right


def build(config: ResolvedLabel, features: int, tags: tuple[str, ...]) -> Tagger:
    """The network that the settings ask for."""
    names = TaggerShape.__dataclass_fields__
    asked = {name: getattr(config, name) for name in names if hasattr(config, name)}
    return Tagger(TaggerShape(features=features, tags=tags, **asked))


def start_from_counts(model: Tagger, training: Encoded) -> None:
    """Put what is counted in the training part into the table that goes straight to the tags."""
    rows, kinds = model.direct.weight.shape
    with torch.no_grad():
        model.direct.weight.copy_(
            torch.from_numpy(direct_start(training.features, training.tags, rows, kinds))
        )
        model.head.bias.copy_(torch.from_numpy(np.log(usual_tags(training.tags, kinds)).astype(np.float32)))


@dataclass(frozen=True)
class TagAnswer:
    """What the network says to one sentence: tags by number, and how sure it is of each."""

    tags: list[int]
    sure: list[float]


class LabelObjective:
    """The loss of the next batch, and the loss on the validation part, in nats per token."""

    def __init__(
        self, model: Tagger, training: Encoded, checked: Encoded, config: ResolvedLabel, device: torch.device
    ) -> None:
        self.model, self._device = model, device
        self._tokens = batch_tokens(config)
        self._batches = SentenceBatches(training, self._tokens, config.seed)
        self._checked = first(checked, CHECKED)
        self._hide = torch.from_numpy(hiding(training, model.shape.features, config.word_dropout)).to(device)
        self._seconds = 0.0

    def loss(self) -> Tensor:
        """The loss of the next batch."""
        batch = next(self._batches)
        features, characters, tags = self._put(batch)
        hidden = torch.rand(features.shape[:2], device=self._device) < self._hide[features[:, :, 0]]
        words = features[:, :, :WORDS].masked_fill(hidden[:, :, None], 0)
        scores = self.model(torch.cat([words, features[:, :, WORDS:]], dim=-1), characters)
        return self._nats(scores, tags, SMOOTHING).sum() / self._tokens

    def validate(self) -> float:
        """Nats per token on the validation part, for choosing the best weights."""
        start = time.monotonic()
        nats, tokens = 0.0, 0
        with torch.no_grad():
            for numbers in alike(self._checked, SCORED_AT_ONCE):
                features, characters, tags = self._put(stacked(self._checked, numbers))
                nats += float(self._nats(self.model(features, characters), tags, 0.0).sum())
                tokens += tags.numel()
        self._seconds = time.monotonic() - start
        return nats / tokens

    def scoring_seconds(self, tokens: int) -> float:
        """How long so many tokens take to be labelled, told from the newest check."""
        return 2 * self._seconds * tokens / max(1, self._checked.tokens)

    def state(self) -> State:
        """Which batch comes next, and how long the newest check took."""
        return {"batches": self._batches.state(), "seconds": self._seconds}

    def resume(self, state: State) -> None:
        """Go on with the batch that was next."""
        self._batches.resume(state["batches"])
        self._seconds = state["seconds"]

    def _put(self, batch: SentenceBatch) -> tuple[Tensor, Tensor, Tensor]:
        features, characters, tags = (
            torch.from_numpy(part).to(self._device) for part in (batch.features, batch.characters, batch.tags)
        )
        return features, characters, tags

    def _nats(self, scores: Tensor, tags: Tensor, smoothing: float) -> Tensor:
        """Nats of each token `(B, T)`, or of each sentence `(B,)` where tags depend on each other.

        Tags that nobody learned count nothing, or as the most frequent one in a chain.
        """
        if self.model.crf is not None:
            nats: Tensor = self.model.crf(scores, tags.clamp(min=0))
            return nats
        flat = cross_entropy(
            scores.flatten(0, 1),
            tags.flatten(),
            ignore_index=UNKNOWN,
            label_smoothing=smoothing,
            reduction="none",
        )
        return flat.view(tags.shape)


def first(encoded: Encoded, tokens: int) -> Encoded:
    """The first sentences, with at least so many tokens where there are as many."""
    ends = np.cumsum([len(tags) for tags in encoded.tags])
    count = min(len(encoded), int(np.searchsorted(ends, tokens)) + 1)
    return Encoded(encoded.features[:count], encoded.characters[:count], encoded.tags[:count])


def hiding(training: Encoded, rows: int, most: float) -> Array:
    """How likely each word `(rows,)` is hidden in a step: the rarer, the more often.

    A word that came n times with a / (a + n) (Kiperwasser & Goldberg 2016), and every word now and then.
    """
    words = np.concatenate([ids[:, 0] for ids in training.features])
    counts = np.bincount(words, minlength=rows)
    hide = np.where(most > 0, most / (most + counts) + 0.1 * most, 0.0)
    return np.asarray(hide, dtype=np.float32)


@torch.no_grad()
def answer(model: Tagger, encoded: Encoded, device: torch.device) -> list[TagAnswer]:
    """What the network says to all sentences, in their order."""
    model.eval()
    found: list[TagAnswer | None] = [None] * len(encoded)
    for numbers in alike(encoded, SCORED_AT_ONCE):
        batch = stacked(encoded, numbers)
        scores = model(
            torch.from_numpy(batch.features).to(device), torch.from_numpy(batch.characters).to(device)
        )
        tags = model.best(scores)
        sure = scores.softmax(dim=-1).gather(2, tags[:, :, None])[:, :, 0]
        for number, own, each in zip(numbers, tags.tolist(), sure.tolist(), strict=True):
            found[number] = TagAnswer(own, each)
    return [one for one in found if one is not None]
