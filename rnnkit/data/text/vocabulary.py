"""Text to numbers and back: characters, words, or byte-pair units; plain JSON, no torch.

`decode(encode(x))` is `x` for every text of known symbols, since each symbol carries its own spaces.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, pairwise, repeat
from typing import Annotated, Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from rnnkit.config import Settings, parse
from rnnkit.data.text.byte_pairs import learn_merges
from rnnkit.errors import DataError
from rnnkit.words import t

Ids = npt.NDArray[np.int32]
Symbol = Annotated[str, Field(strict=True, min_length=1, max_length=200)]

Unit = Literal["char", "word", "bpe"]
UNK = "<unk>"
MOST_SYMBOLS = 100_000
UNICODE = 0x110000
VERSION = 1

# A word with the space before it, a sign with the space before it, or a single space of any kind. Chinese
# and Japanese are written without spaces, so there every character is a word.
_HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORDS = re.compile(rf" ?[{_HAN}]| ?[^\W{_HAN}]++(?:['’][^\W{_HAN}]++)*+| ?[^\w\s]|\s")
SPACE = re.compile(r"\s")
BLOCK = 100_000  # characters
LONGEST = 200
"""Longer runs of letters are no words; they are cut, so that a symbol stays a thing one can look at."""


class Vocabulary(Settings):
    """The symbols a model knows, by their number; `unk` is the number that stands for all others, if any."""

    version: Annotated[int, Field(strict=True, ge=1)] = VERSION
    unit: Unit = "char"
    symbols: tuple[Symbol, ...] = Field(min_length=1, max_length=MOST_SYMBOLS, fail_fast=True)
    unk: Annotated[int, Field(strict=True, ge=0)] | None = None
    merges: tuple[tuple[Symbol, Symbol], ...] = Field(
        (),
        max_length=MOST_SYMBOLS,
        fail_fast=True,
        description="Byte-pair units: which neighbours are joined, first to last.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.version > VERSION:
            raise ValueError(
                t(
                    "Made by a newer version ({version}); this is {known}.",
                    version=self.version,
                    known=VERSION,
                )
            )
        if len(set(self.symbols)) != len(self.symbols):
            raise ValueError(t("The vocabulary holds a symbol twice."))
        if self.unk is not None and (self.unk >= len(self.symbols) or self.symbols[self.unk] != UNK):
            raise ValueError(t("The vocabulary's number for unknown symbols is wrong."))
        if self.unit == "char" and any(len(s) != 1 for i, s in enumerate(self.symbols) if i != self.unk):
            raise ValueError(t("A vocabulary of characters holds a longer symbol."))
        return self

    def __len__(self) -> int:
        return len(self.symbols)

    @classmethod
    def fit(cls, text: str, unit: Unit = "char", limit: int | None = None, *, unk: bool = False) -> Self:
        """The symbols of a text (its training part), at most `limit` of them, the most frequent.

        There is an unknown symbol where some had to be left out, where `unk` asks for it, and always for
        words, since new text always brings new words.
        """
        if not text:
            raise DataError(t("The text is empty; choose another one."))
        limit = min(limit or MOST_SYMBOLS, MOST_SYMBOLS)
        if unit == "bpe":
            return cls._fit_pairs(text, limit, unk)
        counts = Counter(pieces(text)) if unit == "word" else Counter(text)
        extra = unk or unit == "word" or len(counts) > limit
        kept = most_frequent(counts, limit - extra)
        ordered = tuple(sorted(kept) if unit == "char" else kept)
        return cls(
            unit=unit, symbols=(*ordered, UNK) if extra else ordered, unk=len(ordered) if extra else None
        )

    @classmethod
    def _fit_pairs(cls, text: str, limit: int, unk: bool) -> Self:
        """Byte-pair units: single characters, and the pairs that are joined most often."""
        characters = cls.fit(text, "char", limit, unk=unk)
        plain = [symbol for i, symbol in enumerate(characters.symbols) if i != characters.unk]
        room = limit - (characters.unk is not None)
        merges = learn_merges(Counter(pieces(text)), plain, room, LONGEST)
        symbols = tuple(dict.fromkeys((*plain, *(first + second for first, second in merges))))
        if characters.unk is None:
            return cls(unit="bpe", symbols=symbols, merges=merges)
        return cls(unit="bpe", symbols=(*symbols, UNK), unk=len(symbols), merges=merges)

    def with_unk(self) -> Self:
        """The same vocabulary with a symbol for all others, added at the end."""
        if self.unk is not None:
            return self
        return self.replace(symbols=(*self.symbols, UNK), unk=len(self.symbols))

    def encode(self, text: str) -> Ids:
        """The numbers of a text; what is not known becomes `unk`, or is skipped where there is none."""
        if self.unk is None:
            return self.known(text)
        ids = self._numbers(text)
        return np.where(ids < 0, np.int32(self.unk), ids)

    def known(self, text: str) -> Ids:
        """The numbers of what is known of a text; the rest is skipped, even where there is `unk`."""
        ids = self._numbers(text)
        return ids[ids >= 0]

    def decode(self, ids: npt.ArrayLike) -> str:
        """The text of numbers."""
        return "".join(self.symbols[i] for i in np.asarray(ids, dtype=np.int64).ravel())

    def cut(self, text: str) -> Iterable[str]:
        """The symbols of a text as they stand in it, also those that the vocabulary does not hold."""
        return self._pieces(text)

    def unknown(self, text: str) -> list[str]:
        """The symbols of a text that the vocabulary does not hold, each once, in the order they come."""
        return list(dict.fromkeys(piece for piece in self._pieces(text) if piece not in self._places))

    def unknown_share(self, text: str) -> float:
        """The share of a text's symbols that the vocabulary does not hold."""
        ids = self._numbers(text)
        return float((ids < 0).mean()) if len(ids) else 0.0

    def notice(self, text: str) -> str:
        """A sentence about what was left out of the text the vocabulary is of; empty where nothing was."""
        share = self.unknown_share(text)
        if not share:
            return ""
        return t(
            "The {count:,} most frequent symbols kept; {share:.2g} % of the text read as {unk}.",
            count=len(self) - 1,
            share=100 * share,
            unk=UNK,
        )

    def to_json(self) -> str:
        """As JSON text."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """From JSON text. Raises `ConfigError` with one sentence."""
        return parse(cls, text)

    @cached_property
    def _places(self) -> dict[str, int]:
        """The number of every symbol; nothing that stands in a text is the unknown one."""
        return {symbol: i for i, symbol in enumerate(self.symbols) if i != self.unk}

    @cached_property
    def _table(self) -> Ids:
        """The number of every character there is, -1 for those that are not known."""
        table = np.full(UNICODE, -1, dtype=np.int32)
        for symbol, place in self._places.items():
            table[ord(symbol)] = place
        return table

    @cached_property
    def _ranks(self) -> dict[tuple[str, str], int]:
        return {pair: rank for rank, pair in enumerate(self.merges)}

    def _numbers(self, text: str) -> Ids:
        """One number a symbol, -1 where it is not known."""
        if self.unit == "char":
            return self._table[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
        places = self._places
        return np.fromiter(map(places.get, self._pieces(text), repeat(-1)), dtype=np.int32)

    def _pieces(self, text: str) -> Iterable[str]:
        if self.unit == "char":
            return text
        if self.unit == "word":
            return pieces(text)
        join = lru_cache(maxsize=100_000)(self._join)
        return (symbol for piece in pieces(text) for symbol in join(piece))

    def _join(self, word: str) -> tuple[str, ...]:
        """The byte-pair units of one word: the earliest learned pair is joined first."""
        parts = list(word)
        while len(parts) > 1:
            ranked = [(self._ranks.get(pair, MOST_SYMBOLS), i) for i, pair in enumerate(pairwise(parts))]
            rank, i = min(ranked)
            if rank == MOST_SYMBOLS:
                break
            parts[i : i + 2] = [parts[i] + parts[i + 1]]
        return tuple(parts)


def pieces(text: str) -> Iterable[str]:
    """The words, signs and spaces of a text; together they are the text."""
    return chain.from_iterable(_blocks(text))


def _blocks(text: str) -> Iterator[list[str]]:
    """The pieces of one stretch of the text after the other, so that millions of them never stand in memory.

    A stretch ends before a space, since no piece has one but at its beginning.
    """
    start = 0
    while start < len(text):
        space = SPACE.search(text, start + BLOCK)
        end = space.start() if space else len(text)
        found = WORDS.findall(text, start, end)
        if max(map(len, found)) > LONGEST:
            found = [word[i : i + LONGEST] for word in found for i in range(0, len(word), LONGEST)]
        yield found
        start = end


def most_frequent(counts: Counter[str], limit: int) -> list[str]:
    """The most frequent symbols, most frequent first, equals in a fixed order."""
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return [symbol for symbol, _ in ranked[:limit]]
