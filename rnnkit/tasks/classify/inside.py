"""A trained classifier looked into: its states along rows of the part that chose its weights."""

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from rnnkit.data.labelled import Labelled
from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import Probe
from rnnkit.inspect.probe_inputs import MOST_LINES, MOST_STATES, Inside, fill, rows_for, swapped
from rnnkit.inspect.tracking import series_features, text_features
from rnnkit.tasks.classify.kinds import read_rows
from rnnkit.tasks.classify.networks.model import build
from rnnkit.tasks.classify.networks.network import Classifier, SingleClassifier
from rnnkit.tasks.classify.networks.objective import padded
from rnnkit.tasks.classify.rows import NumberedRows
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.training.batches import thinned

LEAST = 2  # rows that are looked at
MOST_STEPS = 100  # steps back that are looked at
WINDOW = 20  # steps of a series, whose mean and spread a unit may go with


def inside(model: Model, data: Labelled) -> Inside:
    """A classifier before the ends of rows, all of which are at least as long as the middle one."""
    config = model.config
    assert isinstance(config, ResolvedClassify)
    rows = read_rows(data, config)
    network = build(config, rows.entry, len(rows.classes))
    fill(network, model)
    states, steps = along(network, rows)
    symbols = rows.vocabulary is not None
    features = (
        text_features(steps["read"].tolist()) if symbols else series_features(steps["y"].to_numpy(), WINDOW)
    )
    part = "valid" if len(rows.parts.validation) else "train"
    return Inside(probe_of(network, rows), part, states, steps, features)


def probe_of(network: Classifier, rows: NumberedRows) -> Probe:
    """The last steps of rows, each to be replaced by that of another row; what stands before stays."""
    sizes = np.array([len(rows.numbers[row]) for row in rows.checked.tolist()])
    steps = int(min(MOST_STEPS, max(1, np.median(sizes))))
    able = torch.from_numpy(rows.checked[sizes >= steps])
    chosen = thinned(able, max(LEAST, rows_for(network, int(sizes.max()), steps))).numpy()
    block, lengths = padded([rows.numbers[row] for row in chosen.tolist()], torch.device("cpu"))
    wanted = torch.from_numpy(rows.labels[chosen])[:, None]
    places = (lengths[:, None] - steps + torch.arange(steps))[:, :, None]
    with torch.no_grad():
        whole = network.embedded(block)
    places = places.expand(-1, -1, whole.shape[2])
    own = whole.gather(1, places)

    def answer(embedded: Tensor) -> Tensor:
        """ln p of the right class `(N, 1)` where the last symbols are these `(N, steps, F)`."""
        return network.after(whole.scatter(1, places, embedded), lengths).gather(1, wanted)

    return Probe(own, own[swapped(len(own))], answer, lambda found: -found[:, 0])


@torch.no_grad()
def along(network: Classifier, rows: NumberedRows) -> tuple[np.ndarray, pd.DataFrame]:
    """States `(R, U)` of the first reader along a few rows, and what those steps are."""
    reader = network.nets[0]
    assert isinstance(reader, SingleClassifier)
    states, frames = [], []
    for line, row in enumerate(thinned(torch.from_numpy(rows.checked), MOST_LINES).tolist()):
        numbers = rows.numbers[row][:MOST_STATES]
        block, _ = padded([numbers], torch.device("cpu"))
        frame = pd.DataFrame(
            {"line": line, "name": rows.classes[int(rows.labels[row])], "at": range(len(numbers))}
        )
        if rows.vocabulary is not None:
            own = frame.assign(
                read=[rows.vocabulary.symbols[number] for number in numbers.tolist()], y=np.nan
            )
        else:
            first = numbers[:, 0].astype(np.float64)  # of the first channel, as it is read
            own = frame.assign(read=[f"{value:.3g}" for value in first.tolist()], y=first)
        frames.append(own)
        states.append(reader.along(block)[0].double().numpy())
    return np.concatenate(states), pd.concat(frames, ignore_index=True)
