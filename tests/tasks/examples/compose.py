"""Short dances whose second half repeats the first, in two meters."""

import random
from collections.abc import Sequence

from tests.tasks.example import Example

BARS = {
    "2/4": ("G2 B2", "A2 F2", "G B d2", "d c B A", "B2 A2", "G4"),
    "3/4": ("G2 B2 d2", "c2 A2 F2", "G3 A B2", "d2 c2 A2", "B2 A2 F2", "G6"),
}


def dance(number: int, luck: random.Random) -> str:
    """One tune: four bars that come twice, a middle of four, in ABC notation."""
    meter = luck.choice(sorted(BARS))

    def four() -> Sequence[str]:
        return [*luck.choices(BARS[meter][:5], k=3), BARS[meter][5]]

    first, middle = " | ".join(four()), " | ".join(four())
    head = f"X:{number}\nT:Dance {number}\nM:{meter}\nL:1/8\nK:G\n"
    return f"{head}|: {first} :|\n{middle} | {first} |]\n"


def dances(count: int, seed: int = 0) -> bytes:
    """So many tunes."""
    luck = random.Random(seed)
    return "\n".join(dance(number, luck) for number in range(1, count + 1)).encode()


EXAMPLE = Example(
    dances(60),
    {"hidden_size": 16, "embedding_size": 8, "steps": 20, "dropout": 0.1, "learning_rate": 0.02},
    newer=b"X:1\nT:Mine\nM:2/4\nL:1/8\nK:G\nG2 B2 | A2\n\nX:2\nM:3/4\nK:G\n",
)
