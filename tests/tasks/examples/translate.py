"""Letters, and the same turned round."""

import random

from tests.tasks.example import Example


def turned(count: int, seed: int = 0) -> bytes:
    """Rows of letters, a tab, and the same the other way round."""
    luck = random.Random(seed)
    rows = ("".join(luck.choices("abcde", k=luck.randint(3, 6))) for _ in range(count))
    return "".join(f"{row}\t{row[::-1]}\n" for row in rows).encode()


EXAMPLE = Example(
    turned(120),
    {"hidden_size": 16, "embedding_size": 8, "steps": 20, "learning_rate": 0.01, "dropout": 0.1}
    | {"beam": 2, "teacher_forcing_ratio": 0.8},
    newer=turned(10, seed=1),
)
