"""A trained language model looked into: its states along the part of its text that chose its weights."""

from typing import Any

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from rnnkit.data import Text, Vocabulary
from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import Probe
from rnnkit.inspect.probe_inputs import MOST_STATES, Array, Inside, fill, rows_for, swapped
from rnnkit.inspect.tracking import text_features
from rnnkit.tasks.text.corpus import read_corpus
from rnnkit.tasks.text.networks import model as text_model
from rnnkit.tasks.text.settings import ResolvedText
from rnnkit.training.batches import thinned

MOST_SYMBOLS = 1_500  # whose states are kept
CONTEXT = 100  # symbols back that are looked at in a network that has no fixed window


def inside(model: Model, text: Text) -> Inside:
    """A language model on the part of the text that chose its weights."""
    config, vocabulary = model.config, model.vocabulary
    assert isinstance(config, ResolvedText)
    assert isinstance(vocabulary, Vocabulary)
    corpus = read_corpus(text, config)
    ids = torch.from_numpy(corpus.checked).long()
    network = text_model.build(config, len(vocabulary))
    fill(network, model)
    steps = min(config.context if config.bidirectional else CONTEXT, len(ids) // 2)
    places = thinned(
        torch.arange(steps, len(ids)),
        rows_for(network.recurrent, steps, steps),
    )
    windows = ids[places[:, None] + torch.arange(-steps, 0)]
    wanted = ids[places][:, None]

    def answer(embedded: Tensor) -> Tensor:
        return network.after(embedded).log_softmax(dim=-1).gather(1, wanted)

    with torch.no_grad():
        own = network.embedded(windows)
        states, first = writer_states(network, config, ids)
    probe = Probe(own, own[swapped(len(own))], answer, lambda answers: -answers[:, 0])
    symbols = [vocabulary.symbols[number] for number in ids[: first + len(states)].tolist()]
    features = {name: values[first:] for name, values in text_features(symbols).items()}
    shown = {
        "line": 0,
        "name": "",
        "at": np.arange(first, len(symbols)),
        "read": symbols[first:],
        "y": np.nan,
    }
    part = "valid" if corpus.held_out else "train"
    return Inside(probe, part, states, pd.DataFrame(shown), features)


def writer_states(network: Any, config: ResolvedText, ids: Tensor) -> tuple[Array, int]:
    """The states `(R, D * H)` after symbols of a text in turn, and which symbol was the first of them.

    Both directions: a window is read anew for each, so the first states are those after a whole window.
    """
    if not config.bidirectional:
        outputs, _ = network.recurrent.read(network.embedded(ids[None, :MOST_SYMBOLS]))
        return outputs[0].double().numpy(), 0
    context = min(config.context, len(ids) // 2)
    ends = torch.arange(context, min(len(ids), context + MOST_STATES) + 1)
    windows = ids[ends[:, None] + torch.arange(-context, 0)]
    return network.recurrent(network.embedded(windows))[1].double().numpy(), context - 1
