"""What a language model is trained on: streams of text read side by side with the memory carried on.

Truncated backpropagation through time (Williams & Peng 1990): errors flow back over `bptt` symbols,
what is remembered goes on to the end of the stream. A bidirectional model has windows in random order.
"""

import time
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from rnnkit.tasks.text.corpus import Corpus, Ids
from rnnkit.tasks.text.networks.model import autocast, nats, score_segments, score_stream, score_windows
from rnnkit.tasks.text.networks.network import LanguageModel, Memory
from rnnkit.tasks.text.settings import ResolvedText
from rnnkit.training.batches import BatchSampler, thinned
from rnnkit.training.checkpoint import State, Stateful

Array = npt.NDArray[np.float64]

CHECKED = 16_000  # validation symbols looked at in a check
CHECK_SEGMENTS = 64
CHECK_WARM_UP = 48
CHECKED_WINDOWS = 2_000  # the same for a bidirectional model, which reads a window for every symbol
SCORED_WINDOWS = 20_000
FULL_PRECISION = {"bfloat16": 3.5, "float32": 1.5}  # times as slow as a check, at most, is the final score
SHORT_WINDOWS = 0.1  # share of the steps with shorter windows, as at the beginning of a text


class TextObjective:
    """The loss of the next stretch of text; the loss on the validation part; the score on the test part."""

    def __init__(
        self, model: LanguageModel, corpus: Corpus, config: ResolvedText, device: torch.device
    ) -> None:
        self.model, self._config, self._device = model, config, device
        self._checked, self._scored = (
            torch.from_numpy(ids).to(device) for ids in (corpus.checked, corpus.scored)
        )
        self._check = _check(len(corpus.checked), config)
        self._batches: Batches = (Contexts if config.bidirectional else Stretches)(corpus, config)
        self._memory: Memory | None = None
        self._seconds = 0.0  # that the newest check took

    def loss(self) -> Tensor:
        """The loss of the next batch; the memory is carried on, but not the way back through it."""
        ids, answers, fresh = next(self._batches)
        x = torch.from_numpy(ids).to(self._device)
        y = torch.from_numpy(answers).to(self._device)
        with autocast(self._config.precision, self._device):
            if self._config.bidirectional:
                return nats(self.model.after_window(x), y)
            scores, memory = self.model(x, None if fresh else self._memory)
            self._memory = memory.detach()
            return nats(scores, y)

    def state(self) -> State:
        """Which batch comes next, what is remembered before it, and how long the newest check took."""
        memory = None if self._memory is None else vars(self._memory)
        return {"batches": self._batches.state(), "memory": memory, "seconds": self._seconds}

    def resume(self, state: State) -> None:
        """Go on with the batch that was next."""
        self._batches.resume(state["batches"])
        self._seconds = state["seconds"]
        if state["memory"] is not None:
            self._memory = Memory(**state["memory"]).each(lambda known: known.to(self._device))

    def validate(self) -> float:
        """The loss on a part of the validation part, for choosing the best weights."""
        start = time.monotonic()
        with autocast(self._config.precision, self._device):
            loss = float(self._look(self._checked, self._check).mean())
        self._seconds = time.monotonic() - start
        return loss

    def score(self) -> Array:
        """Nats of every symbol of the test part in turn, the state carried, with full precision.

        A bidirectional model is asked at so many evenly spaced places.
        """
        self.model.eval()
        if self._config.bidirectional:
            found = self._look(self._scored, thinned(torch.arange(1, len(self._scored)), SCORED_WINDOWS))
        else:
            found = score_stream(self.model, self._scored)
        each: Array = found.double().cpu().numpy()
        return each

    def scoring_seconds(self) -> float:
        """How long the final score will take about, told from the time of the newest check."""
        if self._config.bidirectional:
            return self._seconds * min(SCORED_WINDOWS, len(self._scored)) / len(self._check)
        checks = len(self._scored) / min(CHECKED, len(self._checked))
        return FULL_PRECISION[self._config.precision] * self._seconds * max(1.0, checks)

    def _look(self, ids: Tensor, places: Tensor) -> Tensor:
        if self._config.bidirectional:
            return score_windows(self.model, ids, places, self._config.context)
        if len(places) == 1:
            return score_segments(self.model, ids, places, min(CHECKED, len(ids) - 1), 0)
        length = CHECKED // CHECK_SEGMENTS
        return score_segments(self.model, ids, places, length, CHECK_WARM_UP)


