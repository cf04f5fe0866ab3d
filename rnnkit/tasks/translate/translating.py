"""Texts in, translations out: symbols by the writer, unknown ones copied from where attention looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data import Vocabulary
from rnnkit.errors import DataError
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.tasks.translate.corpus import END, cut, encode_texts
from rnnkit.tasks.translate.settings import ResolvedTranslate, translate_shapes
from rnnkit.tasks.translate.writer import Writer, WrittenTarget
from rnnkit.words import t

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Translation:
    """What was written for a source: the text, its score, and symbol by symbol what attention looked at.

    `read` and `symbols` are those of both sides with their ends; `attention` is `(T, S)`, empty without
    attention; `chances` `(T,)` are the probabilities of the symbols; `copied` counts those from the source.
    """

    text: str
    score: float
    read: tuple[str, ...]
    symbols: tuple[str, ...]
    attention: Array
    chances: Array
    copied: int = 0


class TextTranslator:
    """A trained translator that takes and gives texts; the same text always gets the same translation."""

    def __init__(
        self, weights: Mapping[str, Array], config: ResolvedTranslate, vocabulary: Vocabulary
    ) -> None:
        found = {name: array.shape for name, array in weights.items()}
        if END not in vocabulary.symbols or found != translate_shapes(config, len(vocabulary)):
            raise DataError(
                t("The weights do not fit the settings of the model: the file is not a whole one.")
            )
        self.config, self.vocabulary = config, vocabulary
        self.bytes = 2 * sum(array.nbytes for array in weights.values())
        self._writer = Writer(weights, config, vocabulary.symbols.index(END))

    @classmethod
    def from_bytes(
        cls, weights: bytes, config: ResolvedTranslate, vocabulary: Vocabulary
    ) -> "TextTranslator":
        """From the weights of an outcome, as safetensors bytes."""
        return cls(read_tensors(weights).arrays(), config, vocabulary)

    def translate(self, text: str, beam: int | None = None) -> list[Translation]:
        """The best translations of one text, best first."""
        return self.translate_all([text], beam)[0]

    def translate_all(self, texts: Sequence[str], beam: int | None = None) -> list[list[Translation]]:
        """The best translations of each of the texts; longer texts are cut at the longest that is read."""
        most, wide = self.config.max_length, self.config.beam if beam is None else beam
        sources = [ids[:most].astype(np.int64) for ids in encode_texts(self.vocabulary, texts)]
        written = self._writer.write(sources, wide, self.config.length_penalty)
        return [
            [self._translation(cut(self.vocabulary, text)[:most], one) for one in found]
            for text, found in zip(texts, written, strict=True)
        ]

    def best(self, texts: Sequence[str], beam: int | None = None) -> list[str]:
        """The best translation of each of the texts."""
        return [found[0].text for found in self.translate_all(texts, beam)]

    def _translation(self, read: Sequence[str], written: WrittenTarget) -> Translation:
        """The text of what was written; an unknown symbol is the one of the source looked at most."""
        symbols, copied = [], 0
        for step, number in enumerate(written.ids):
            symbol = self.vocabulary.symbols[number]
            if number == self.vocabulary.unk:
                symbol = self._copied(read, written.attention, step)
                copied += bool(symbol)
            symbols.append(symbol)
        end = (END,) if len(written.chances) > len(written.ids) else ()
        text = "".join(symbols).strip()
        return Translation(
            text, written.score, tuple(read), (*symbols, *end), written.attention, written.chances, copied
        )

    def _copied(self, read: Sequence[str], attention: Array, step: int) -> str:
        """The symbol of the source that was looked at most; an unknown one, where one of them is near."""
        if not attention.shape[1]:
            return ""
        unknown = [place for place, symbol in enumerate(read) if not self._knows(symbol)]
        shares = attention[step][: len(read)]
        places = unknown or list(range(len(read) - 1))
        return read[max(places, key=lambda place: shares[place])] if places else ""

    def _knows(self, symbol: str) -> bool:
        return not self.vocabulary.unknown(symbol)
