"""A trained language model as one that writes: symbols in a stream, several temperatures side by side."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load

from rnnkit.config import parse
from rnnkit.data import Vocabulary, read_prompt
from rnnkit.errors import DataError
from rnnkit.numpy_rnn.steps import softmax
from rnnkit.tasks.text.generation.choice import Drawer, Probabilities
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.generation.step_network import StepNetwork, StepReader, WindowReader
from rnnkit.tasks.text.settings import ResolvedText
from rnnkit.words import t

BLOCK = 64  # symbols that are drawn before they are handed out
WINDOW_BLOCK = 4  # the same for a model that reads a window for every symbol
BEGINNINGS = ("\n", " ")  # what an empty prompt stands for, where the text has it

Array = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]


class Symbol(NamedTuple):
    """One symbol that was written: its number, its text, and how likely the model itself found it."""

    id: int
    text: str
    probability: float


class Generator:
    """Writes text with a trained model; the same seed and settings always give the same text."""

    def __init__(self, weights: Mapping[str, Array], config: ResolvedText, vocabulary: Vocabulary) -> None:
        self.config, self.vocabulary = config, vocabulary
        self._network = StepNetwork(weights, config, len(vocabulary))
        self.bytes = 2 * sum(array.nbytes for array in weights.values())  # with what is arranged for steps

    @classmethod
    def from_bytes(cls, weights: bytes, config: ResolvedText, vocabulary: Vocabulary) -> Self:
        """From the weights of an outcome, as safetensors bytes. Raises `DataError` where they do not fit."""
        try:
            arrays = load(weights)
        except SafetensorError:
            raise DataError(t("These are no weights in the safetensors format.")) from None
        return cls(arrays, config, vocabulary)

    def streams(self, config: GenerateConfig, after: Ids | None = None) -> Iterator[tuple[Symbol, ...]]:
        """What follows the prompt, as it is drawn: at every step a symbol for each of the temperatures.

        All temperatures have the same luck. `after` are the numbers of a text to go on from in place of the
        prompt. Raises `ConfigError` at once where the prompt is wholly unknown.
        """
        return self._draw(self.beginning(config.prompt) if after is None else after, config)

    def stream(self, prompt: str = "", temperature: float = 0.8, **more: object) -> Iterator[Symbol]:
        """The same for one temperature; further settings are those of `GenerateConfig`."""
        config = parse(GenerateConfig, {"prompt": prompt, "temperatures": (temperature,), **more})
        return (symbols[0] for symbols in self.streams(config))

    def write(self, prompt: str = "", temperature: float = 0.8, **more: object) -> str:
        """The text that follows the prompt, all at once; settings as for `stream`."""
        return "".join(symbol.text for symbol in self.stream(prompt, temperature, **more))

    def next_symbols(self, prompt: str | Ids, config: GenerateConfig | None = None) -> Probabilities:
        """How likely each symbol `(V,)` comes next: as the model has it, or as it is drawn with settings.

        Settings with several temperatures are read as those of the first. `prompt` may be numbers, too.
        """
        ids = self.beginning(prompt) if isinstance(prompt, str) else prompt
        scores = self._read(ids, 1)[1]
        if config is None:
            first: Probabilities = softmax(scores.astype(np.float64))[0]
            return first
        drawn: Probabilities = Drawer(config, self.vocabulary.unk).probabilities(scores)[0]
        return drawn

    def beginning(self, prompt: str) -> Ids:
        """The numbers of a prompt; of a line end, a space or any symbol at all where it is empty."""
        ids = read_prompt(prompt, self.vocabulary).ids
        if len(ids):
            return ids
        known = set(self.vocabulary.symbols)
        start = next((symbol for symbol in BEGINNINGS if symbol in known), self.vocabulary.symbols[0])
        return np.array([self.vocabulary.symbols.index(start)], dtype=np.int32)

    def _read(self, ids: Ids, count: int) -> tuple[StepReader | WindowReader, Array]:
        """N readers that have read the same symbols, and the scores of what follows."""
        reader = (WindowReader if self.config.bidirectional else StepReader)(self._network, count)
        return reader, reader.read(ids)

    def _draw(self, ids: Ids, config: GenerateConfig) -> Iterator[tuple[Symbol, ...]]:
        N, V, length = len(config.temperatures), len(self.vocabulary), config.length
        block = WINDOW_BLOCK if self.config.bidirectional else BLOCK
        draw = Drawer(config, self.vocabulary.unk)
        luck = np.random.default_rng(config.seed).random(length)
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
        chances = np.take_along_axis(softmax(scores.astype(np.float64)), drawn[:, :, None], axis=2)[:, :, 0]
        names: Sequence[str] = self.vocabulary.symbols
        for row, likely in zip(drawn.tolist(), chances.tolist(), strict=True):
            yield tuple(
                Symbol(number, names[number], chance) for number, chance in zip(row, likely, strict=True)
            )
