"""A trained language model as one that writes: symbols in a stream, several temperatures side by side."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load

from rnnkit.config import ResolvedText
from rnnkit.data import Vocabulary
from rnnkit.errors import ConfigError, DataError
from rnnkit.generation.choice import MAX_LENGTH, MAX_PROMPT, Choice, Drawer, Probabilities, softmax
from rnnkit.generation.network import Network, Reader, WindowReader
from rnnkit.text import t

BLOCK = 64  # symbols that are drawn before they are handed out
WINDOW_BLOCK = 4  # the same for a model that reads a window for every symbol
BEGINNINGS = ("\n", " ")  # what an empty prompt stands for, where the text has it

Array = npt.NDArray[np.float32]


class Symbol(NamedTuple):
    """One symbol that was written: its number, its text, and how likely the model itself found it."""

    id: int
    text: str
    probability: float


class Generator:
    """Writes text with a trained model; the same seed and settings always give the same text."""

    def __init__(self, weights: Mapping[str, Array], config: ResolvedText, vocabulary: Vocabulary) -> None:
        self.config, self.vocabulary = config, vocabulary
        self._network = Network(weights, config, len(vocabulary))

    @classmethod
    def from_bytes(cls, weights: bytes, config: ResolvedText, vocabulary: Vocabulary) -> Self:
        """From the weights of an outcome, as safetensors bytes. Raises `DataError` where they do not fit."""
        try:
            arrays = load(weights)
        except SafetensorError:
            raise DataError(t("These are no weights in the safetensors format.")) from None
        return cls(arrays, config, vocabulary)

    def stream(
        self,
        prompt: str = "",
        temperature: float = 0.8,
        *,
        top_k: int | None = None,
        top_p: float | None = None,
        length: int = 500,
        seed: int = 0,
    ) -> Iterator[Symbol]:
        """The symbols that follow the prompt, as they are drawn."""
        choice = Choice((temperature,), top_k, top_p)
        return (symbols[0] for symbols in self.streams(prompt, choice, length=length, seed=seed))

    def streams(
        self, prompt: str, choice: Choice, *, length: int = 500, seed: int = 0
    ) -> Iterator[tuple[Symbol, ...]]:
        """The same for several temperatures at once: a symbol for each at every step, all with equal luck.

        Raises `ConfigError` at once where the prompt or the length cannot be.
        """
        if not 1 <= length <= MAX_LENGTH:
            raise ConfigError(t("Length: whole number 1-{high:,}.", high=MAX_LENGTH))
        return self._draw(prompt_ids(prompt, self.vocabulary), choice, length, seed)

    def write(self, prompt: str = "", temperature: float = 0.8, **more: int | float | None) -> str:
        """The text that follows the prompt, all at once; options as for `stream`."""
        return "".join(symbol.text for symbol in self.stream(prompt, temperature, **more))  # type: ignore[arg-type]

    def next_symbols(self, prompt: str, choice: Choice | None = None) -> Probabilities:
        """How likely each symbol `(V,)` is to come next: as the model has it, or as a choice draws."""
        scores = self._read(prompt_ids(prompt, self.vocabulary), 1)[1]
        drawn = (
            softmax(scores) if choice is None else Drawer(choice, self.vocabulary.unk).probabilities(scores)
        )
        first: Probabilities = drawn[0]
        return first

    def skipped(self, prompt: str) -> list[str]:
        """The symbols of a prompt that this model has never seen, which are skipped."""
        return self.vocabulary.unknown(prompt)

    def _read(self, ids: npt.NDArray[np.int32], count: int) -> tuple[Reader | WindowReader, Array]:
        """N readers that have read the same symbols, and the scores of what follows."""
        reader = (WindowReader if self.config.bidirectional else Reader)(self._network, count)
        return reader, reader.read(ids)

    def _draw(
        self, ids: npt.NDArray[np.int32], choice: Choice, length: int, seed: int
    ) -> Iterator[tuple[Symbol, ...]]:
        N, V = len(choice.temperatures), len(self.vocabulary)
        block = WINDOW_BLOCK if self.config.bidirectional else BLOCK
        draw, luck = Drawer(choice, self.vocabulary.unk), np.random.default_rng(seed).random(length)
        reader, scores = self._read(ids, N)
        kept, drawn = np.empty((block, N, V), dtype=np.float32), np.empty((block, N), dtype=np.intp)
        for start in range(0, length, block):
            count = min(block, length - start)
            for n in range(count):
                kept[n] = scores
                drawn[n] = chosen = draw(scores, luck[start + n])
                scores = reader(chosen)
            yield from self._symbols(drawn[:count], kept[:count])

    def _symbols(self, drawn: npt.NDArray[np.intp], scores: Array) -> Iterator[tuple[Symbol, ...]]:
        """The symbols of a block `(S, N)` with their probabilities by scores `(S, N, V)`."""
        chances = np.take_along_axis(softmax(scores), drawn[:, :, None], axis=2)[:, :, 0]
        names: Sequence[str] = self.vocabulary.symbols
        for row, likely in zip(drawn.tolist(), chances.tolist(), strict=True):
            yield tuple(
                Symbol(number, names[number], chance) for number, chance in zip(row, likely, strict=True)
            )


def prompt_ids(prompt: str, vocabulary: Vocabulary) -> npt.NDArray[np.int32]:
    """The numbers of a prompt without what is unknown; of a usual beginning where it is empty.

    Raises `ConfigError` where the prompt is too long or wholly unknown.
    """
    if len(prompt) > MAX_PROMPT:
        raise ConfigError(t("Prompt: at most {most:,} characters.", most=MAX_PROMPT))
    ids = vocabulary.encode(prompt)
    if vocabulary.unk is not None:
        ids = ids[ids != vocabulary.unk]
    if len(ids):
        return ids
    if prompt:
        raise ConfigError(t("This model has never seen any symbol of the prompt; write another one."))
    return _beginning(vocabulary)


def _beginning(vocabulary: Vocabulary) -> npt.NDArray[np.int32]:
    """A line end, else a space, else the first symbol there is."""
    known = set(vocabulary.symbols)
    start = next((symbol for symbol in BEGINNINGS if symbol in known), vocabulary.symbols[0])
    return np.array([vocabulary.symbols.index(start)], dtype=np.int32)
