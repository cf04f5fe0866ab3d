"""Reading the same bytes with other decisions: a new data set when it works, else one sentence."""

from collections.abc import Callable
from typing import TypeVar

from pages.ui import address, state
from pages.ui.resources import dataset, visitor
from rnnkit.data import Overrides, TextOverrides
from rnnkit.errors import RnnkitError
from rnnkit.runs.rows import Dataset
from rnnkit.text import t

_NOTE = "_reread_note"

Choice = TypeVar("Choice", Overrides, TextOverrides)


def reread(dataset: Dataset, overrides: Choice, read: Callable[[bytes, Choice], object]) -> None:
    """Turn the page to these bytes read with other overrides; the old reading stays where that fails."""
    try:
        read(dataset.content, overrides)
    except RnnkitError as error:
        state.put({_NOTE: t("Not changed: {reason}", reason=error)})
        return
    show_bytes(dataset.name, dataset.content, overrides)


def turn(kind: type[Choice], read: Callable[[bytes, Choice], object], dataset_id: str, change: str) -> None:
    """Switch a change that was made in reading off, or on again."""
    data = dataset(dataset_id)
    overrides = kind.from_json(data.overrides)
    reread(data, overrides.replace(off=overrides.off ^ {change}), read)


def show_bytes(name: str, content: bytes, overrides: Overrides | TextOverrides) -> None:
    """Keep data that is known to be readable, and show it."""
    address.show_data(visitor().add_dataset(name, content, overrides.to_json()))


def note() -> str:
    """Why the last other reading was not done; said once."""
    return str(state.take(_NOTE) or "")
