"""What of the pairs looks wrong: turned round, the same on both sides, of odd length, or there already.

All are linear in the number of pairs; nothing is taken away here, `clean` decides what is done.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

SCRIPTS = re.compile(
    "(?P<latin>[A-Za-z\u00c0-\u024f\u1e00-\u1eff])|(?P<greek>[\u0370-\u03ff\u1f00-\u1fff])"
    "|(?P<cyrillic>[\u0400-\u052f])|(?P<hebrew>[\u0590-\u05ff])|(?P<arabic>[\u0600-\u06ff\u0750-\u077f])"
    "|(?P<indic>[\u0900-\u0dff])|(?P<thai>[\u0e00-\u0eff])|(?P<georgian>[\u10a0-\u10ff])"
    "|(?P<armenian>[\u0530-\u058f])|(?P<kana>[\u3040-\u30ff])|(?P<hangul>[\u1100-\u11ff\uac00-\ud7a3])"
    "|(?P<han>[\u3400-\u9fff\uf900-\ufaff])"
)
EAST = {"kana": "kana", "han": "han"}
LOOKED = 60  # letters of a text that tell its script
ODD = math.log(4)  # times longer or shorter than pairs are
FAR = 30  # characters from what was to be expected, at least
WORDS = re.compile(r"[^\W\d_]+")
TURNED = -6.0  # nats of both sides together, below which words say that a pair is turned round
EACH = -2.0  # of each side
MOST_WORDS = 60


def script_of(text: str) -> str:
    """The script of most letters of a text; empty where there are none. Japanese is told by its kana.

    >>> script_of("Где ключ?"), script_of("12 + 3")
    ('cyrillic', '')
    """
    times = Counter(found.lastgroup or "" for found in SCRIPTS.finditer(text[:LOOKED]))
    if not times:
        return ""
    if times["kana"]:
        return "kana"
    return max(times, key=lambda script: times[script])


def turned(sources: Sequence[str], targets: Sequence[str]) -> list[int]:
    """Places of pairs whose sides stand the other way round than in the rest: by script, or by words."""
    scripts = [
        (script_of(source), script_of(target)) for source, target in zip(sources, targets, strict=True)
    ]
    left, right = (_usual(side) for side in zip(*scripts, strict=True))
    if left and right and left != right:
        return [place for place, two in enumerate(scripts) if two == (right, left)]
    return _turned_words(sources, targets)


def _usual(scripts: Sequence[str]) -> str:
    times = Counter(script for script in scripts if script)
    return max(times, key=lambda script: times[script]) if times else ""


def _turned_words(sources: Sequence[str], targets: Sequence[str]) -> list[int]:
    """By which side the words of each side mostly stand on, each pair left out of its own judgement."""
    cut = [[WORDS.findall(text.lower())[:MOST_WORDS] for text in side] for side in (sources, targets)]
    left, right = (Counter(word for words in side for word in words) for side in cut)
    found = []
    for place, (mine, other) in enumerate(zip(*cut, strict=True)):
        own, its = Counter(mine), Counter(other)
        a = sum(math.log((left[w] - own[w] + 0.5) / (right[w] - its[w] + 0.5)) for w in mine)
        b = sum(math.log((right[w] - its[w] + 0.5) / (left[w] - own[w] + 0.5)) for w in other)
        if a + b < TURNED and max(a, b) < EACH:
            found.append(place)
    return found


def same(sources: Sequence[str], targets: Sequence[str]) -> list[int]:
    """Places of pairs with the same text on both sides."""
    return [
        place
        for place, (source, target) in enumerate(zip(sources, targets, strict=True))
        if source.casefold() == target.casefold()
    ]


def odd_lengths(sources: Sequence[str], targets: Sequence[str]) -> list[int]:
    """Places of pairs of which one side is far too long for the other, measured by what is usual here."""
    if len(sources) < 3:
        return []
    a, b = (np.log(1 + np.array([len(text) for text in side])) for side in (sources, targets))
    off = b - a - np.median(b - a)
    expected = np.exp(a + np.median(b - a))
    far = np.abs(np.exp(b) - expected) > FAR
    short = (off < 0) & (np.exp(a) > FAR)
    return np.flatnonzero((np.abs(off) > ODD) & (far | short)).tolist()


def repeated(sources: Sequence[str], targets: Sequence[str]) -> list[int]:
    """Places of pairs that stood there before, word for word."""
    seen: set[tuple[str, str]] = set()
    found = []
    for place, two in enumerate(zip(sources, targets, strict=True)):
        if two in seen:
            found.append(place)
        seen.add(two)
    return found
