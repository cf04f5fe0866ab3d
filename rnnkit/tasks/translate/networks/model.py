"""The network that the settings ask for, and what it says of pairs: nats per symbol."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rnnkit.tasks.translate.corpus import Coded, Ids
from rnnkit.tasks.translate.networks.network import Translator, TranslatorShape
from rnnkit.tasks.translate.settings import ResolvedTranslate

IGNORED = -100
ROWS = 64  # that are read at once where nothing is learned


def build(config: ResolvedTranslate, vocabulary: int) -> Translator:
    """The network that the settings ask for, for so many symbols."""
    names = TranslatorShape.__dataclass_fields__
    asked = {name: getattr(config, name) for name in names if hasattr(config, name)}
    return Translator(TranslatorShape(vocabulary=vocabulary, **asked))


def grouped(coded: Coded, places: Sequence[int]) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Rows by the length of their sources: sources `(B, S)`, what stands before each symbol, and the symbols.

    Both of the latter are `(B, T)`; behind the end of a target there is nothing to answer.
    """
    groups: dict[int, list[int]] = {}
    for place in places:
        groups.setdefault(len(coded.sources[place]), []).append(place)
    for group in groups.values():
        source = torch.from_numpy(np.stack([coded.sources[place] for place in group])).long()
        before, wanted = side_by_side([coded.targets[place] for place in group])
        yield source, torch.from_numpy(before), torch.from_numpy(wanted)


def side_by_side(targets: Sequence[Ids]) -> tuple[np.ndarray, np.ndarray]:
    """Targets of several lengths as `(B, T)`: the symbol before each, and each itself."""
    T, end = max(map(len, targets)), int(targets[0][-1])
    wanted = np.full((len(targets), T), IGNORED, np.int64)
    before = np.full((len(targets), T), end, np.int64)
    for row, target in enumerate(targets):
        wanted[row, : len(target)] = target
        before[row, 1 : len(target)] = target[:-1]
    return before, wanted


def nats(scores: Tensor, wanted: Tensor, smoothing: float = 0.0) -> Tensor:
    """Sum of -ln p of the wanted symbols `(...)` by scores `(..., V)`; nothing where nothing is wanted."""
    return cross_entropy(
        scores.flatten(0, -2),
        wanted.flatten(),
        ignore_index=IGNORED,
        label_smoothing=smoothing,
        reduction="sum",
    )


@torch.no_grad()
def nats_per_symbol(model: Translator, coded: Coded, device: torch.device) -> float:
    """Mean of -ln p of every symbol of the targets, the right ones before it."""
    total, order = 0.0, sorted(range(len(coded)), key=lambda place: len(coded.sources[place]))
    for start in range(0, len(order), ROWS):
        for source, before, wanted in grouped(coded, order[start : start + ROWS]):
            total += float(nats(model(source.to(device), before.to(device)), wanted.to(device)))
    return total / coded.symbols
