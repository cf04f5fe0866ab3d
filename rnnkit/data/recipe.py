"""What a person fixed (`Overrides`) and what was decided in the end (`Recipe`), both plain JSON.

A recipe has every gap of the overrides filled in, so that new data is read with the same decisions.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, field_serializer, field_validator

from rnnkit.config import Settings, parse

VERSION = 1

Layout = Literal["long", "wide"]
Duplicates = Literal["mean", "last", "sum", "first"]
Gaps = Literal["linear", "ffill", "zero", "leave"]
Role = Literal["date", "clock", "year", "month", "day", "hour", "minute", "second", "number"]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Finite = Annotated[float, Field(allow_inf_nan=False)]

NO_TIME = ("",)


class NumberStyle(Settings):
    """How the numbers of one column are written: its decimal mark, thousands mark and signs to drop."""

    decimal: str = "."
    thousands: str = ""
    drop: str = Field("", description="A regular expression of signs taken out before reading.")
    parentheses: bool = Field(False, description="(12) means -12.")

    @property
    def plain(self) -> bool:
        """Whether a computer reads such numbers as they are."""
        return self == NumberStyle()


class Overrides(Settings):
    """What the person fixed; `None` or empty means: find out."""

    encoding: str | None = None
    sheet: str | None = Field(None, max_length=100, description="Sheet of a workbook, or file of an archive.")
    separator: str | None = Field(None, min_length=1, max_length=1)
    decimal: Literal[".", ","] | None = None
    thousands: Literal["", ".", ",", " ", "'"] | None = None
    header: bool | None = None
    skip_rows: Count | None = None
    skip_footer: Count | None = None
    time: tuple[str, ...] = Field((), description='Columns that hold the date; ("",) means there is none.')
    day_first: bool | None = None
    time_format: str | None = Field(None, max_length=80)
    series: tuple[str, ...] = Field((), description="Columns that name the series.")
    layout: Layout | None = None
    values: tuple[str, ...] = Field((), description="Columns to keep; empty keeps all that can be used.")
    without: tuple[str, ...] = Field((), description="Columns to leave out, such as those that leak.")
    missing: tuple[str, ...] = Field((), description="Further spellings of a missing value.")
    sentinels: tuple[Finite, ...] = Field((), description="Numbers that mean missing, such as -999.")
    keep_sentinels: tuple[Finite, ...] = Field((), description="Numbers that look like it but are real.")
    duplicates: Duplicates | None = None
    gaps: Gaps | None = None
    freq: str | None = Field(None, max_length=20)
    season: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = Field(
        None, description="Steps of a season, such as 12 for months; 1 means there is none."
    )
    since: str | None = Field(None, max_length=40, description="First row to use, such as 2020-01-31.")
    until: str | None = Field(None, max_length=40, description="Last row to use, such as 2023-12-31.")
    off: frozenset[str] = Field(frozenset(), description="Keys of changes that are switched off.")

    @field_serializer("off")
    def _sorted(self, off: frozenset[str]) -> list[str]:
        """In a fixed order, so that equal overrides give equal JSON."""
        return sorted(off)

    def to_json(self) -> str:
        """As JSON text; the same settings always give the same text."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """From JSON text. Raises `ConfigError` with one sentence."""
        return parse(cls, text)


class Recipe(Overrides):
    """All decisions of one reading, to be replayed on new data of the same kind."""

    version: int = VERSION
    names: tuple[str, ...] = Field((), description="The columns of the file, in order.")
    skip_units: bool = Field(False, description="The line below the names holds units.")
    time_roles: tuple[Role, ...] = Field((), description="What each time column tells.")
    time_formats: tuple[str, ...] = Field((), description="How dates are written, in the order to try.")
    time_clean: bool = Field(False, description="Words of a time zone are taken off the dates.")
    styles: dict[str, NumberStyle] = Field({}, description="How the numbers of each column are written.")
    categories: dict[str, tuple[str, ...]] = Field({}, description="Words that became columns of 0 and 1.")
    stacked: bool = Field(False, description="Every value column became a series.")
    counted: bool = Field(False, description="Rows are counted in file order, whatever their dates say.")
    moved: bool = Field(False, description="Dates are moved onto the steps of `freq`.")
    grid: bool = Field(False, description="Missing time stamps are put in.")
    size: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Distance of stamps that no `freq` tells."
    )
    seasonality: Annotated[int, Field(ge=1)] = 1
    targets: tuple[str, ...] = ()
    limit: Annotated[int, Field(ge=1)] = 100_000

    @field_validator("version")
    @classmethod
    def _known(cls, version: int) -> int:
        if version > VERSION:
            raise ValueError(f"Made by a newer version ({version}); this is {VERSION}.")
        return version
