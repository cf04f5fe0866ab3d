"""Sentences with their animals marked."""

import random

from tests.tasks.example import Example


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


EXAMPLE = Example(
    tagged(120),
    {"hidden_size": 8, "embedding_size": 8, "steps": 20, "dropout": 0.1, "learning_rate": 0.01},
    newer=b"the dog sees a cat. a cat bites.",
)
