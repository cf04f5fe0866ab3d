"""What leaves with a translator, so that it can be used and checked where the pairs are not."""

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor

from rnnkit.data import Vocabulary
from rnnkit.tasks.translate.networks.model import build
from rnnkit.tasks.translate.networks.network import Translator
from rnnkit.tasks.translate.settings import ResolvedTranslate

READ, WRITTEN = 12, 8
"""Symbols of a source and of a target drawn at random: no line of the data leaves with a model."""


def translate_files(model: Translator, config: ResolvedTranslate, vocabulary: Vocabulary) -> dict[str, bytes]:
    """The vocabulary, and symbols at random with the probabilities of what follows them."""
    again = build(config, len(vocabulary))
    again.load_state_dict({name: weight.cpu() for name, weight in model.state_dict().items()})
    luck = np.random.default_rng(config.seed)
    source, before = (torch.from_numpy(luck.integers(0, len(vocabulary), size)) for size in (READ, WRITTEN))
    stored = {
        "source": source.float(),
        "before": before.float(),
        "chances": chances(again.eval(), source, before),
    }
    return {"vocabulary.json": vocabulary.to_json().encode(), "predictions.safetensors": save(stored)}


@torch.no_grad()
def chances(model: Translator, source: Tensor, before: Tensor) -> Tensor:
    """The probabilities `(T, V)` of what follows each of the symbols `(T,)`, for one source `(S,)`."""
    scores: Tensor = model(source[None].long(), before[None].long())
    return torch.softmax(scores[0], dim=-1).contiguous()
