"""Words and pairs of words, or runs of one to four characters, as numbered features of a text. No torch.

A feature is a bucket that its letters are hashed into (Weinberger et al. 2009): nothing has to be remembered
of the words, so a model that counts them takes bounded memory and leaves without a list of them.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Kind = Literal["word", "char"]
Whole = npt.NDArray[np.int64]

BITS = 22
BUCKETS = 2**BITS
LONGEST_RUN = 4  # characters
AT_ONCE = 1_000_000  # characters of texts that are counted in one go
TOKEN = re.compile(r"\w+|[^\w\s]")
FIRST, SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd: no information is lost


@dataclass(frozen=True)
class GramCounts:
    """Which features each of N texts has: those of text n are `buckets[starts[n]:starts[n + 1]]`, rising,
    each as many `times`."""

    starts: Whole  # (N + 1,)
    buckets: Whole
    times: Whole

    def __len__(self) -> int:
        return len(self.starts) - 1


def counted(texts: Sequence[str], kind: Kind) -> GramCounts:
    """The features of texts.

    >>> found = counted(["good , good", "not good"], "word")
    >>> found.starts.tolist()  # good, the comma and two pairs; not, good and one pair
    [0, 4, 7]
    >>> sorted(found.times.tolist())
    [1, 1, 1, 1, 1, 1, 2]
    """
    parts, first, size = [], 0, 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= AT_ONCE or place == len(texts) - 1:
            parts.append(_counted(texts[first : place + 1], kind))
            first, size = place + 1, 0
    sizes = [np.zeros(1, np.int64), *(np.diff(part.starts) for part in parts)]
    buckets = [np.zeros(0, np.int64), *(part.buckets for part in parts)]
    times = [np.zeros(0, np.int64), *(part.times for part in parts)]
    return GramCounts(np.concatenate(sizes).cumsum(), np.concatenate(buckets), np.concatenate(times))


def _counted(texts: Sequence[str], kind: Kind) -> GramCounts:
    rows = [_words(text) if kind == "word" else _letters(text) for text in texts]
    symbols = np.concatenate([np.zeros(0, np.uint64), *rows])
    row = np.repeat(np.arange(len(rows)), [len(found) for found in rows])
    hashes, own = [symbols * SECOND], [row]
    running = symbols
    for length in range(2, 3 if kind == "word" else LONGEST_RUN + 1):
        running = running[:-1] * FIRST + symbols[length - 1 :]  # the run that is one shorter, and one more
        within = row[: len(running)] == row[length - 1 :]
        hashes.append(running[within] * SECOND)
        own.append(row[: len(running)][within])
    bucket = (np.concatenate(hashes) >> np.uint64(64 - BITS)).astype(np.int64)
    pairs, times = np.unique(np.concatenate(own) * BUCKETS + bucket, return_counts=True)
    starts = np.searchsorted(pairs, np.arange(len(rows) + 1) * BUCKETS)
    return GramCounts(starts.astype(np.int64), pairs % BUCKETS, times.astype(np.int64))


def _words(text: str) -> npt.NDArray[np.uint64]:
    found = TOKEN.findall(text.lower())
    return np.fromiter(
        (zlib.crc32(word.encode("utf-8", "replace")) + 1 for word in found), np.uint64, len(found)
    )


def _letters(text: str) -> npt.NDArray[np.uint64]:
    plain = " ".join(text.lower().split()).encode("utf-32-le", "replace")
    return np.frombuffer(plain, np.uint32).astype(np.uint64) + np.uint64(1)
