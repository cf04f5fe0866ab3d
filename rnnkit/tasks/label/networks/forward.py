"""The labeller of `networks.network` in NumPy: the same scores without torch, a sentence at a time.

Needs nothing of here but `features`, `layer_weights` and `steps`: a kept model takes them along.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.numpy_rnn.layer_weights import kind_of, layer_weights
from rnnkit.numpy_rnn.steps import STEPS, layer_norm, softmax
from rnnkit.tasks.label.features import LOOKED_AT, character_ids, feature_ids

Array = npt.NDArray[np.float64]
Weights = Mapping[str, Any]

NEVER = -1e4


def one_direction(weights: Weights, prefix: str, suffix: str, kind: str, x: Array) -> Array:
    """One direction of one layer over `(T, I)`: states `(T, H)`, in the order of the sentence."""
    w_x, w_h, b_x, b_h = (
        np.asarray(array, dtype=np.float64) for array in layer_weights(weights, prefix, suffix)
    )
    inputs = x @ w_x.T + b_x
    h = c = np.zeros(w_h.shape[1])
    states = np.empty((len(x), len(h)))
    for place in reversed(range(len(x))) if suffix else range(len(x)):
        h, c = STEPS[kind](inputs[place], w_h @ h + b_h, h, c)
        states[place] = h
    return states


def recurrent(weights: Weights, settings: Any, x: Array) -> Array:
    """All layers over `(T, I)`: states `(T, D * H)`."""
    for number in range(settings.num_layers):
        prefix = f"recurrent.layers.{number}"
        ways, kind = ("", "_reverse") if settings.bidirectional else ("",), kind_of(settings)
        x = np.concatenate([one_direction(weights, prefix, way, kind, x) for way in ways], axis=1)
        if settings.layer_norm:
            norm = f"recurrent.norms.{number}"
            x = layer_norm(x, weights[f"{norm}.weight"], weights[f"{norm}.bias"])
    return x


def filtered(weights: Weights, characters: Any) -> Array:
    """Characters `(T, L)` to numbers `(T, N)`: filters over three of them, the largest answer of each."""
    x = np.asarray(weights["characters.embed.weight"], dtype=np.float64)[characters]  # (T, L, E)
    filters = np.asarray(weights["characters.filters.weight"], dtype=np.float64)  # (N, E, 3)
    padded = np.pad(x, ((0, 0), (1, 1), (0, 0)))
    L = x.shape[1]
    found = sum(padded[:, way : way + L] @ filters[:, :, way].T for way in range(filters.shape[2]))
    result: Array = np.maximum(found + weights["characters.filters.bias"], 0).max(axis=1)
    return result


def inputs_of(weights: Weights, settings: Any, features: Any, characters: Any) -> Array:
    """What the recurrent layers read of each token: features `(T, F)` and characters to `(T, I)`."""
    embed = np.asarray(weights["embed.weight"], dtype=np.float64)
    x: Array = (embed[features] * (features > 0)[:, :, None]).sum(axis=1)
    return np.concatenate([x, filtered(weights, characters)], axis=1) if settings.characters == "cnn" else x


def tag_scores(weights: Weights, settings: Any, features: Any, characters: Any) -> Array:
    """The scores `(T, C)` of every tag of every token."""
    states = recurrent(weights, settings, inputs_of(weights, settings, features, characters))
    direct = np.asarray(weights["direct.weight"], dtype=np.float64)
    counted = (direct[features] * (features > 0)[:, :, None]).sum(axis=1)
    scores: Array = (
        states @ np.asarray(weights["head.weight"], dtype=np.float64).T + weights["head.bias"] + counted
    )
    return scores


def best_tags(weights: Weights, settings: Any, scores: Array, tags: Sequence[str]) -> list[int]:
    """The tags of a sentence: the best one of each token, or with a CRF the best sequence (Viterbi 1967)."""
    if not settings.crf:
        return [int(place) for place in scores.argmax(axis=1)]
    start, steps, end = (
        np.array(weights[f"crf.{name}"], dtype=np.float64) for name in ("start", "step", "end")
    )
    forbid(tags, start, steps)
    ahead = start + scores[0]
    back = []
    for row in scores[1:]:
        reached = ahead[:, None] + steps
        back.append(reached.argmax(axis=0))
        ahead = reached.max(axis=0) + row
    found = [int((ahead + end).argmax())]
    for origin in reversed(back):
        found.append(int(origin[found[-1]]))
    return found[::-1]


def forbid(tags: Sequence[str], start: Array, steps: Array) -> None:
    """Mark what never follows in BIO: an I- that goes on with what is not there."""
    if "O" not in tags:
        return
    for place, tag in enumerate(tags):
        if tag.startswith("I-"):
            start[place] += NEVER
            for before, other in enumerate(tags):
                if other == "O" or other[2:] != tag[2:]:
                    steps[before, place] += NEVER


def label_tokens(
    weights: Weights, settings: Any, tags: Sequence[str], known: Mapping[str, int], tokens: Sequence[str]
) -> tuple[list[str], Array]:
    """The tags of the tokens of a sentence, and the probability `(T, C)` of each tag by itself."""
    cut = [token[:LOOKED_AT] for token in tokens]
    scores = tag_scores(weights, settings, feature_ids(cut, known, settings.neighbours), character_ids(cut))
    return [tags[place] for place in best_tags(weights, settings, scores, tags)], softmax(scores)
