"""How bytes become letters: found out, or said by hand."""

from collections.abc import Callable
from typing import Any

from pages.ui.access import resources
from pages.ui.access.reread import Read, reread
from pages.ui.form.reading_words import CHOICES, FIND_OUT, choice_field
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from rnnkit.words import t


def encoding_field(
    key: str, held: str | None = None, on_change: Callable[[], None] | None = None
) -> str | None:
    """Draw the choice and return the encoding that was said; `None` to find it out."""
    label, words = CHOICES["encoding"]
    said: str | None = choice_field(t(label), words, held, key=_key(key), on_change=on_change, width=320)
    return said


@safely
def read_as(kind: type[Any], read: Read[Any], dataset_id: str) -> None:
    """Read the same bytes in the encoding that was chosen; the choice turns back where that fails.

    `kind` are the overrides of such data, which have an `encoding`.
    """
    dataset = resources.dataset(dataset_id)
    held = kind.from_json(dataset.overrides)
    if not reread(dataset, held.replace(encoding=state.get(_key(dataset_id)) or None), read):
        state.put({_key(dataset_id): held.encoding if held.encoding in CHOICES["encoding"][1] else FIND_OUT})


def _key(key: str) -> str:
    """Where the choice is remembered."""
    return f"encoding_{key[:24]}"
