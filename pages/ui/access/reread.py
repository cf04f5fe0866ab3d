"""Reading the same bytes with other decisions: a new data set when it works, else one sentence."""

from collections.abc import Callable
from typing import Any, TypeVar

from pages.ui.access.resources import dataset, keep, visitor
from pages.ui.frame import address, state
from pages.ui.frame.boundary import safely
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import t

_NOTE = "_reread_note"

Choice = TypeVar("Choice", bound=Any)
"""What a person decided about the reading: settings with `off` (keys of changes), JSON there and back."""
Read = Callable[[bytes, Choice], Any]


def reread(dataset: Dataset, overrides: Choice, read: Read[Choice]) -> bool:
    """Turn the page to these bytes read with other overrides; where that fails it is said, and false."""
    try:
        found = read(dataset.content, overrides)
    except RnnkitError as error:
        state.put({_NOTE: t("Not changed: {reason}", reason=error)})
        return False
    show_bytes(dataset.name, dataset.content, overrides, found)
    return True


@safely
def turn(kind: type[Choice], read: Read[Choice], dataset_id: str, change: str) -> None:
    """Switch a change that was made in reading off, or on again."""
    data = dataset(dataset_id)
    overrides = kind.from_json(data.overrides)
    reread(data, overrides.replace(off=overrides.off ^ {change}), read)


def show_bytes(name: str, content: bytes, overrides: Any, found: Any = None) -> None:
    """Keep data that is known to be readable, with what was read where it was, and show it."""
    dataset_id = visitor().uploads.add(name, content, overrides.to_json())
    if found is not None:
        keep(dataset_id, found)
    address.show_data(dataset_id)


def note() -> str:
    """Why the last other reading was not done; said once."""
    return str(state.take(_NOTE) or "")
