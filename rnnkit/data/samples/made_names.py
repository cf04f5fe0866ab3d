"""Names by rule: starts, middles and endings that sound like names."""

import random
from itertools import islice

CONSONANTS = (
    *("b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m"),
    *("n", "p", "r", "s", "st", "t", "th", "v", "w", "z"),
)
OPENINGS = ("al", "an", "ar", "el", "em", "is", "or", "un", "ya")
VOWELS = ("a", "a", "e", "e", "i", "o", "u", "ai", "ea", "ie")
MIDDLES = ("l", "ll", "m", "n", "nn", "nd", "r", "rr", "rl", "s", "ss", "st", "t", "v", "th", "b", "d", "k")
ENDINGS = (
    ("a", "ia", "ina", "elle", "ette", "y", "ah", "lyn", "issa", "ora"),
    ("o", "on", "us", "ard", "en", "ian", "er", "ton", "rick", "mond"),
)
NAMES = 3000


def names(seed: int) -> str:
    """Names that nobody has, each once: what a name sounds like can be learned, not who bears it."""
    rng = random.Random(seed)
    made = dict.fromkeys(_name(rng) for _ in range(3 * NAMES))
    return "".join(f"{name}\n" for name in islice(made, NAMES))


def _name(rng: random.Random) -> str:
    """A start, one middle or two, and an ending; vowels and consonants take turns."""
    start = rng.choice(CONSONANTS) if rng.random() < 0.8 else rng.choice(OPENINGS)
    middle = rng.choice(MIDDLES)
    if rng.random() < 0.3:
        middle += rng.choice(VOWELS) + rng.choice(MIDDLES)
    return start + rng.choice(VOWELS) + middle + rng.choice(rng.choice(ENDINGS))
