"""A text from what was uploaded."""

from rnnkit.config.stored import parse_stored
from rnnkit.data import Text, TextOverrides, read_text
from rnnkit.tasks.task import Uploaded


def load(uploaded: Uploaded) -> Text:
    """The clean text, read as the person decided."""
    return read_text(uploaded.content, parse_stored(TextOverrides, uploaded.overrides))
