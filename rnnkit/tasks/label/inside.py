"""A trained labeller looked into: its states along sentences, and what the words before do to a tag."""

from typing import Any

import numpy as np
import pandas as pd
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rnnkit.data.tagged.tagged import Tagged
from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import Probe
from rnnkit.inspect.probe_inputs import MOST_LINES, Inside, fill, rows_for, swapped, too_few
from rnnkit.tasks.label.labels import Labels
from rnnkit.tasks.label.networks.encoded import Encoded, encode
from rnnkit.tasks.label.networks.network import Tagger
from rnnkit.tasks.label.networks.objective import build
from rnnkit.tasks.label.sets import Sets, make_sets
from rnnkit.tasks.label.settings import ResolvedLabel
from rnnkit.training.batches import thinned
from rnnkit.words import t

BACK = 10  # tokens up to and with the one that is labelled
LONG = 60  # tokens of a sentence whose states are shown


def inside(model: Model, data: Tagged) -> Inside:
    """A labeller on the sentences that chose its weights; the probe asks for the tag of the last token."""
    config = model.config
    assert isinstance(config, ResolvedLabel)
    sets = make_sets(data, config)
    labels = sets.labels
    network = build(config, labels.rows, labels.tags)
    fill(network, model)
    found = encode(
        data, sets.validation, labels, neighbours=config.neighbours, characters=config.characters == "cnn"
    )
    probe = _probe(network, found)
    chosen = _lines(found)
    states, steps = _states(network, found, chosen, sets, labels)
    return Inside(probe, "valid", states, steps, _features(steps))


def _probe(network: Tagger, found: Encoded) -> Probe:
    """Windows of the same length, each up to a token of a sentence, as the recurrent layers read them."""
    back = min(BACK, max((len(tags) for tags in found.tags), default=0))
    places = [
        (number, end)
        for number, tags in enumerate(found.tags)
        for end in range(back, len(tags) + 1)
        if tags[end - 1] >= 0
    ]
    if len(places) < 2:
        raise too_few()
    kept = thinned(torch.arange(len(places)), rows_for(network.recurrent, back, back)).tolist()
    chosen = [places[number] for number in kept]

    def cut(parts: Any) -> Tensor:
        rows = [parts[number][end - back : end] for number, end in chosen]
        return torch.from_numpy(np.stack(rows).astype(np.int64))

    wanted = torch.tensor([int(found.tags[number][end - 1]) for number, end in chosen])
    with torch.no_grad():
        features = cut(found.features)
        own = network.inputs(features, cut(found.characters))
        last = features[:, -1:]

    def answer(inputs: Tensor) -> Tensor:
        scores = network.after(inputs, None)[:, -1:] + network.direct(last.flatten(0, 1)).view(
            len(last), 1, -1
        )
        found: Tensor = scores[:, 0].log_softmax(dim=-1).gather(1, wanted[:, None])
        return found

    def error(answers: Tensor) -> Tensor:
        return -answers[:, 0]

    return Probe(own, own[swapped(len(own))], answer, error)


def _lines(found: Encoded) -> list[int]:
    """A few of the longer sentences that still fit on a screen."""
    lengths = [(len(tags), number) for number, tags in enumerate(found.tags) if len(tags) <= LONG]
    longest = sorted(lengths, reverse=True)[:MOST_LINES] or [(0, 0)]
    return sorted(number for _, number in longest)


@torch.no_grad()
def _states(
    network: Tagger, found: Encoded, chosen: list[int], sets: Sets, labels: Labels
) -> tuple[Any, pd.DataFrame]:
    """States after each token, both directions, and what the tokens are with their tags and losses."""
    states, frames = [], []
    for line, number in enumerate(chosen):
        features = torch.from_numpy(found.features[number].astype(np.int64))[None]
        inputs = network.inputs(features, torch.from_numpy(found.characters[number].astype(np.int64))[None])
        outputs, _ = network.recurrent.read(inputs)
        scores = network.after(inputs, features)[0]
        tags = torch.from_numpy(found.tags[number]).clamp(min=0)
        tokens = sets.data.tokens[sets.validation[number]]
        states.append(outputs[0].double().numpy())
        frames.append(
            pd.DataFrame(
                {
                    "line": line,
                    "name": t("sentence {number}", number=line + 1),
                    "at": np.arange(1, len(tokens) + 1),
                    "read": [
                        f"{token} {labels.tags[tag]}"
                        for token, tag in zip(tokens, tags.tolist(), strict=True)
                    ],
                    "y": cross_entropy(scores, tags, reduction="none").double().numpy(),
                }
            )
        )
    return np.concatenate(states), pd.concat(frames, ignore_index=True)


def _features(steps: pd.DataFrame) -> dict[str, Any]:
    """What units may go with: the place in the sentence, each tag, and whether a word has a capital."""
    words = steps["read"].str.rsplit(" ", n=1)
    tokens, tags = words.str[0], words.str[1]
    found = {
        "place in the sentence": steps["at"].to_numpy(np.float64),
        "capital": tokens.str[:1].str.isupper().to_numpy(np.float64),
        "length of the token": tokens.str.len().to_numpy(np.float64),
    }
    for tag in tags.value_counts().index[:8]:
        found[str(tag)] = (tags == tag).to_numpy(np.float64)
    return found
