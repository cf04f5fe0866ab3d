"""A wave over time."""

import math

from tests.tasks.example import Example


def series(length: int) -> bytes:
    """A wave, a value a day."""
    days = (f"2024-{1 + day // 28:02d}-{1 + day % 28:02d},{math.sin(0.3 * day):.4f}" for day in range(length))
    return ("day,y\n" + "\n".join(days) + "\n").encode()


EXAMPLE = Example(
    series(200),
    {"hidden_size": 8, "steps": 20, "horizon": 4, "lookback": 16, "test": 40, "dropout": 0.1},
    newer=series(220),
)
