"""A trained classifier looked into: its states along texts of the part that chose its weights."""

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from rnnkit.data import Vocabulary
from rnnkit.data.labelled import Labelled
from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import Probe
from rnnkit.inspect.probe_inputs import MOST_LINES, MOST_STATES, Inside, fill, rows_for, swapped
from rnnkit.inspect.tracking import text_features
from rnnkit.tasks.classify.corpus import Corpus, read_corpus
from rnnkit.tasks.classify.model import build
from rnnkit.tasks.classify.network import Classifier, SingleClassifier
from rnnkit.tasks.classify.objective import padded
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.training.batches import thinned

LEAST = 2  # texts that are looked at
MOST_STEPS = 100  # symbols back that are looked at


def inside(model: Model, data: Labelled) -> Inside:
    """A classifier before the ends of texts, all of which are at least as long as the middle one."""
    config, vocabulary = model.config, model.vocabulary
    assert isinstance(config, ResolvedClassify)
    assert isinstance(vocabulary, Vocabulary)
    corpus = read_corpus(data, config)
    network = build(config, len(vocabulary), len(corpus.classes), vocabulary.unk or 0)
    fill(network, model)
    states, steps, symbols = along(network, corpus)
    return Inside(
        probe_of(network, corpus),
        "valid" if len(corpus.parts.validation) else "train",
        states,
        steps,
        text_features(symbols),
    )


def probe_of(network: Classifier, corpus: Corpus) -> Probe:
    """The last symbols of texts, each to be replaced by that of another text; what stands before stays."""
    sizes = np.array([len(corpus.ids[row]) for row in corpus.checked.tolist()])
    steps = int(min(MOST_STEPS, max(1, np.median(sizes))))
    able = torch.from_numpy(corpus.checked[sizes >= steps])
    rows = thinned(able, max(LEAST, rows_for(network, int(sizes.max()), steps))).numpy()
    ids, lengths = padded([corpus.ids[row] for row in rows.tolist()], torch.device("cpu"))
    wanted = torch.from_numpy(corpus.labels[rows])[:, None]
    places = (lengths[:, None] - steps + torch.arange(steps))[:, :, None]
    with torch.no_grad():
        whole = network.embedded(ids)
    places = places.expand(-1, -1, whole.shape[2])
    own = whole.gather(1, places)

    def answer(embedded: Tensor) -> Tensor:
        """ln p of the right class `(N, 1)` where the last symbols are these `(N, steps, F)`."""
        return network.after(whole.scatter(1, places, embedded), lengths).gather(1, wanted)

    return Probe(own, own[swapped(len(own))], answer, lambda found: -found[:, 0])


@torch.no_grad()
def along(network: Classifier, corpus: Corpus) -> tuple[np.ndarray, pd.DataFrame, list[str]]:
    """States `(R, U)` of the first reader along a few texts, what those steps are, and their symbols."""
    reader = network.nets[0]
    assert isinstance(reader, SingleClassifier)
    states, frames, symbols = [], [], []
    for line, row in enumerate(thinned(torch.from_numpy(corpus.checked), MOST_LINES).tolist()):
        ids = torch.from_numpy(corpus.ids[row][:MOST_STATES]).long()[None]
        found = reader.along(ids)
        read = [corpus.vocabulary.symbols[number] for number in ids[0].tolist()]
        name = corpus.classes[int(corpus.labels[row])]
        frames.append(
            pd.DataFrame({"line": line, "name": name, "at": range(len(read)), "read": read, "y": np.nan})
        )
        states.append(found[0].double().numpy())
        symbols += read
    return np.concatenate(states), pd.concat(frames, ignore_index=True), symbols
