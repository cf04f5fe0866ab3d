"""What a translator is trained on: batches of pairs whose sources are about equally long.

Teacher forcing gives the decoder the right symbols before each. With a ratio below 1 it reads its own
likeliest symbols at some places, found by a first pass (scheduled sampling: Bengio et al. 2015, in parallel
as in Duckworth et al. 2019).
"""

import numpy as np
import torch
from torch import Tensor

from rnnkit.tasks.translate.corpus import Coded, Corpus
from rnnkit.tasks.translate.networks.model import grouped, nats, nats_per_symbol
from rnnkit.tasks.translate.networks.network import Translator
from rnnkit.tasks.translate.settings import ResolvedTranslate
from rnnkit.training.checkpoint import State
from rnnkit.training.epoch_order import EpochOrder

CHECKED = 6_000  # validation symbols looked at in a check
EASING = 10  # passes over the pairs in which a linear schedule reaches its ratio


def first_rows(coded: Coded, symbols: int) -> Coded:
    """The first rows, in which about so many symbols are written; their order is random."""
    ends = np.cumsum([len(target) for target in coded.targets])
    count = int(np.searchsorted(ends, symbols)) + 1
    return Coded(coded.sources[:count], coded.targets[:count])


class TranslateObjective:
    """The loss of the next batch, and the loss on the validation part."""

    def __init__(
        self, model: Translator, corpus: Corpus, config: ResolvedTranslate, device: torch.device
    ) -> None:
        self.model, self._config, self._device = model, config, device
        self._training, self._validation = corpus.training, first_rows(corpus.validation, CHECKED)
        self._lengths = np.array([len(source) for source in corpus.training.sources])
        self._order, self._steps = EpochOrder(self._cut, config.seed), 0

    def loss(self) -> Tensor:
        """Nats per symbol of the next batch, with the targets a little smoothed."""
        places = next(self._order)
        self._steps += 1
        ratio, count = self._ratio(), 0
        total = torch.zeros((), device=self._device)
        for group in grouped(self._training, places):
            source, before, wanted = (part.to(self._device) for part in group)
            scores = self._scores(source, before, ratio)
            total = total + nats(scores, wanted, self._config.label_smoothing)
            count += int((group[2] >= 0).sum())
        return total / count

    def validate(self) -> float:
        """Nats per symbol on the validation part, for choosing the best weights."""
        return nats_per_symbol(self.model, self._validation, self._device)

    def state(self) -> State:
        """What the order of this epoch comes from, how much of it was read, and the steps so far."""
        return {**self._order.state(), "steps": self._steps}

    def resume(self, state: State) -> None:
        """Go on with the batch that was next."""
        self._order.resume(state)
        self._steps = state["steps"]

    def _scores(self, source: Tensor, before: Tensor, ratio: float) -> Tensor:
        """Scores `(B, T, V)`; where it is not taught, the decoder reads what it would have written itself."""
        read = self.model.read(source)
        if ratio < 1:
            with torch.no_grad():
                own = self.model.scores(self.model.write(read, before)[0]).argmax(dim=-1)
            own = torch.cat([before[:, :1], own[:, :-1]], dim=1)
            taught = torch.rand(before.shape, device=before.device) < ratio
            before = torch.where(taught, before, own)
        return self.model.scores(self.model.write(read, before)[0])

    def _ratio(self) -> float:
        """How often the decoder is taught at this step."""
        ratio = self._config.teacher_forcing_ratio
        if self._config.teacher_forcing_schedule == "constant":
            return ratio
        done = min(1.0, self._steps / (EASING * max(1, len(self._order))))
        return 1 - done * (1 - ratio)

    def _cut(self, rng: np.random.Generator) -> list[list[int]]:
        """Batches of neighbours in length, of which equal ones and the batches come in a random order."""
        size = self._config.batch_size
        order = rng.permutation(len(self._lengths))
        order = order[np.argsort(self._lengths[order], kind="stable")]
        starts = rng.permutation(np.arange(0, len(order), size))
        return [order[start : start + size].tolist() for start in starts]
