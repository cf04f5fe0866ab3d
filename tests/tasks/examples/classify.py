"""Opinions, good and bad."""

import random

from tests.tasks.example import Example


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


EXAMPLE = Example(
    opinions(120),
    {"hidden_size": 8, "embedding_size": 6, "steps": 20, "nets": 2, "learning_rate": 0.01},
    newer=opinions(20, seed=1),
)
