"""A text from what was uploaded, and what is understood of one."""

from collections.abc import Mapping, Sequence

from rnnkit.config.stored import parse_stored
from rnnkit.data import Text, TextOverrides, read_text
from rnnkit.errors import DataError
from rnnkit.tasks.task import Uploaded
from rnnkit.words import t


def load(uploaded: Uploaded) -> Text:
    """The clean text, read as the person decided."""
    return read_text(uploaded.content, parse_stored(TextOverrides, uploaded.overrides))


def understood(files: Sequence[tuple[str, bytes]], overrides: str) -> Mapping[str, object]:
    """What was understood of one text, and what was changed in it. Raises `DataError` for several files."""
    if len(files) != 1:
        raise DataError(t("Give one text; several texts are joined into one file first."))
    text = read_text(files[0][1], parse_stored(TextOverrides, overrides))
    notes = [change.sentence for change in text.changes if change.enabled]
    return {**text.understood, "notes": notes}
