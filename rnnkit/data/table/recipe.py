"""What a person fixed (`Overrides`) and what was decided in the end (`Recipe`), both plain JSON.

A recipe has every gap of the overrides filled in, so that new data is read with the same decisions.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from rnnkit.config import Settings
from rnnkit.data.decisions import Decisions
from rnnkit.words import t

VERSION = 1

Layout = Literal["long", "wide"]
Duplicates = Literal["mean", "last", "sum", "first"]
Gaps = Literal["linear", "ffill", "zero", "leave"]
Role = str
"""What a time column tells: `date`, `clock`, `year`, `quarter`, `month`, `week`, `day`, `day_of_year` ..."""
RULES = frozenset({"signs", "interval", "zone", "words", "buddhist"})
"""The ways of `rnnkit.data.times.written.tidy` to bring dates to few spellings."""
ROLES = frozenset(
    {
        *("date", "clock", "year", "quarter", "half", "month", "week", "day", "day_of_year"),
        *("hour", "minute", "second", "hhmm", "hhmmss", "number"),
    }
)
DIRECTIVE = re.compile("%[A-Za-z]")


def _each_once(form: str) -> str:
    """A format of dates in which no part stands twice: to match it would take twice as long for each more."""
    parts = DIRECTIVE.findall(form)
    twice = next((part for part in parts if parts.count(part) > 1), None)
    if twice:
        sentence = "Date format: {part} stands there twice; write each part once, such as %d.%m.%Y."
        raise ValueError(t(sentence, part=twice))
    return form


Format = Annotated[str, Field(max_length=80), AfterValidator(_each_once)]
"""How dates are written, as a pattern of `strptime` or a word of `rnnkit.data.times.written.dates`."""
Large = Annotated[int, Field(ge=-(2**62), le=2**62)]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Finite = Annotated[float, Field(allow_inf_nan=False)]

NO_TIME = ("",)


class NumberStyle(Settings):
    """How the numbers of one column are written: its decimal mark, thousands mark and signs to drop."""

    decimal: str = "."
    thousands: str = ""
    drop: str = Field("", description="A regular expression of signs taken out before reading.")
    parentheses: bool = Field(False, description="(12) means -12.")
    blanks: bool = Field(False, description="Blanks stand between groups of three digits or before signs.")
    digits: bool = Field(False, description="Digits of other scripts, such as those of Arabic.")
    bounds: bool = Field(False, description="<1 means half of it, >100 means 100.")
    footnotes: bool = Field(False, description="Marks of footnotes and flags are taken off: 93.3*, 45(p).")
    trailing: bool = Field(False, description="12- means -12.")
    power: bool = Field(False, description="1.2x10^5 means 120000.")
    fractions: bool = Field(False, description="1 1/2 means 1.5.")
    either: bool = Field(False, description="Both 1.5 and 1,5 hold a decimal mark.")
    clock: bool = Field(False, description="0:45:10 means so many seconds, 5:32 sixtieths of its first part.")
    units: dict[str, Finite] = Field({}, description="Units at the numbers, and their factors.")
    words: dict[str, Finite] = Field({}, description="Words that are numbers, such as yes, in lower case.")

    @property
    def plain(self) -> bool:
        """Whether a computer reads such numbers as they are."""
        return self == NumberStyle()


class Lines(Settings):
    """How the lines of a file are made plain before they are split: the plan of `plain_lines`."""

    remarks: tuple[Annotated[str, Field(min_length=1, max_length=2)], ...] = Field((), max_length=8)
    named: bool = Field(False, description="The last remark above the table holds the names.")
    quoted: bool = Field(False, description="Whole lines stand in quotes.")
    framed: bool = Field(False, description="Bars stand at both ends of a line.")
    cuts: tuple[Count, ...] = Field((), max_length=1000, description="Where columns of fixed width begin.")
    gaps: bool = Field(False, description="Several blanks part the columns.")

    @property
    def tabs(self) -> bool:
        """Whether tabs part the columns in the end."""
        return self.gaps or bool(self.cuts)


class Unpivot(Settings):
    """How columns named by times became rows: the plan of `melt_times`, and the kind of time they tell."""

    kind: str = Field(
        max_length=20, description="What the names of the columns tell, such as year or month_part."
    )
    joined: str = Field("", description="Column that holds several keys, such as unit,geo.")
    renamed: dict[str, str] = Field({}, description="Columns that got a plainer name.")
    keys: tuple[str, ...] = Field((), description="Columns that stay and are repeated.")
    left_out: tuple[str, ...] = Field((), description="Columns that are neither keys nor times.")
    label: str = Field(description="Column that holds the times.")
    shown: Literal["", r"\d{4}", r"\d+", r"\d.*"] = Field("", description="What of a name is its time.")
    value: str = Field("value", description="Column that holds the values.")
    series: tuple[str, ...] = Field((), description="Keys that name the series.")
    coarse: str = Field("", description="Column of years, where rows hold both years and days.")
    finer: bool = Field(False, description="Rows are finer than columns, such as months below years.")
    newest_first: bool = Field(False, description="The rows come newest first.")
    every_gap: bool = Field(False, description="No missing cell is a row.")
    filled: tuple[str, ...] = Field((), description="Keys whose blank cells repeat the one above.")
    parted: str = Field("", description="A regular expression that parts names into measure and time.")
    measure: str = Field("", description="Column that holds the measure, where there are several.")
    year: str = Field("", description="Column of years that do not begin in January.")
    shifts: dict[str, int] = Field({}, description="Years to add to it, by the label of the column.")


class Overrides(Decisions):
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
    time_format: Format | None = None
    series: tuple[str, ...] = Field((), description="Columns that name the series.")
    layout: Layout | None = None
    values: tuple[str, ...] = Field((), description="Columns to keep; empty keeps all that can be used.")
    without: tuple[str, ...] = Field((), description="Columns to leave out, such as those that leak.")
    without_series: tuple[str, ...] = Field((), description="Series to leave out, by their names.")
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
    until: str | None = Field(
        None, max_length=40, description="Last row to use, such as 2023-12-31; 2023 is all of it."
    )
    off: frozenset[str] = Field(frozenset(), description="Keys of changes that are switched off.")


class Recipe(Overrides):
    """All decisions of one reading, to be replayed on new data of the same kind."""

    version: int = VERSION
    container: str = Field(
        "", max_length=40, description="What the bytes were: workbook, gzip+json and so on."
    )
    header_rows: Count = Field(0, description="Rows of a sheet that were joined into its names; 0: none.")
    names: tuple[str, ...] = Field((), description="The columns of the file, in order.")
    heading: tuple[str, ...] = Field((), description="The cells of the header as they stand in the file.")
    file_names: tuple[str, ...] = Field((), description="The names that the columns of the file got.")
    skip_units: bool = Field(False, description="The line below the names holds units.")
    lines: Lines | None = Field(None, description="How lines are made plain before they are split.")
    unpivot: Unpivot | None = Field(None, description="Columns named by times became rows.")
    sums: bool = Field(False, description="Lines of totals and means are left out.")
    filled_down: tuple[str, ...] = Field((), description="Columns whose blank cells repeat the one above.")
    time_roles: tuple[Role, ...] = Field((), description="What each time column tells.")
    time_formats: tuple[Format, ...] = Field((), description="How dates are written, in the order to try.")
    time_rules: tuple[str, ...] = Field((), description="How dates are brought to few spellings first.")
    time_numbers: bool = Field(False, description="Dates are whole numbers without marks, such as 20230131.")
    century: int | None = Field(
        None, ge=0, le=9999, description="First of the hundred years that two digits may mean."
    )
    offset: int | None = Field(
        None, ge=-10_000, le=10_000, description="Minutes ahead of UTC by which dates with a zone are shown."
    )
    styles: dict[str, NumberStyle] = Field({}, description="How the numbers of each column are written.")
    column_sentinels: dict[str, tuple[Finite, ...]] = Field(
        {}, description="Numbers that mean missing in one column and may be values in others."
    )
    categories: dict[str, tuple[str, ...]] = Field({}, description="Words that became columns of 0 and 1.")
    stacked: bool = Field(False, description="Every value column became a series.")
    counted: bool = Field(False, description="Rows are counted in file order, whatever their dates say.")
    moved: bool = Field(False, description="Dates are moved onto the steps of `freq`.")
    moving: str | None = Field(
        None, max_length=20, description="Step that dates are moved onto where pauses leave no `freq`."
    )
    nearest: bool = Field(False, description="Dates are moved to the nearest step, not to the one before.")
    phase: Large = Field(0, description="Where steps begin: microseconds behind a multiple of their length.")
    longest: Annotated[Large, Field(ge=1)] | None = Field(None, description="Longest gap that is filled.")
    grid: bool = Field(False, description="Missing time stamps are put in.")
    size: Annotated[Large, Field(ge=1)] | None = Field(
        None, description="Distance of stamps that no `freq` tells."
    )
    seasonality: Annotated[Large, Field(ge=1)] = 1
    targets: tuple[str, ...] = ()
    limit: Annotated[Large, Field(ge=1)] = 100_000

    @model_validator(mode="before")
    @classmethod
    def _of_before(cls, values: object) -> object:
        """Recipes once only said whether words of a time zone were taken off."""
        if isinstance(values, dict) and "time_clean" in values:
            values = {**values, "time_rules": ("zone",) if values["time_clean"] else ()}
            del values["time_clean"]
        return values

    @field_validator("time_roles")
    @classmethod
    def _roles(cls, roles: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(roles) - ROLES:
            raise ValueError(f"There is no part of a date called {min(unknown)[:20]}.")
        return roles

    @field_validator("time_rules")
    @classmethod
    def _rules(cls, rules: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(rules) - RULES:
            raise ValueError(f"There is no way to tidy dates called {min(unknown)[:20]}.")
        return rules

    @field_validator("version")
    @classmethod
    def _known(cls, version: int) -> int:
        if version > VERSION:
            raise ValueError(f"Made by a newer version ({version}); this is {VERSION}.")
        return version