def _check(symbols: int, config: ResolvedText) -> Tensor:
    """Where a check looks: windows or segments evenly spaced over the validation part, or its beginning."""
    if config.bidirectional:
        return thinned(torch.arange(1, symbols), CHECKED_WINDOWS)
    last = symbols - 1 - CHECKED // CHECK_SEGMENTS
    if symbols < 2 * CHECKED:
        return torch.zeros(1, dtype=torch.long)
    return torch.linspace(CHECK_WARM_UP, last, CHECK_SEGMENTS).long()


class Batches(Stateful, Protocol):
    """Batches for ever: symbols, the answers, and whether the network begins with them anew."""

    def __next__(self) -> tuple[Ids, Ids, bool]:
        """The next batch."""


class Stretches:
    """For ever: symbols `(B, T)`, those that follow, and whether the streams begin anew.

    Every epoch the streams are cut from another place of the text, so that no symbol is always without
    a past; documents come in another order.
    """

    def __init__(self, corpus: Corpus, config: ResolvedText) -> None:
        self._rng = np.random.default_rng(config.seed)
        self._before = self._rng.bit_generator.state  # as it was before it gave the order of this epoch
        self._ids, self._documents = corpus.training, None
        if config.document_per_line:
            self._documents = _documents(corpus)
        self._streams = self._after = np.zeros((config.batch_size, 0), corpus.training.dtype)
        self._length = (len(corpus.training) - 1) // config.batch_size
        self._T = min(config.bptt, self._length)
        self._next = 0

    def __iter__(self) -> Iterator[tuple[Ids, Ids, bool]]:
        return self

    def __next__(self) -> tuple[Ids, Ids, bool]:
        """The next stretch of every stream."""
        if self._next + self._T > self._streams.shape[1]:
            self._cut()
        part = slice(self._next, self._next + self._T)
        self._next += self._T
        return self._streams[:, part].copy(), self._after[:, part].copy(), part.start == 0

    def state(self) -> State:
        """What the streams of this epoch come from, and how much of them was read."""
        return {"before": self._before, "next": self._next}

    def resume(self, state: State) -> None:
        """Cut the same streams, and go on in the middle of them."""
        self._rng.bit_generator.state = state["before"]
        if state["next"]:
            self._cut()
        self._next = state["next"]

    def _cut(self) -> None:
        """Cut the text into streams, side by side."""
        self._before = self._rng.bit_generator.state
        if self._documents is not None:
            order = self._rng.permutation(len(self._documents))
            ids = np.concatenate([self._documents[i] for i in order])
        else:
            ids = np.roll(self._ids, -int(self._rng.integers(len(self._ids))))
        B, length = len(self._streams), self._length
        self._streams = ids[: length * B].reshape(B, length)
        self._after = ids[1 : length * B + 1].reshape(B, length)
        self._next = 0


class Contexts:
    """For ever: windows `(B, L)` and the symbol after each `(B,)`, in an order the seed decides."""

    def __init__(self, corpus: Corpus, config: ResolvedText) -> None:
        self._rng = np.random.default_rng(config.seed)
        self._ids = corpus.training
        self._context = min(config.context, len(self._ids) - 1)
        places = torch.arange(self._context, len(self._ids))
        self._draw = BatchSampler(places, min(config.batch_size, len(places)), config.seed)

    def __iter__(self) -> Iterator[tuple[Ids, Ids, bool]]:
        return self

    def __next__(self) -> tuple[Ids, Ids, bool]:
        """The next windows; now and then they are shorter than the context."""
        positions, context = self._draw().numpy()[:, None], self._context
        short = self._rng.random() < SHORT_WINDOWS
        length = int(self._rng.integers(1, context + 1)) if short else context
        return self._ids[positions + np.arange(-length, 0)], self._ids[positions[:, 0]], True

    def state(self) -> State:
        """Which windows come next, and how long they will be."""
        return {"lengths": self._rng.bit_generator.state, "draw": self._draw.state()}

    def resume(self, state: State) -> None:
        """Go on with the windows that were next."""
        self._rng.bit_generator.state = state["lengths"]
        self._draw.resume(state["draw"])


def _documents(corpus: Corpus) -> list[Ids]:
    """The training part cut behind every line feed."""
    return np.split(corpus.training, np.flatnonzero(corpus.training == corpus.newline) + 1)
