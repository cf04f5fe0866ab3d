"""The part of a file that tells its encoding: words with bytes beyond ASCII, and what stands beside them."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MOST = 32_768
WINDOW = 1024
OFTEN = 2
OUTWEIGHS = 4  # a word beyond ASCII says so much more of the script than a plain one
PIECES = re.compile(rb"[^\x00-\x2f\x3a-\x3f]+|[\x00-\x2f\x3a-\x3f]+")
EDGE = 0x30  # no encoding of two bytes has a second byte below

Bytes = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64]
Times = npt.NDArray[np.float32]

# What may stand beside a sign: blank or edge, digit, small or capital letter, an opening or another mark,
# a letter that stands alone, a byte beyond ASCII.
BLANK, DIGIT, SMALL, CAPITAL, OPENING, MARK, ALONE, BEYOND = range(8)
KINDS = "SDlUOP1N"


@dataclass(frozen=True)
class Evidence:
    """Pairs and triples of bytes within words, how often, and each byte beyond ASCII in its place.

    Column by column, `pairs` has two bytes and `triples` three; 32 is the edge of a word.
    `places` counts by byte, kind of the neighbour before and after; `repeats` how often a byte follows
    three of its kind; `used` are the bytes beyond ASCII that come at all; `spread` the number of them in
    all and `letters` that of plain ones beside them; `plain` is the share of words without any.
    """

    sample: bytes
    pairs: Bytes
    pair_times: Times
    triples: Bytes
    triple_times: Times
    places: Counts
    repeats: Counts
    used: Bytes
    spread: int
    letters: int
    plain: float


def gather(content: bytes) -> Evidence:
    """All of a small file, windows around bytes beyond ASCII in a large one."""
    sample = without_repeats(near_beyond_ascii(content))
    codes = np.frombuffer(b"   " + sample + b" ", dtype=np.uint8)
    high = codes > 127
    inside, plain = _words(codes, high)
    words = np.where(inside, codes, 32).astype(np.int64)
    triples, triple_times = _grams(words, 3)
    pairs, pair_times = _grams(words[1:], 2)
    kinds = _kinds(codes)
    where = np.flatnonzero(high)
    places = np.bincount(
        codes[where].astype(np.int64) * 64 + kinds[0][where - 1] * 8 + kinds[1][where + 1],
        minlength=256 * 64,
    ).reshape(256, 8, 8)
    again = where[np.all([codes[where] == codes[where - i] for i in (1, 2, 3)], axis=0)]
    repeats = np.bincount(codes[again], minlength=256)
    used = np.unique(codes[where])
    letters = int(np.count_nonzero(inside & ~high))
    found = (pairs, pair_times, triples, triple_times, places, repeats, used)
    return Evidence(sample, *found, len(where), letters, plain)


def _grams(words: Counts, size: int) -> tuple[Bytes, Times]:
    """The distinct runs of so many bytes, one a column, and how often; the last two are no edges."""
    joined = sum(words[i : len(words) - size + i + 1] << (8 * (size - 1 - i)) for i in range(size))
    grams, times = np.unique(joined, return_counts=True)
    telling = grams & 0xFFFF != 32 * 257
    grams, times = grams[telling], times[telling]
    shifts = np.arange(8 * (size - 1), -1, -8)
    return (grams[None, :] >> shifts[:, None] & 0xFF).astype(np.uint8), times.astype(np.float32)


def without_repeats(sample: bytes) -> bytes:
    """The words that hold bytes beyond ASCII twice at most: a table that repeats one proves no more by it."""
    seen: Counter[bytes] = Counter()
    kept = []
    for piece in PIECES.findall(sample):
        if not piece.isascii():
            seen[piece] += 1
        if seen[piece] <= OFTEN:
            kept.append(piece)
    return b"".join(kept)


def near_beyond_ascii(content: bytes) -> bytes:
    """The file, or windows of it spread evenly over its bytes beyond ASCII."""
    if len(content) <= MOST:
        return content
    codes = np.frombuffer(content, dtype=np.uint8)
    if (codes[:MOST] >= EDGE).all():
        return content[:MOST]  # nowhere else is it known where a character begins
    where = np.flatnonzero(codes > 127)
    if not len(where):
        return b""
    starts = where[np.linspace(0, len(where) - 1, MOST // WINDOW).astype(np.int64)]
    pieces, done = [], 0
    for start in starts.tolist():
        begin = _edge(content, max(done, start - WINDOW // 4))
        end = _edge(content, max(begin, start) + WINDOW)
        if end > begin:
            pieces.append(content[begin:end])
        done = max(done, end)
    return b"\n".join(pieces)


def _edge(content: bytes, place: int) -> int:
    """The nearest place at or after, where no character of two bytes can be cut in halves."""
    near = np.frombuffer(content[place : place + WINDOW], dtype=np.uint8) < EDGE
    return place + (int(near.argmax()) if near.any() else 0)


def _words(codes: Bytes, high: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.bool_], float]:
    """Which bytes stand in a run of letters that holds a byte beyond ASCII; the share of other runs."""
    low = codes | 32
    letter = high | ((low >= 97) & (low <= 122))
    run = np.cumsum(np.diff(letter, prepend=False) & letter)
    telling = np.bincount(run[high], minlength=int(run[-1]) + 1) > 0
    plain, beyond = int((~telling[1:]).sum()), int(telling[1:].sum())
    return letter & telling[run], plain / max(1, plain + OUTWEIGHS * beyond)


def _kinds(codes: Bytes) -> tuple[Counts, Counts]:
    """The kind of each byte, as one before and as one after."""
    table = np.full(256, MARK, dtype=np.int64)
    table[128:] = BEYOND
    table[48:58], table[97:123], table[65:91] = DIGIT, SMALL, CAPITAL
    for kind, codes_of in ((BLANK, b" \t\r\n"), (OPENING, b"([{\"'<=/")):
        table[list(codes_of)] = kind
    plain = table[codes]
    letter = (plain == SMALL) | (plain == CAPITAL)
    before, after = plain.copy(), plain.copy()
    other = ~(letter | (plain == BEYOND))
    before[1:][letter[1:] & other[:-1]] = ALONE
    after[:-1][letter[:-1] & other[1:]] = ALONE
    return before, after
