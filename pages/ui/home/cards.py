"""What stands on the cards of examples, written down by `make docs` from the examples themselves.

Home shows the first of every task. To read them whole for their first lines took three of the five seconds of
processor time of a first page.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

WRITTEN = Path(__file__).with_name("cards.json")
DIGITS = 6  # of the values of a small picture


@dataclass(frozen=True)
class Card:
    """How much an example holds, and what is seen of it: some words, or a line."""

    number: int
    words: str = ""
    line: tuple[float, ...] = ()


@cache
def cards() -> Mapping[str, Card]:
    """The cards of all examples, by their keys."""
    found = json.loads(WRITTEN.read_text("utf-8"))
    return {key: Card(**card | {"line": tuple(card["line"])}) for key, card in found.items()}


def written(found: Mapping[str, Card]) -> str:
    """The file of these cards, a line each."""
    rounded = {
        key: asdict(card) | {"line": [float(f"{value:.{DIGITS}g}") for value in card.line]}
        for key, card in found.items()
    }
    lines = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(card, ensure_ascii=False)}" for key, card in rounded.items()
    )
    return f"{{\n{lines}\n}}\n"
