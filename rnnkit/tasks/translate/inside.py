"""A trained translator looked into: the states of its encoder, and what each symbol of a source does."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from rnnkit.data.pairs import Pairs
from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import Probe
from rnnkit.inspect.probe_inputs import MOST_STATES, Array, Inside, fill, rows_for, swapped
from rnnkit.inspect.tracking import text_features
from rnnkit.tasks.translate.corpus import Coded, read_corpus
from rnnkit.tasks.translate.networks.model import IGNORED, build, side_by_side
from rnnkit.tasks.translate.settings import ResolvedTranslate


def inside(model: Model, pairs: Pairs) -> Inside:
    """A translator on validation pairs whose sources are equally long: those of the most frequent length."""
    config, vocabulary = model.config, model.vocabulary
    assert isinstance(config, ResolvedTranslate)
    assert vocabulary is not None
    corpus = read_corpus(pairs, config)
    network = build(config, len(vocabulary))
    fill(network, model)
    rows = _alike(corpus.validation)
    length = len(corpus.validation.sources[rows[0]])
    rows = rows[: rows_for(network, 2 * length, length)]
    source = torch.from_numpy(np.stack([corpus.validation.sources[row] for row in rows])).long()
    before, wanted = map(torch.from_numpy, side_by_side([corpus.validation.targets[row] for row in rows]))

    def answer(embedded: Tensor) -> Tensor:
        written, _ = network.write(network.read_embedded(embedded), before)
        logs = network.scores(written).log_softmax(dim=-1)
        each = logs.gather(2, wanted.clamp(min=0)[..., None])[..., 0]
        right = (each * (wanted != IGNORED)).sum(dim=1, keepdim=True)
        return right / (wanted != IGNORED).sum(dim=1, keepdim=True)

    with torch.no_grad():
        own = network.embedded(source)
    probe = Probe(own, own[swapped(len(own))], answer, lambda answers: -answers[:, 0])
    states, read = _states(network, source, vocabulary.symbols)
    features = dict(text_features(read).items())
    shown = {"line": 0, "name": "", "at": np.arange(len(read)), "read": read, "y": np.nan}
    return Inside(probe, "valid", states, pd.DataFrame(shown), features)


def _alike(coded: Coded) -> list[int]:
    """The rows of the most frequent length of sources."""
    times = Counter(len(source) for source in coded.sources)
    length = max(times, key=lambda size: (times[size], size))
    return [row for row, source in enumerate(coded.sources) if len(source) == length]


@torch.no_grad()
def _states(network: Any, source: Tensor, symbols: tuple[str, ...]) -> tuple[Array, list[str]]:
    """What the encoder knows at each symbol of the first sources, one after the other."""
    few = source[: max(1, MOST_STATES // source.shape[1])]
    outputs: Tensor = network.read(few).outputs
    return outputs.flatten(0, 1).double().numpy(), [symbols[number] for number in few.flatten().tolist()]
