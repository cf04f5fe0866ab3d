"""Word vectors that a person brings beside the texts: GloVe or word2vec as text, a word a line.

Only the words of the texts are kept, so that what is stored is small whatever the file was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data.source.together import File, together
from rnnkit.data.table.notes import Notes
from rnnkit.data.text.vocabulary import Vocabulary, pieces
from rnnkit.errors import DataError
from rnnkit.words import t

FEWEST, MOST = 10, 1_000  # numbers of a word
LOOKED_AT = 20  # lines, by which such a file is known
LONGEST = 200  # bytes of a word
LONGEST_LINE = 64 * MOST  # bytes
NAME = "vectors.txt"


@dataclass(frozen=True)
class Vectors:
    """N words and their numbers `(N, D)`, float32."""

    words: tuple[str, ...]
    numbers: npt.NDArray[np.float32]

    @property
    def size(self) -> int:
        """How many numbers describe a word (D)."""
        return int(self.numbers.shape[1])


def are_vectors(content: bytes) -> bool:
    r"""Whether a file lists words with their numbers, each word once; lines that open with a class do not.

    >>> are_vectors(b"".join(word + b" 0.1" * 10 + b"\n" for word in (b"the", b"of", b"and")))
    True
    >>> are_vectors(b"".join(word + b" 0.1" * 10 + b"\n" for word in (b"good", b"bad", b"good")))
    False
    """
    lines = content[:LONGEST_LINE].split(b"\n", LOOKED_AT + 1)
    whole = [line for line in lines[: LOOKED_AT + 1] if line.strip()]
    if len(content) > LONGEST_LINE:
        whole = whole[:-1]
    size = _size(whole)
    if size is None:
        return False
    found = [_parted(line, size) for line in whole[_heading(whole) :]]
    words = [word for word, _ in filter(None, found)]
    named = any(not word.replace(".", "").isdigit() for word in words)
    return None not in found and named and len(set(words)) == len(words)


def set_apart(files: Sequence[File], notes: Notes) -> tuple[list[File], Vectors | None]:
    """The files of texts, and the word vectors where one of several files holds such."""
    found, rest = parted(files)
    if not found or not rest:
        return list(files), None
    vectors = read_vectors(found[0][1])
    sentence = t(
        "Word vectors read: {words:,} words with {size} numbers each, where the network starts.",
        words=len(vectors.words),
        size=vectors.size,
    )
    return rest, vectors if notes.change("word_vectors", sentence, len(vectors.words)) else None


def parted(files: Sequence[File]) -> tuple[list[File], list[File]]:
    """Files of word vectors, and the others; one alone is never taken for vectors."""
    found = [file for file in files if are_vectors(file[1])] if len(files) > 1 else []
    return found, [file for file in files if file not in found]


def read_vectors(content: bytes) -> Vectors:
    r"""All words of a file with their numbers; lines that are damaged are passed over.

    >>> read_vectors(b"2 10\nthe" + b" 1" * 10 + b"\nof" + b" 2" * 10 + b"\n").words
    ('the', 'of')
    """
    lines = [line for line in content.split(b"\n") if line.strip()]
    size = _size(lines) or 0
    rows: dict[str, npt.NDArray[np.float32]] = {}
    for line in lines:
        if found := _numbers(line, size):
            rows.setdefault(*found)
    return Vectors(tuple(rows), np.array(list(rows.values()), np.float32).reshape(len(rows), size))


def beside(files: Sequence[File], lines: Iterable[bytes], texts: Iterable[str]) -> bytes:
    """Files of texts and, of the lines of a file of vectors, those with words of the texts, as one archive.

    Raises `DataError` where there is none.
    """
    words = words_of(texts)
    kept = b"".join(line.rstrip(b"\r\n") + b"\n" for line in lines if _word(line) in words)
    if not are_vectors(kept):
        raise DataError(
            t(
                "The file of word vectors needs a word and at least {least} numbers on a line, with words of "
                "the texts; found none.",
                least=FEWEST,
            )
        )
    return together([*files, (NAME, kept)])


def _word(line: bytes) -> str:
    return line[: LONGEST + 1].partition(b" ")[0].decode("utf-8", "replace")


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """All words of texts that vectors may be wanted for, as they stand and in small letters.

    >>> sorted(words_of(["So good, so"]))
    [',', 'So', 'good', 'so']
    """
    found = {piece.strip() for text in texts for piece in pieces(text)}
    return frozenset(found | {word.lower() for word in found})


def _heading(lines: Sequence[bytes]) -> int:
    """1 where the first line says how many words and numbers there are, as word2vec writes it; else 0."""
    first = lines[0].split() if lines else []
    return int(len(first) == 2 and all(part.isdigit() for part in first))


def _size(lines: Sequence[bytes]) -> int | None:
    """How many numbers stand behind a word; `None` where that is no such file."""
    start = _heading(lines)
    if len(lines) <= start:
        return None
    size = len(lines[start].split()) - 1
    return size if FEWEST <= size <= MOST else None


def _parted(line: bytes, size: int) -> tuple[str, list[float]] | None:
    """The word of a line and its numbers; `None` where it has others. A word may hold blanks, as some do."""
    parts = line.rsplit(maxsplit=size)
    if len(parts) != size + 1 or len(parts[0]) > LONGEST:
        return None
    try:
        return parts[0].decode("utf-8", "replace").strip(), [float(part) for part in parts[1:]]
    except ValueError:
        return None


def _numbers(line: bytes, size: int) -> tuple[str, npt.NDArray[np.float32]] | None:
    found = _parted(line, size)
    if found is None:
        return None
    numbers = np.array(found[1], np.float32)
    return (found[0], numbers) if np.isfinite(numbers).all() else None


def rows_of(vectors: Vectors, vocabulary: Vocabulary) -> npt.NDArray[np.int64]:
    """Where each symbol stands among the words, as it is or in small letters `(V,)`; -1 for nowhere."""
    rows = {word: row for row, word in enumerate(vectors.words)}
    words = [symbol.strip() for symbol in vocabulary.symbols]
    return np.array([rows.get(word, rows.get(word.lower(), -1)) for word in words], np.int64)
