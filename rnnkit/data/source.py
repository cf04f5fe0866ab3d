"""What a file holds once it is unpacked: a text, or the rows of a sheet."""

from dataclasses import dataclass

from rnnkit.data.decode import decode
from rnnkit.data.kind import refuse_markup, refuse_other_kinds
from rnnkit.data.notes import Notes
from rnnkit.data.recipe import Overrides
from rnnkit.data.records import Records


@dataclass
class Source:
    """A text in a known encoding; or, where the file was a workbook, `records`: rows of cells as text."""

    text: str
    encoding: str
    records: Records | None = None


def open_source(content: bytes, fixed: Overrides, notes: Notes) -> Source:
    """Unpack and decode a file. Raises `DataError` with one sentence where it holds no table."""
    refuse_other_kinds(content)
    text, encoding = decode(content, fixed.encoding, notes)
    refuse_markup(text)
    return Source(text, encoding)
