"""Tunes from a trained composer in plain NumPy, token by token, several at once. A kept model takes it along.

Every tune has its own luck, so that it is the same however many are written beside it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rnnkit.data.tunes.bar_state import BarState
from rnnkit.data.tunes.tokens import Token, look
from rnnkit.generation.choice import cut
from rnnkit.numpy_rnn.steps import softmax
from rnnkit.tasks.compose.networks.forward import Network
from rnnkit.tasks.compose.networks.place import BEGINS, SeenPlace, TunePlace

MOST_TOKENS = 1_000  # of a tune; one that has no end by then is cut off
STOP, STRANGE = 0, 1  # numbers of the end, and of what is unknown

MOST_MASKS = 4_000  # states of a bar whose fitting tokens are kept

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class KnownSymbols:
    """What a composer knows: all symbols by number, and the number of the first that stands in a body."""

    symbols: Sequence[str]
    first: int

    def numbers(self) -> Mapping[str, int]:
        """The number of every symbol that a tune can have."""
        return {symbol: number for number, symbol in enumerate(self.symbols) if number > STRANGE}


@dataclass(frozen=True)
class TuneStart:
    """What a tune begins with: its meter and key, and the first tokens of its body."""

    meter: str
    key: str
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Boldness:
    """How the next token is drawn; with `full_bars` nothing is that the bar has no room for."""

    temperature: float = 0.8
    top_k: int | None = None
    top_p: float | None = None
    full_bars: bool = False
    seed: int = 0


@dataclass
class ComposedTune:
    """One tune on its way: its tokens, how likely the model itself found each, and whether it has ended."""

    start: TuneStart
    place: TunePlace
    seen: SeenPlace
    luck: np.random.Generator
    tokens: list[str] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    ended: bool = False

    @property
    def newest(self) -> Token | None:
        """The last token; `None` at the very beginning."""
        return look(self.tokens[-1]) if self.tokens else None


def may_end(newest: Token | None, repeat: bool) -> bool:
    """Whether a tune can end behind its newest token: a bar line, while no repeat that has begun is open.

    >>> [may_end(look(token), repeat=False) for token in ("|", "|:", "A2")], may_end(look("|"), repeat=True)
    ([True, False, False], False)
    """
    return newest is not None and newest.kind == "bar" and newest.text != BEGINS and not repeat


class TuneWriter:
    """A trained composer, ready to write."""

    def __init__(self, network: Network, known: KnownSymbols) -> None:
        self.network, self.known = network, known
        self.numbers = known.numbers()
        self._kinds = [look(symbol) for symbol in known.symbols]
        self._masks: dict[tuple[BarState, bool], npt.NDArray[np.bool_]] = {}

    @property
    def bytes(self) -> int:
        """Memory that the weights take, and what is kept beside them."""
        return self.network.bytes + MOST_MASKS * len(self.known.symbols)

    def write(
        self, starts: Sequence[TuneStart], how: Boldness, most: int = MOST_TOKENS
    ) -> list[ComposedTune]:
        """One tune for each of the starts."""
        tunes = [self._begun(start, (how.seed, place)) for place, start in enumerate(starts)]
        for _ in self.steps(tunes, how, most):
            pass
        return tunes

    def steps(self, tunes: Sequence[ComposedTune], how: Boldness, most: int = MOST_TOKENS) -> Iterator[None]:
        """Write on at all tunes, a token each at a time, until all have ended or have `most` tokens."""
        active = list(tunes)
        state = self.network.start(len(active))
        about = np.array([self._header(tune.start) for tune in active], dtype=np.int64).reshape(-1, 2)
        read = self._step(state, about, active, about[:, 0])
        read = self._step(state, about, active, about[:, 1])
        while active:
            numbers = self._write(active, read, how)
            going = [place for place, tune in enumerate(active) if not tune.ended and len(tune.tokens) < most]
            yield
            if len(going) < len(active):
                active = [active[place] for place in going]
                state, about = np.ascontiguousarray(state[:, :, going]), about[going]
            if active:
                read = self._step(state, about, active, numbers[going])

    def scores(self, start: TuneStart) -> Scores:
        """Scores `(T + 1, V)` of what stands at the place of each token of a start, and behind the last."""
        tune, state = self._begun(start, (0, 0)), self.network.start(1)
        about = np.array([self._header(start)], dtype=np.int64)
        self._step(state, about, [tune], about[:, 0])
        found = [self._step(state, about, [tune], about[:, 1])[0]]
        for token in start.tokens:
            number = self._take(tune, token)
            found.append(self._step(state, about, [tune], np.array([number]))[0])
        return np.stack(found)

    def _begun(self, start: TuneStart, seed: tuple[int, int]) -> ComposedTune:
        place = TunePlace(BarState(start.meter), self.numbers)
        return ComposedTune(start, place, place.seen(), np.random.default_rng(seed))

    def _header(self, start: TuneStart) -> list[int]:
        return [self.numbers.get(name, STRANGE) for name in (f"M:{start.meter}", f"K:{start.key}")]

    def _step(
        self,
        state: Scores,
        about: npt.NDArray[np.int64],
        tunes: Sequence[ComposedTune],
        read: npt.NDArray[np.int64],
    ) -> Scores:
        """Scores `(N, V)` behind tokens `(N,)`, at the places where the tunes are now."""
        places = [(tune.seen.room, tune.seen.bar, *tune.seen.back) for tune in tunes]
        numbers = np.array([(*tune.seen.alike, *tune.seen.numbers) for tune in tunes], dtype=np.float32)
        ids = np.concatenate([read[:, None], np.array(places, dtype=np.int64)], axis=1)
        return self.network.step(state, about, ids, numbers)

    def _write(self, tunes: Sequence[ComposedTune], scores: Scores, how: Boldness) -> npt.NDArray[np.int64]:
        """Write the next token of each tune, given or drawn by scores `(N, V)`, and tell their numbers."""
        chances, numbers = softmax(scores.astype(np.float64)), self._draw(tunes, scores, how)
        for row, tune in enumerate(tunes):
            place = len(tune.tokens)
            if place < len(tune.start.tokens):
                numbers[row] = self._take(tune, tune.start.tokens[place])
            elif numbers[row] == STOP:
                tune.ended = True
            else:
                self._take(tune, self.known.symbols[numbers[row]])
            tune.chances.append(float(chances[row, numbers[row]]))
        return numbers

    def _take(self, tune: ComposedTune, token: str) -> int:
        tune.tokens.append(token)
        tune.place.take(token, tune.seen)
        tune.seen = tune.place.seen()
        return self.numbers.get(token, STRANGE)

    def _draw(self, tunes: Sequence[ComposedTune], scores: Scores, how: Boldness) -> npt.NDArray[np.int64]:
        """A number for each tune by its luck; neither what is unknown nor a header ever is drawn, no end
        where a tune cannot have one, and no repeat that begins in another.
        """
        may = np.stack([self._may(tune.place.state, how.full_bars) for tune in tunes])
        may[:, STOP] &= [may_end(tune.newest, tune.place.repeat) for tune in tunes]
        if BEGINS in self.numbers:
            may[:, self.numbers[BEGINS]] &= [not tune.place.repeat for tune in tunes]
        warm = np.where(may, scores.astype(np.float64), -np.inf)
        if how.temperature == 0:
            likeliest: npt.NDArray[np.int64] = warm.argmax(axis=1)
            return likeliest
        weights = np.exp((warm - warm.max(axis=1, keepdims=True)) / how.temperature)
        if how.top_k is not None or how.top_p is not None:
            weights = cut(weights.astype(np.float32), how.top_k, how.top_p).astype(np.float64)
        sums = weights.cumsum(axis=1)
        luck = np.array([tune.luck.random() for tune in tunes])
        found: npt.NDArray[np.int64] = (sums <= (luck * sums[:, -1])[:, None]).sum(axis=1)
        return np.minimum(found, len(self.known.symbols) - 1)

    def _may(self, state: BarState, full_bars: bool) -> npt.NDArray[np.bool_]:
        """Which symbols may stand in this state of a bar."""
        key = (state, full_bars)
        if key not in self._masks:
            if len(self._masks) >= MOST_MASKS:
                self._masks.clear()
            self._masks[key] = self._mask(state) if full_bars else self._any()
        return self._masks[key]

    def _any(self) -> npt.NDArray[np.bool_]:
        found = np.arange(len(self.known.symbols)) >= self.known.first
        found[STOP] = True
        return found

    def _mask(self, state: BarState) -> npt.NDArray[np.bool_]:
        """What the bar has room for; where nothing is that fits, a bar line."""
        found, lines = self._any(), self._of(lambda token: token.kind == "bar")
        found &= self._of(lambda token: state.fits(token.text))
        found[STOP] = state.filled == 0
        ends = lines | self._of(lambda token: token.sounds)
        result: npt.NDArray[np.bool_] = found if (found & ends).any() else found | lines
        return result

    def _of(self, question: Callable[[Token], bool]) -> npt.NDArray[np.bool_]:
        """Of which symbols something is true."""
        return np.array([token is not None and question(token) for token in self._kinds])
