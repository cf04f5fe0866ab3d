"""A trained composer looked into: its states along tunes, and what the tokens before do to the next one."""

from typing import Any

import numpy as np
import pandas as pd
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rnnkit.data.tunes import TuneData, look
from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import Probe
from rnnkit.inspect.probe_inputs import MOST_LINES, Inside, fill, rows_for, swapped, too_few
from rnnkit.tasks.compose.networks.encoded import CodedTunes, encode
from rnnkit.tasks.compose.networks.network import Composer, Steps, build
from rnnkit.tasks.compose.networks.objective import steps_of
from rnnkit.tasks.compose.networks.place import HEADER, NUMBERS
from rnnkit.tasks.compose.sets import TuneSets, make_sets
from rnnkit.tasks.compose.settings import ResolvedCompose
from rnnkit.training.batches import thinned
from rnnkit.words import t

BACK = 24  # tokens up to the one that is asked for
LONG = 120  # tokens of a tune whose states are shown


def inside(model: Model, data: TuneData) -> Inside:
    """A composer on the tunes that chose its weights; the probe asks for the token behind a window."""
    config = model.config
    assert isinstance(config, ResolvedCompose)
    sets = make_sets(data, config)
    network = build(config, len(sets.symbols))
    fill(network, model)
    found = encode(sets.tunes(sets.validation), sets.symbols)
    probe = _probe(network, found)
    states, steps = _states(network, found, sets)
    return Inside(probe, "valid", states, steps, _features(steps))


def _probe(network: Composer, found: CodedTunes) -> Probe:
    """Windows of the same length of all tunes, as the recurrent layers read them."""
    back = min(BACK, max((len(ids) for ids in found.ids), default=0))
    places = [(row, end) for row, ids in enumerate(found.ids) for end in range(back, len(ids) + 1)]
    if len(places) < 2 or back < HEADER:
        raise too_few()
    kept = thinned(torch.arange(len(places)), rows_for(network.recurrent, back, back)).tolist()
    chosen = [places[number] for number in kept]
    ids = np.stack([found.ids[row][end - back : end] for row, end in chosen]).astype(np.int64)
    numbers = np.stack([found.numbers[row][end - back : end] for row, end in chosen])
    about = np.stack([found.ids[row][:HEADER, 0] for row, _ in chosen]).astype(np.int64)
    steps = steps_of(*map(torch.from_numpy, (ids, numbers)))._replace(about=torch.from_numpy(about))
    wanted = torch.tensor([int(found.wanted[row][end - 1]) for row, end in chosen])
    last = Steps._make([*(part[:, -1:] for part in steps[:-1]), steps.about])
    with torch.no_grad():
        own = network.inputs(steps)

    def answer(inputs: Tensor) -> Tensor:
        states, _ = network.recurrent.read(inputs)
        logs = network.scores(states[:, -1:], last)[:, 0].log_softmax(dim=-1)
        found: Tensor = logs.gather(1, wanted[:, None])
        return found

    return Probe(own, own[swapped(len(own))], answer, lambda answers: -answers[:, 0])


@torch.no_grad()
def _states(network: Composer, found: CodedTunes, sets: TuneSets) -> tuple[Any, pd.DataFrame]:
    """States behind each token, and what the tokens are, with the surprise at the next one."""
    tunes = sets.tunes(sets.validation)
    states, frames = [], []
    for line, row in enumerate(range(min(MOST_LINES, len(found)))):
        ids, numbers = (torch.from_numpy(part[row][:LONG])[None] for part in (found.ids, found.numbers))
        steps = steps_of(ids.long(), numbers)
        outputs, _ = network.recurrent.read(network.inputs(steps))
        scores = network.scores(outputs, steps)[0]
        wanted = torch.from_numpy(found.wanted[row][:LONG]).long()
        surprise = cross_entropy(scores, wanted.clamp(min=0), reduction="none").double().numpy()
        read = [*tunes[row].header, *tunes[row].tokens][: len(surprise)]
        states.append(outputs[0].double().numpy())
        frames.append(
            pd.DataFrame(
                {
                    "line": line,
                    "name": tunes[row].title[:40] or t("tune {number}", number=line + 1),
                    "at": np.arange(1, len(read) + 1),
                    "read": read,
                    "y": surprise,
                    "full": found.numbers[row][:LONG][:, -NUMBERS],
                }
            )
        )
    return np.concatenate(states), pd.concat(frames, ignore_index=True)


def _features(steps: pd.DataFrame) -> dict[str, Any]:
    """What units may go with: how full the bar is, the place in the tune, and kinds of tokens."""
    kinds = [found.kind if (found := look(token)) else "" for token in steps["read"]]
    return {
        "how full the bar is": steps.pop("full").to_numpy(np.float64),
        "place in the tune": steps["at"].to_numpy(np.float64),
        "bar line": np.array([kind == "bar" for kind in kinds], dtype=np.float64),
        "chord symbol": np.array([kind == "symbol" for kind in kinds], dtype=np.float64),
        "note": np.array([kind == "note" for kind in kinds], dtype=np.float64),
    }
