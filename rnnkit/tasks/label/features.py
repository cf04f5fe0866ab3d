"""What a token is known by: its word, beginnings, endings and shape, each with a number of its own.

Needs nothing of here: a kept model takes this file along.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]

AFFIX = 4  # characters of the longest beginning and ending
OWN = 3 + 2 * AFFIX  # features of a token itself; the first two are its word
BESIDE = 4  # and those of its neighbours
LONGEST = 16  # characters of a token that filters read
LOOKED_AT = 64  # characters of a token that are looked at at all
CODES = 1_024  # rows of the table of characters, which larger codes share
EDGE = "\n"  # what stands before and after a sentence
RUNS = re.compile(r"(.)\1{2,}")


def feature_names(tokens: Sequence[str], neighbours: bool = False) -> list[list[str]]:
    """The features of each token by name, in a fixed order; an empty one is none.

    >>> feature_names(["Ran"])[0]
    ['w Ran', 'l ran', 'x Xxx', 'p1 R', 's1 n', 'p2 Ra', 's2 an', '', '', '', '']
    """
    found = [own_names(token) for token in tokens]
    if neighbours:
        around = [EDGE, *tokens, EDGE]
        for place, names in enumerate(found):
            before, own, after = around[place : place + 3]
            names += [f"b {before}", f"a {after}", f"bo {before}{own}", f"oa {own}{after}"]
    return found


def own_names(token: str) -> list[str]:
    """The features of a token by itself."""
    names = [f"w {token}", f"l {token.lower()}", f"x {shape(token)}"]
    for length in range(1, AFFIX + 1):
        part = length < len(token)
        names += [
            f"p{length} {token[:length]}" if part else "",
            f"s{length} {token[-length:]}" if part else "",
        ]
    return names


def shape(token: str) -> str:
    """Capitals, small letters, digits and signs, runs of more than two cut.

    >>> shape("Berlin"), shape("B-52"), shape("1,000")
    ('Xxx', 'X-dd', 'd,dd')
    """
    signs = "".join(
        "X" if sign.isupper() else "d" if sign.isdigit() else "x" if sign.isalpha() else sign
        for sign in token[:40]
    )
    return RUNS.sub(r"\1\1", signs)


def feature_ids(
    tokens: Sequence[str],
    known: Mapping[str, int],
    neighbours: bool = False,
    memory: dict[str, list[int]] | None = None,
) -> Ids:
    """The numbers `(T, F)` of the features of tokens; 0 for those that are unknown, and for none.

    `memory` keeps those of each word, so that it is taken apart once where many sentences are read.
    """
    memory = {} if memory is None else memory
    for token in tokens:
        if token not in memory:
            memory[token] = [known.get(name, 0) for name in own_names(token)]
    own = np.array([memory[token] for token in tokens], dtype=np.int64).reshape(len(tokens), OWN)
    if not neighbours:
        return own
    names = feature_names(tokens, True)
    beside = [[known.get(name, 0) for name in row[OWN:]] for row in names]
    return np.concatenate([own, np.array(beside, dtype=np.int64).reshape(len(tokens), BESIDE)], axis=1)


def character_ids(tokens: Sequence[str]) -> Ids:
    """The characters of tokens as numbers `(T, 16)`, 0 behind their ends; of long tokens both ends."""
    found = np.zeros((len(tokens), LONGEST), dtype=np.int64)
    for place, token in enumerate(tokens):
        half = LONGEST // 2
        cut = token if len(token) <= LONGEST else token[:half] + token[-half:]
        found[place, : len(cut)] = [1 + ord(sign) % (CODES - 1) for sign in cut]
    return found
