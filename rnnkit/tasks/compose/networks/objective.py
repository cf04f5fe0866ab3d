"""What a composer is trained on: whole tunes, the next token at every place, the right ones given."""

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rnnkit.tasks.compose.networks.encoded import IGNORED, CodedTunes, TuneBatch, TuneBatches, alike, stacked
from rnnkit.tasks.compose.networks.network import Composer, Steps
from rnnkit.tasks.compose.networks.place import BACK, HEADER
from rnnkit.tasks.compose.settings import ResolvedCompose
from rnnkit.training.checkpoint import State

SCORED_AT_ONCE = 8_000  # tokens
CHECKED = 12_000  # tokens of the validation part that are looked at in a check


class ComposeObjective:
    """The loss of the next batch, and the loss on the validation part, in nats per token."""

    def __init__(
        self,
        model: Composer,
        training: CodedTunes,
        checked: CodedTunes,
        config: ResolvedCompose,
        device: torch.device,
    ) -> None:
        self.model, self._device = model, device
        self._batches = TuneBatches(training, config.batch_size, config.seed)
        self._checked = first(checked, CHECKED)

    def loss(self) -> Tensor:
        """Nats per token of the next batch."""
        steps, wanted = put(next(self._batches), self._device)
        scores = self.model(steps)
        return cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)

    def validate(self) -> float:
        """Nats per token on the validation part, for choosing the best weights."""
        nats = nats_of(self.model, self._checked, self._device)
        return float(sum(each.sum() for each in nats) / self._checked.tokens)

    def state(self) -> State:
        """Which batch comes next."""
        return {"batches": self._batches.state()}

    def resume(self, state: State) -> None:
        """Go on with the batch that was next."""
        self._batches.resume(state["batches"])


def put(batch: TuneBatch, device: torch.device) -> tuple[Steps, Tensor]:
    """A batch as the network reads it, and what is asked for `(B, T)`."""
    ids = torch.from_numpy(batch.ids).to(device)
    numbers, wanted = (torch.from_numpy(part).to(device) for part in (batch.numbers, batch.wanted))
    return steps_of(ids, numbers), wanted


def steps_of(ids: Tensor, numbers: Tensor) -> Steps:
    """The columns of `ids` `(B, T, 3 + K)` by their names."""
    back = ids[..., 3 : 3 + len(BACK)]
    return Steps(ids[..., 0], ids[..., 1], ids[..., 2], back, numbers, ids[:, :HEADER, 0])


def first(coded: CodedTunes, tokens: int) -> CodedTunes:
    """The first tunes, with about so many tokens."""
    ends = np.cumsum([len(ids) for ids in coded.ids])
    count = min(len(coded), int(np.searchsorted(ends, tokens)) + 1)
    return CodedTunes(coded.ids[:count], coded.numbers[:count], coded.wanted[:count])


@torch.no_grad()
def nats_of(model: Composer, coded: CodedTunes, device: torch.device) -> list[npt.NDArray[np.float64]]:
    """Nats of each token that is asked for, tune by tune."""
    found: list[npt.NDArray[np.float64]] = [np.zeros(0)] * len(coded)
    for rows in alike(coded, SCORED_AT_ONCE):
        steps, wanted = put(stacked(coded, rows), device)
        scores = model(steps)
        nats = cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED, reduction="none")
        for row, each, asked in zip(rows, nats.view(wanted.shape), wanted != IGNORED, strict=True):
            found[row] = each[asked].double().cpu().numpy()
    return found
