"""What leaves with a composer, so that it can be used and checked where its tunes are not."""

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor

from rnnkit.data.tunes import Tune
from rnnkit.tasks.compose.networks.encoded import encode_one
from rnnkit.tasks.compose.networks.network import Composer, build
from rnnkit.tasks.compose.networks.objective import steps_of
from rnnkit.tasks.compose.networks.place import HEADER
from rnnkit.tasks.compose.settings import ResolvedCompose
from rnnkit.tasks.compose.symbols import SYMBOLS, Symbols

TOKENS = 48  # drawn by chance, so that no tune of the data leaves with it


def compose_files(model: Composer, config: ResolvedCompose, symbols: Symbols) -> dict[str, bytes]:
    """The symbols, and tokens at random with the probabilities of what follows them.

    Computed on the processor, by a network built anew from the weights.
    """
    again = build(config, len(symbols))
    again.load_state_dict({name: weight.cpu() for name, weight in model.state_dict().items()})
    drawn = np.random.default_rng(config.seed).integers(symbols.first_token, len(symbols), TOKENS)
    ids = torch.from_numpy(np.concatenate([first_header(symbols), drawn]))
    stored = {"ids": ids.float(), "chances": chances(again, symbols, ids)}
    return {SYMBOLS: symbols.model_dump_json().encode(), "predictions.safetensors": save(stored)}


def first_header(symbols: Symbols) -> list[int]:
    """The numbers of the most frequent meter and key."""
    return symbols.encode(symbols.headers[0].tokens)


@torch.no_grad()
def chances(model: Composer, symbols: Symbols, ids: Tensor) -> Tensor:
    """The probabilities `(T, V)` of what follows the header in `ids` `(T + 1,)` and each token."""
    meter, key, *tokens = (symbols.all[int(number)] for number in ids)
    tune = Tune("", meter.removeprefix("M:"), "1/8", key.removeprefix("K:"), tuple(tokens))
    coded, numbers, _ = encode_one(tune, symbols)
    steps = steps_of(torch.from_numpy(coded.astype(np.int64))[None], torch.from_numpy(numbers)[None])
    scores: Tensor = model.eval()(steps)[0, HEADER - 1 :]
    return scores.softmax(dim=-1).contiguous()
