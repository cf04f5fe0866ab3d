"""The network of a kept labeller, built anew: what it answers, and what ONNX is made of."""

from collections.abc import Mapping

import torch
from safetensors.torch import load
from torch import Tensor, nn

from rnnkit.errors import DataError
from rnnkit.files.kept import Kept
from rnnkit.tasks.label.features import CODES
from rnnkit.tasks.label.kept.bundle import kept_labels
from rnnkit.tasks.label.kept.files import chances
from rnnkit.tasks.label.networks.network import Tagger
from rnnkit.tasks.label.networks.objective import build
from rnnkit.tasks.label.settings import ResolvedLabel
from rnnkit.words import t


class Scorer(nn.Module):
    """Features `(B, T, F)` and characters `(B, T, 16)` to scores `(B, T, C)`, tags chosen by whoever asks."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.model = model

    def forward(self, features: Tensor, characters: Tensor) -> Tensor:
        """The scores of every tag of every token."""
        scores: Tensor = self.model(features, characters)
        return scores


def tagger(kept: Kept) -> Tagger:
    """The network, ready to answer."""
    assert isinstance(kept.config, ResolvedLabel)
    labels = kept_labels(kept)
    model = build(kept.config, labels.rows, labels.tags)
    model.load_state_dict(load(kept.weights))
    return model.eval()


def answers(kept: Kept, stored: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """The probabilities that it gives now to the stored sentence, and those that it gave."""
    ids, characters = stored["ids"].long(), stored["characters"].long()
    inside = int(ids.min()) >= 0 and int(ids.max()) < kept_labels(kept).rows
    if not inside or not 0 <= int(characters.min()) <= int(characters.max()) < CODES:
        raise DataError(t("The stored sentence of the model is damaged; export it again."))
    return chances(tagger(kept), ids, characters), stored["scores"]


def for_onnx(kept: Kept) -> tuple[nn.Module, tuple[Tensor, ...], list[str]]:
    """The network as it is asked, the stored sentence, and the names of its inputs."""
    stored = load(kept.predictions)
    ids, characters = stored["ids"].long()[None], stored["characters"].long()[None]
    model = Scorer(tagger(kept).to(torch.float32))
    return model, (ids, characters), ["features", "characters"]
