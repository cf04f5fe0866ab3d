"""What leaves with a labeller, so that it can be used and checked where its sentences are not."""

import torch
from safetensors.torch import save
from torch import Tensor

from rnnkit.tasks.label.features import BESIDE, CODES, LONGEST, OWN
from rnnkit.tasks.label.labels import LABELS, Labels
from rnnkit.tasks.label.networks.network import Tagger
from rnnkit.tasks.label.networks.objective import build
from rnnkit.tasks.label.settings import ResolvedLabel

TOKENS = 24  # of a sentence drawn by chance: none of the training data leaves with it


def label_files(model: Tagger, config: ResolvedLabel, labels: Labels) -> dict[str, bytes]:
    """Tags and features, and a made-up sentence with what the network says to it.

    Computed on the processor with 64 bits, by a network built anew from the weights.
    """
    again = build(config, labels.rows, labels.tags)
    again.load_state_dict({name: weight.cpu() for name, weight in model.state_dict().items()})
    ids, characters = made_up(config, labels)
    stored = {"ids": ids, "characters": characters, "scores": chances(again, ids, characters)}
    return {
        LABELS: labels.model_dump_json().encode(),
        "predictions.safetensors": save({name: part.float().contiguous() for name, part in stored.items()}),
    }


def made_up(config: ResolvedLabel, labels: Labels) -> tuple[Tensor, Tensor]:
    """Features `(T, F)` and characters `(T, 16)` drawn by the seed."""
    luck = torch.Generator().manual_seed(config.seed)
    width = OWN + (BESIDE if config.neighbours else 0)
    ids = torch.randint(0, labels.rows, (TOKENS, width), generator=luck)
    return ids, torch.randint(0, CODES, (TOKENS, LONGEST), generator=luck)


@torch.no_grad()
def chances(model: Tagger, ids: Tensor, characters: Tensor) -> Tensor:
    """The probability `(T, C)` of each tag of each token by itself, with 64 bits."""
    scores = model.eval().double()(ids[None].long(), characters[None].long())
    found: Tensor = scores[0].softmax(dim=-1).float()
    return found
