"""What every form of pairs is read to first: rows of cells, each with the number of its line."""

import re
from dataclasses import dataclass, field

from rnnkit.data.pairs.pairs import Column, LeftOutLine

Cells = tuple[str | None, ...]


@dataclass
class PairRecords:
    """Rows of one form: the line of each, and its cells in the order of `columns`.

    `header` says whether the first line named the columns; `None` where a form has no such line. `spoilt` are
    lines that could not be read at all; `files` are the names of two aligned files. `source` is the column
    that the file itself calls its source.
    """

    form: str
    columns: tuple[Column, ...]
    lines: list[int]
    rows: list[Cells]
    encoding: str
    header: bool | None = None
    spoilt: list[LeftOutLine] = field(default_factory=list)
    files: tuple[str, ...] = ()
    source: Column | None = None

    @property
    def named(self) -> bool:
        """Whether the columns have names."""
        return all(isinstance(column, str) for column in self.columns)


def lines_of(text: str) -> list[str]:
    r"""The lines of a text; only \n and \r\n end one, or \r where there is nothing else.

    >>> lines_of("a\u2028b\r\nc\n")
    ['a\u2028b', 'c']
    """
    text = text.replace("\r\n", "\n")
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    lines = text.split("\n")
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines


_BREAKS = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+ *")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def plain(text: str) -> str:
    r"""A cell as one line without invisible signs: breaks are blanks, and none stand at the ends.

    >>> plain("\ufeffSalt &\n      pepper\r")
    'Salt & pepper'
    """
    return _INVISIBLE.sub("", _BREAKS.sub(" ", text)).strip()
