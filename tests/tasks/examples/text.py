"""Sentences of a small grammar."""

import random

from tests.tasks.example import Example


def sentences(lines: int, seed: int = 0) -> bytes:
    """Subject, verb and object, drawn by a coin."""
    luck = random.Random(seed)
    nouns, verbs = ("cat", "dog", "bird", "fox"), ("sees", "likes", "bites")
    said = (
        f"the {luck.choice(nouns)} {luck.choice(verbs)} the {luck.choice(nouns)}.\n" for _ in range(lines)
    )
    return "".join(said).encode()


EXAMPLE = Example(
    sentences(120),
    {"hidden_size": 24, "embedding_size": 12, "steps": 20, "learning_rate": 0.01, "dropout": 0.1},
    newer=sentences(80, seed=1),
)
