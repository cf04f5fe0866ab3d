"""The network of a kept composer, built anew: what it answers, and what ONNX is made of."""

from collections.abc import Mapping

import torch
from safetensors.torch import load
from torch import Tensor, nn

from rnnkit.errors import DataError
from rnnkit.files.kept import Kept
from rnnkit.tasks.compose.kept.bundle import kept_symbols
from rnnkit.tasks.compose.kept.files import chances
from rnnkit.tasks.compose.networks.network import Composer, Steps, build
from rnnkit.tasks.compose.networks.place import BACK, NUMBERS
from rnnkit.tasks.compose.settings import ResolvedCompose
from rnnkit.words import t


class Scorer(nn.Module):
    """The columns of `Steps`, one after the other, to scores `(B, T, V)`."""

    def __init__(self, model: Composer) -> None:
        super().__init__()
        self.model = model

    def forward(self, *steps: Tensor) -> Tensor:
        """The scores of what stands at the next places."""
        scores: Tensor = self.model(Steps(*steps))
        return scores


def composer(kept: Kept) -> Composer:
    """The network, ready to answer."""
    assert isinstance(kept.config, ResolvedCompose)
    model = build(kept.config, len(kept_symbols(kept)))
    model.load_state_dict(load(kept.weights))
    return model.eval()


def answers(kept: Kept, stored: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """The probabilities that it gives now to what follows the stored tokens, and those that it gave."""
    symbols, ids = kept_symbols(kept), stored["ids"].long()
    if int(ids.min()) < 0 or int(ids.max()) >= len(symbols):
        raise DataError(t("The stored tokens of the model are damaged; export it again."))
    return chances(composer(kept), symbols, ids), stored["chances"]


def for_onnx(kept: Kept) -> tuple[nn.Module, tuple[Tensor, ...], list[str]]:
    """The network as it is asked, steps of nothing in particular, and the names of its inputs."""
    T, K = 8, len(BACK)
    parts = (
        torch.zeros(1, T, dtype=torch.long),
        torch.zeros(1, T, dtype=torch.long),
        torch.zeros(1, T, dtype=torch.long),
        torch.zeros(1, T, K, dtype=torch.long),
        torch.zeros(1, T, K + NUMBERS),
        torch.zeros(1, 2, dtype=torch.long),
    )
    return Scorer(composer(kept)), parts, list(Steps._fields)
