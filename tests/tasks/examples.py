"""The smallest data and settings of every task: what the contract is tried on."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A file as it is uploaded, settings with which a run on it takes a second, and newer data."""

    content: bytes
    settings: Mapping[str, object]
    newer: bytes = b""


def series(length: int) -> bytes:
    """A wave, a value a day."""
    days = (f"2024-{1 + day // 28:02d}-{1 + day % 28:02d},{math.sin(0.3 * day):.4f}" for day in range(length))
    return ("day,y\n" + "\n".join(days) + "\n").encode()


def sentences(lines: int, seed: int = 0) -> bytes:
    """Subject, verb and object, drawn by a coin."""
    luck = random.Random(seed)
    nouns, verbs = ("cat", "dog", "bird", "fox"), ("sees", "likes", "bites")
    said = (
        f"the {luck.choice(nouns)} {luck.choice(verbs)} the {luck.choice(nouns)}.\n" for _ in range(lines)
    )
    return "".join(said).encode()


def tagged(lines: int, seed: int = 0) -> bytes:
    """Sentences with their animals marked, those of two words among them."""
    luck = random.Random(seed)
    animals = ("cat\tB-PET", "dog\tB-PET", "guinea\tB-PET\npig\tI-PET", "fox\tB-WILD")
    said = (
        f"the\tO\n{luck.choice(animals)}\n{luck.choice(('sees', 'likes', 'bites'))}\tO\na\tO\n"
        f"{luck.choice(animals)}\n{luck.choice('.!')}\tO\n"
        for _ in range(lines)
    )
    return "\n".join(said).encode()


def turned(count: int, seed: int = 0) -> bytes:
    """Rows of letters, a tab, and the same the other way round."""
    luck = random.Random(seed)
    rows = ("".join(luck.choices("abcde", k=luck.randint(3, 6))) for _ in range(count))
    return "".join(f"{row}\t{row[::-1]}\n" for row in rows).encode()


SMALL = {"hidden_size": 24, "embedding_size": 12, "steps": 20, "learning_rate": 0.01, "dropout": 0.1}


def opinions(rows: int, seed: int = 0) -> bytes:
    """Sentences whose class stands in one of their words."""
    luck = random.Random(seed)
    words = {"good": ("fine", "lovely", "great"), "bad": ("awful", "dull", "poor")}
    lines = []
    for row in range(rows):
        label = ("good", "bad")[row % 2]
        said = " ".join(
            luck.choice(("the", "a", "one", "this", "soup", "room", "film", "day")) for _ in range(5)
        )
        lines.append(f"{said} was {luck.choice(words[label])} {luck.randrange(rows)},{label}\n")
    return ("text,label\n" + "".join(lines)).encode()


EXAMPLES: Mapping[str, Example] = {
    "forecast": Example(
        series(200),
        {"hidden_size": 8, "steps": 20, "horizon": 4, "lookback": 16, "test": 40, "dropout": 0.1},
        newer=series(220),
    ),
    "text": Example(sentences(120), SMALL, newer=sentences(80, seed=1)),
    "classify": Example(
        opinions(120),
        {"hidden_size": 8, "embedding_size": 6, "steps": 20, "nets": 2, "learning_rate": 0.01},
        newer=opinions(20, seed=1),
    ),
    "label": Example(
        tagged(120),
        {"hidden_size": 8, "embedding_size": 8, "steps": 20, "dropout": 0.1, "learning_rate": 0.01},
        newer=b"the dog sees a cat. a cat bites.",
    ),
    "translate": Example(
        turned(120),
        {"hidden_size": 16, "embedding_size": 8, "steps": 20, "learning_rate": 0.01, "dropout": 0.1}
        | {"beam": 2, "teacher_forcing_ratio": 0.8},
        newer=turned(10, seed=1),
    ),
    "memory": Example(
        b'{"problem": "adding", "length": 6, "test_length": 6}',
        {"problem": "adding", "length": 6, "hidden_size": 8, "steps": 20},
    ),
}
