"""How much data one upload may bring: stated before the upload, checked before parsing."""

from dataclasses import dataclass
from typing import Self

from rnnkit.environment import positive
from rnnkit.errors import DataError
from rnnkit.text import t

BYTES_PER_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The largest file that is read. More bytes or columns are refused; more rows are cut off and said so."""

    megabytes: float = 5
    rows: int = 100_000
    columns: int = 50

    @classmethod
    def from_environment(cls) -> Self:
        """The limits of this host, from RNNKIT_MAX_MEGABYTES, RNNKIT_MAX_ROWS and RNNKIT_MAX_COLUMNS."""
        return cls(
            megabytes=positive("RNNKIT_MAX_MEGABYTES", cls.megabytes),
            rows=int(positive("RNNKIT_MAX_ROWS", cls.rows)),
            columns=int(positive("RNNKIT_MAX_COLUMNS", cls.columns)),
        )

    def check_size(self, content: bytes) -> None:
        """Refuse more bytes than allowed; counted before anything is decoded."""
        check_megabytes(content, self.megabytes)

    def check_columns(self, count: int) -> None:
        """Refuse more columns than allowed; counted on the first line, before the rest is parsed."""
        if count > self.columns:
            raise DataError(t("{count:,} columns; limit {limit}.", count=count, limit=self.columns))


@dataclass(frozen=True)
class TextLimits:
    """The largest text that is read."""

    megabytes: float = 8

    @classmethod
    def from_environment(cls) -> Self:
        """The limit of this host, from RNNKIT_MAX_TEXT_MEGABYTES."""
        return cls(megabytes=positive("RNNKIT_MAX_TEXT_MEGABYTES", cls.megabytes))

    def check_size(self, content: bytes) -> None:
        """Refuse more bytes than allowed; counted before anything is decoded."""
        check_megabytes(content, self.megabytes)


def check_megabytes(content: bytes, megabytes: float) -> None:
    """Refuse content that is larger than so many megabytes."""
    if len(content) > megabytes * BYTES_PER_MEGABYTE:
        raise DataError(t("Larger than {megabytes:g} MB.", megabytes=megabytes))
