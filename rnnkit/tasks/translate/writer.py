"""A trained encoder-decoder in plain NumPy: it reads sources and writes targets, greedily or by beam search.

The same numbers as `networks.network`, without torch: for the screen, for scoring, and for
those who take a model along. Sources of the same length are read at once.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.numpy_rnn.layer_weights import kind_of, layer_weights
from rnnkit.numpy_rnn.steps import STEPS, layer_norm, log_softmax, softmax

Array = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

LOWEST = np.float32(-1e30)
LONGER, EXTRA = 2, 20  # a target has at most so many times the symbols of its source, and so many more
AT_ONCE = 1_000_000  # numbers of scores that are held at once


@dataclass(frozen=True)
class WrittenTarget:
    """What was written: symbols without the end, its score (log probability over length), its attention.

    `attention` is `(T, S)`, with a row for the end at last; empty without attention. `chances` are the
    probabilities of the symbols and of the end `(T,)`.
    """

    ids: tuple[int, ...]
    score: float
    attention: Array
    chances: Array


class NumpyLayer:
    """One direction of one recurrent layer."""

    def __init__(self, weights: Mapping[str, Array], prefix: str, suffix: str, kind: str) -> None:
        ih, hh, b_ih, b_hh = layer_weights(weights, prefix, suffix)
        self.b_ih: Array = b_ih
        self.b_hh: Array = b_hh
        self.ih, self.hh = np.ascontiguousarray(ih.T), np.ascontiguousarray(hh.T)
        self.kind, self.hidden = kind, hh.shape[1]

    def inputs(self, x: Array) -> Array:
        """What inputs `(..., I)` bring into the gates: `(..., G * H)`."""
        found: Array = x @ self.ih + self.b_ih
        return found

    def step(self, x: Array, state: Array) -> Array:
        """Go on from states `(N, P, H)`, P parts a state (h; h and c), by inputs `(N, G * H)`."""
        h, cell = state[:, 0], state[:, -1]
        after = STEPS[self.kind](x, h @ self.hh + self.b_hh, h, cell)
        return np.stack(after[: state.shape[1]], axis=1)


class Writer:
    """A trained translator. `config` has the settings as attributes; `end` begins and ends every target."""

    def __init__(self, weights: Mapping[str, Array], config: Any, end: int) -> None:
        self.config, self.end = config, end
        self.embed, self.bias = weights["embed.weight"], weights["bias"]
        self.scale = np.float32(math.sqrt(config.embedding_size))
        ways = ("", "_reverse") if config.bidirectional else ("",)
        count, kind = range(config.num_layers), kind_of(config)
        self.encoder = [
            [NumpyLayer(weights, f"encoder.layers.{n}", way, kind) for way in ways] for n in count
        ]
        self.decoder = [NumpyLayer(weights, f"decoder.layers.{n}", "", kind) for n in count]
        self.weights = weights
        self.head = np.ascontiguousarray(self.embed.T)
        self.parts = 2 if config.cell == "lstm" else 1

    def read(self, source: Ids) -> tuple[Array, Array, Array]:
        """Sources `(B, S)`: outputs `(B, S, W)`, keys `(B, S, H)`, states to begin with `(B, L, P, H)`."""
        x: Array = self.embed[source] * self.scale
        for n, layer in enumerate(self.encoder):
            runs = [self._run(one, x, backward) for one, backward in zip(layer, (False, True), strict=False)]
            # Forward the last step has read everything, backward the first one.
            last = np.concatenate([runs[0][:, -1], *(run[:, 0] for run in runs[1:])], axis=-1)
            x = self._normed(np.concatenate(runs, axis=-1), f"encoder.norms.{n}")
        last = self._normed(last, f"encoder.norms.{len(self.encoder) - 1}")
        begin: Array = np.tanh(last @ self.weights["bridge.weight"].T + self.weights["bridge.bias"])
        states = begin.reshape(len(source), len(self.decoder), self.parts, -1)
        key = self.weights.get("attention.key.weight")
        keys: Array = x if key is None else x @ key.T
        return x, keys, states

    def _run(self, layer: NumpyLayer, x: Array, backward: bool) -> Array:
        """Inputs `(B, S, I)` to states `(B, S, H)` in their own order, whichever way they are read."""
        inputs, state = layer.inputs(x), np.zeros((len(x), self.parts, layer.hidden), np.float32)
        found = np.empty((*x.shape[:2], layer.hidden), np.float32)
        places = range(x.shape[1])
        for place in reversed(places) if backward else places:
            state = layer.step(inputs[:, place], state)
            found[:, place] = state[:, 0]
        return found

    def _normed(self, x: Array, name: str) -> Array:
        if f"{name}.weight" not in self.weights:
            return x
        return layer_norm(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def look(self, h: Array, keys: Array, outputs: Array) -> tuple[Array, Array]:
        """What states `(B, K, H)` find in what was read `(B, S, W)`: `(B, K, W)`, with shares `(B, K, S)`."""
        if self.config.attention == "luong":
            likeness = h @ keys.transpose(0, 2, 1)
        else:
            asked = h @ self.weights["attention.query.weight"].T
            likeness = np.tanh(asked[:, :, None] + keys[:, None]) @ self.weights["attention.value.weight"][0]
        shares = softmax(likeness)
        return shares @ outputs, shares

    def step(self, ids: Ids, states: Array, read: tuple[Array, Array]) -> tuple[Array, Array, Array]:
        """Write on after symbols `(B, K)` from states `(B, K, L, P, H)`.

        Gives the scores `(B, K, V)`, the states after, and the shares of attention `(B, K, S)`.
        """
        (B, K), (outputs, keys) = ids.shape, read
        x = self.embed[ids] * self.scale
        kind = self.config.attention
        shares = np.zeros((B, K, 0), np.float32)
        found = np.zeros((B, K, 0), np.float32)
        if kind == "bahdanau":
            found, shares = self.look(states[:, :, -1, 0], keys, outputs)
            x = np.concatenate([x, found], axis=-1)
        after = np.empty_like(states)
        x = x.reshape(B * K, -1)
        for n, layer in enumerate(self.decoder):
            state = layer.step(layer.inputs(x), states[:, :, n].reshape(B * K, self.parts, -1))
            after[:, :, n] = state.reshape(B, K, self.parts, -1)
            x = self._normed(state[:, 0], f"decoder.norms.{n}")
        h = x.reshape(B, K, -1)
        if kind == "luong":
            found, shares = self.look(h, keys, outputs)
        both = np.concatenate([h, found], axis=-1)
        written = np.tanh(both @ self.weights["combine.weight"].T + self.weights["combine.bias"])
        return written @ self.head + self.bias, after, shares

    def chances(self, source: Ids, before: Ids) -> Array:
        """Probabilities `(T, V)` of what follows each of the symbols `(T,)`, for one source `(S,)`."""
        outputs, keys, states = self.read(source[None])
        states, found = states[:, None], []
        for symbol in before:
            scores, states, _ = self.step(np.array([[symbol]]), states, (outputs, keys))
            found.append(softmax(scores)[0, 0])
        return np.stack(found)

    def write(
        self, sources: Sequence[Ids], beam: int = 1, length_penalty: float = 1.0
    ) -> list[list[WrittenTarget]]:
        """For each of the sources, what was written, best first: at most as many as the beam is wide."""
        found: list[list[WrittenTarget]] = [[] for _ in sources]
        order = sorted(range(len(sources)), key=lambda i: len(sources[i]))
        most = max(1, AT_ONCE // (beam * len(self.bias)))
        start = 0
        while start < len(order):
            length, end = len(sources[order[start]]), start + 1
            while end < len(order) and end - start < most and len(sources[order[end]]) == length:
                end += 1
            group = order[start:end]
            for i, best in zip(
                group, self._search([sources[i] for i in group], beam, length_penalty), strict=True
            ):
                found[i] = best
            start = end
        return found

    def _search(self, sources: Sequence[Ids], beam: int, alpha: float) -> list[list[WrittenTarget]]:
        """Beam search (Wu et al. 2016, section 7) for sources of the same length, all at once."""
        batch = np.stack(sources)
        outputs, keys, states = self.read(batch)
        search = Beams(
            len(batch), beam, self.end, alpha, outputs.shape[1] if self.config.attention != "none" else 0
        )
        states = np.repeat(states[:, None], beam, axis=1)
        for _ in range(LONGER * batch.shape[1] + EXTRA):
            scores, states, shares = self.step(search.last, states, (outputs, keys))
            came = search.take(scores, shares)
            states = np.take_along_axis(states, came[:, :, None, None, None], axis=1)
            if search.over:
                break
        return search.results()


class Beams:
    """The beams of B sources, K of each: what they hold, and what of them has ended."""

    def __init__(self, count: int, beam: int, end: int, alpha: float, steps: int) -> None:
        self.K, self.end, self.alpha = beam, end, alpha
        self.last = np.full((count, beam), end, np.int64)
        self.total = np.full((count, beam), LOWEST, np.float32)
        self.total[:, 0] = 0  # all beams begin alike, so that one of them is enough
        self.ids = np.zeros((count, beam, 0), np.int64)
        self.chances = np.zeros((count, beam, 0), np.float32)
        self.shares = np.zeros((count, beam, 0, steps), np.float32)
        self.ended: list[list[WrittenTarget]] = [[] for _ in range(count)]

    @property
    def over(self) -> bool:
        """Whether as many have ended as are wanted, of every source."""
        return all(len(ended) >= self.K for ended in self.ended)

    def take(self, scores: Array, shares: Array) -> Ids:
        """Go on by one symbol with scores `(B, K, V)`; gives the beam that each of the beams came from."""
        B, K, V = scores.shape
        logs = log_softmax(scores)
        if not self.ids.shape[2]:
            logs[:, :, self.end] = LOWEST  # something has to be written
        sums = (self.total[:, :, None] + logs).reshape(B, K * V)
        count = min(2 * K, K * V)
        best = np.argpartition(-sums, count - 1, axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(sums, best, axis=1), axis=1, kind="stable")
        best = np.take_along_axis(best, order, axis=1)
        came, symbol = best // V, best % V
        ends = symbol == self.end
        for row, rank in zip(*np.nonzero(ends[:, :K]), strict=True):
            if len(self.ended[row]) < K:
                beam = came[row, rank]
                self._end(row, beam, float(sums[row, best[row, rank]]), (logs[row, beam], shares[row, beam]))
        kept = np.argsort(ends, axis=1, kind="stable")[:, :K]  # those that go on, in their order
        came, symbol, best = (np.take_along_axis(part, kept, axis=1) for part in (came, symbol, best))
        self._go_on(came, symbol, logs, shares)
        self.total = np.take_along_axis(sums, best, axis=1)
        return came

    def _go_on(self, came: Ids, symbol: Ids, logs: Array, shares: Array) -> None:
        """Each beam is the one it came from, longer by a symbol."""
        rows = np.arange(len(came))[:, None]
        chance = np.exp(logs[rows, came, symbol])
        self.ids = np.concatenate([self.ids[rows, came], symbol[:, :, None]], axis=2)
        self.chances = np.concatenate([self.chances[rows, came], chance[:, :, None]], axis=2)
        self.shares = np.concatenate([self.shares[rows, came], shares[rows, came][:, :, None]], axis=2)
        self.last = symbol

    def _end(self, row: int, beam: int, total: float, now: tuple[Array, Array]) -> None:
        """Keep a beam that ends here, by the logarithms `(V,)` and shares `(S,)` of this step."""
        logs, shares = now
        ids = self.ids[row, beam]
        attention = np.concatenate([self.shares[row, beam], shares[None]])
        chances = np.append(self.chances[row, beam], np.exp(logs[self.end]))
        self.ended[row].append(
            WrittenTarget(tuple(ids.tolist()), self._score(total, len(ids) + 1), attention, chances)
        )

    def _score(self, total: float, length: int) -> float:
        """A log probability over the length penalty ((5 + length) / 6) ** alpha."""
        penalty: float = ((5 + length) / 6) ** self.alpha
        return total / penalty

    def results(self) -> list[list[WrittenTarget]]:
        """All that has ended, best first; of a source of which nothing did, what there is."""
        for row, ended in enumerate(self.ended):
            if not ended:
                ids = tuple(self.ids[row, 0].tolist())
                score = self._score(float(self.total[row, 0]), len(ids))
                ended.append(WrittenTarget(ids, score, self.shares[row, 0], self.chances[row, 0]))
        return [sorted(ended, key=lambda written: -written.score) for ended in self.ended]
