"""What a language model is trained on: streams of text read side by side with the memory carried on.

Truncated backpropagation through time (Williams & Peng 1990): errors flow back over `bptt` symbols,
what is remembered goes on to the end of the stream. A bidirectional model has windows in random order.
"""

import time
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from rnnkit.config import ResolvedText
from rnnkit.nn.language import LanguageModel, Memory
from rnnkit.tasks.corpus import Corpus, Ids
from rnnkit.tasks.objective import Draw, thinned
from rnnkit.tasks.text_model import nats, precisely, score_segments, score_stream, score_windows

CHECKED = 16_000  # validation symbols looked at in a check
CHECK_SEGMENTS = 64
CHECK_WARM_UP = 48
CHECKED_WINDOWS = 2_000  # the same for a bidirectional model, which reads a window for every symbol
SCORED_WINDOWS = 20_000
FULL_PRECISION = 1.5  # times as slow as a check, at most, is the final score
SHORT_WINDOWS = 0.1  # share of the steps with shorter windows, as at the beginning of a text


class TextObjective:
    """The loss of the next stretch of text; the loss on the validation part; the final score."""

    def __init__(
        self, model: LanguageModel, corpus: Corpus, config: ResolvedText, device: torch.device
    ) -> None:
        self.model, self._config, self._device = model, config, device
        self._scored = torch.from_numpy(corpus.scored).to(device)
        self._check = _check(len(corpus.scored), config)
        batches = windows if config.bidirectional else stretches
        self._batches = batches(corpus, config)
        self._memory: Memory | None = None
        self._seconds = 0.0  # that the newest check took

    def loss(self) -> Tensor:
        """The loss of the next batch; the memory is carried on, but not the way back through it."""
        ids, answers, fresh = next(self._batches)
        x = torch.from_numpy(ids).to(self._device)
        y = torch.from_numpy(answers).to(self._device)
        with precisely(self._config.precision, self._device):
            if self._config.bidirectional:
                return nats(self.model.after_window(x), y)
            scores, memory = self.model(x, None if fresh else self._memory)
            self._memory = memory.detach()
            return nats(scores, y)

    def validate(self) -> float:
        """The loss on a part of the validation part, for choosing the best weights."""
        start = time.monotonic()
        with precisely(self._config.precision, self._device):
            loss = self._look(self._check)
        self._seconds = time.monotonic() - start
        return loss

    def score(self) -> float:
        """Nats a symbol on the whole validation part, the state carried, with full precision.

        A bidirectional model is asked at so many evenly spaced places.
        """
        self.model.eval()
        if self._config.bidirectional:
            return self._look(thinned(torch.arange(1, len(self._scored)), SCORED_WINDOWS))
        return score_stream(self.model, self._scored)

    def scoring_seconds(self) -> float:
        """How long the final score will take about, told from the time of the newest check."""
        if self._config.bidirectional:
            return self._seconds * min(SCORED_WINDOWS, len(self._scored)) / len(self._check)
        return FULL_PRECISION * self._seconds * max(1.0, len(self._scored) / CHECKED)

    def _look(self, places: Tensor) -> float:
        if self._config.bidirectional:
            return score_windows(self.model, self._scored, places, self._config.context)
        if len(places) == 1:
            return score_segments(self.model, self._scored, places, min(CHECKED, len(self._scored) - 1), 0)
        length = CHECKED // CHECK_SEGMENTS
        return score_segments(self.model, self._scored, places, length, CHECK_WARM_UP)


def _check(symbols: int, config: ResolvedText) -> Tensor:
    """Where a check looks: windows or segments evenly spaced over the validation part, or its beginning."""
    if config.bidirectional:
        return thinned(torch.arange(1, symbols), CHECKED_WINDOWS)
    last = symbols - 1 - CHECKED // CHECK_SEGMENTS
    if symbols < 2 * CHECKED:
        return torch.zeros(1, dtype=torch.long)
    return torch.linspace(CHECK_WARM_UP, last, CHECK_SEGMENTS).long()


def stretches(corpus: Corpus, config: ResolvedText) -> Iterator[tuple[Ids, Ids, bool]]:
    """For ever: symbols `(B, T)`, those that follow, and whether the streams begin anew.

    Every epoch the streams are cut from another place of the text, so that no symbol is always without
    a past; documents come in another order.
    """
    rng = np.random.default_rng(config.seed)
    ids, B = corpus.training, config.batch_size
    documents = _documents(corpus) if config.document_per_line else None
    length = (len(ids) - 1) // B
    T = min(config.bptt, length)
    while True:
        if documents is not None:
            ids = np.concatenate([documents[i] for i in rng.permutation(len(documents))])
        else:
            ids = np.roll(corpus.training, -int(rng.integers(len(ids))))
        streams = ids[: length * B].reshape(B, length)
        after = ids[1 : length * B + 1].reshape(B, length)
        for t in range(0, length - T + 1, T):
            yield streams[:, t : t + T].copy(), after[:, t : t + T].copy(), t == 0


def windows(corpus: Corpus, config: ResolvedText) -> Iterator[tuple[Ids, Ids, bool]]:
    """For ever: windows `(B, L)` and the symbol after each `(B,)`, in an order the seed decides."""
    rng = np.random.default_rng(config.seed)
    ids, context = corpus.training, min(config.context, len(corpus.training) - 1)
    draw = Draw(torch.arange(context, len(ids)), min(config.batch_size, len(ids) - context), config.seed)
    while True:
        positions = draw().numpy()[:, None]
        length = int(rng.integers(1, context + 1)) if rng.random() < SHORT_WINDOWS else context
        yield ids[positions + np.arange(-length, 0)], ids[positions[:, 0]], True


def _documents(corpus: Corpus) -> list[Ids]:
    """The training part cut behind every line feed."""
    return np.split(corpus.training, np.flatnonzero(corpus.training == corpus.newline) + 1)
