"""What leaves with a language model, so that it can be used and checked where the text is not."""

import torch
from safetensors.torch import save
from torch import Tensor

from rnnkit.data import Vocabulary
from rnnkit.tasks.text.networks.model import build
from rnnkit.tasks.text.networks.network import LanguageModel
from rnnkit.tasks.text.settings import ResolvedText

SYMBOLS = 32  # of a text that the model itself wrote: no line of the training text leaves with it
MOST_SCORES = 100_000
TEMPERATURE = 0.8


def text_files(model: LanguageModel, config: ResolvedText, vocabulary: Vocabulary) -> dict[str, bytes]:
    """The vocabulary, and a text the model wrote with its own scores for what follows.

    The scores are computed on the processor, by a network built anew from the weights.
    """
    again = build(config, len(vocabulary))
    again.load_state_dict({name: weight.cpu() for name, weight in model.state_dict().items()})
    ids = own_text(again.eval(), config)
    scores = answer(again, config, ids)
    return {
        "vocabulary.json": vocabulary.to_json().encode(),
        "predictions.safetensors": save({"ids": ids.float(), "scores": scores}),
    }


@torch.no_grad()
def own_text(model: LanguageModel, config: ResolvedText) -> Tensor:
    """The numbers `(T,)` of a text that the model writes by itself, from its first symbol."""
    luck = torch.Generator().manual_seed(config.seed)
    ids = torch.zeros(1, dtype=torch.int32)
    for _ in range(SYMBOLS - 1):
        likely = torch.softmax(newest(model, config, ids) / TEMPERATURE, dim=-1)
        drawn = torch.multinomial(torch.nan_to_num(likely) + 1e-9, 1, generator=luck)
        ids = torch.cat([ids, drawn.to(torch.int32)])
    return ids


@torch.no_grad()
def answer(model: LanguageModel, config: ResolvedText, ids: Tensor) -> Tensor:
    """The scores `(S, V)` of what follows the last S of the symbols `(T,)`, those that there is room for."""
    count = max(1, min(len(ids), MOST_SCORES // model.shape.vocabulary))
    ends = range(len(ids) - count + 1, len(ids) + 1)
    if config.bidirectional:
        return torch.stack([newest(model, config, ids[:end]) for end in ends])
    scores: Tensor = model(ids[None].long())[0][0, -count:]
    return scores.contiguous()


def newest(model: LanguageModel, config: ResolvedText, ids: Tensor) -> Tensor:
    """The scores `(V,)` of the symbol after these `(T,)`."""
    if config.bidirectional:
        return model.after_window(ids[None, -config.context :].long())[0]
    scores: Tensor = model(ids[None].long())[0][0, -1]
    return scores
