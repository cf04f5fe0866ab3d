"""How dates are written, and the stamps they stand for (datetime64[us], wall-clock time).

A format is a `strptime` pattern, or one of the words in `SPECIAL` for what no pattern describes.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.layout import Cells

Stamps = npt.NDArray[np.datetime64]

_ZONE_WORDS = (
    "dst|utc|gmt|bst|cet|cest|eet|eest|wet|west|est|edt|cst|cdt|mst|mdt|pst|pdt|ist|jst|kst|aest|aedt|msk"
)
ZONE = (
    rf"(?i)\s*(?:\(?\b(?:{_ZONE_WORDS})\b\)?(?:[+-]\d{{1,2}}:?\d{{0,2}})?"
    r"|(?<=\d)z|(?<=:\d\d)\s?[+-]\d{2}:?\d{2}|(?<=\.\d{3})[+-]\d{2}:?\d{2})$"
)
"""Words and offsets of a time zone at the end of a date; the clock on the wall is kept."""

SAMPLE = 300
MOST_FORMATS = 6
EPOCHS = {"epoch_s": "s", "epoch_ms": "ms", "epoch_us": "us", "epoch_ns": "ns"}
EXCEL_ZERO = np.datetime64("1899-12-30", "us")
DAY_IN_US = 86_400_000_000

_TIME = re.compile(
    r"^(?P<gap>[ T_-]+)?(?P<h>\d{1,2})(?P<s>[:.h-])(?P<m>\d{1,2})"
    r"(?:(?P<s2>[:.-])(?P<sec>\d{1,2})(?P<f>\.\d+)?)?(?P<ap>\s?[aApP]\.?[mM]\.?)?$"
)
_YMD = re.compile(
    r"^(?P<y>\d{4})(?P<a>[-/._ ]|\s?年\s?)(?P<m>\d{1,2})(?P<b>[-/._ ]|\s?月\s?)(?P<d>\d{1,2})"
    r"(?P<e>\s?日)?(?P<rest>.*)$"
)
_XYZ = re.compile(
    r"^(?P<x>\d{1,2})(?P<a>[-/. ])(?P<z>\d{1,2})(?P<b>[-/. ])(?P<y>\d{4}|\d{2})(?P<rest>\D.*)?$"
)
_YM = re.compile(r"^(?P<y>\d{4})(?P<a>[-/._ ]|\s?年\s?|[mM])(?P<m>\d{1,2})(?P<e>\s?月)?$")
_MY = re.compile(r"^(?P<m>\d{1,2})(?P<a>[-/.])(?P<y>\d{4})$")
_SHORT = re.compile(r"^(?P<y>\d{1,3})[-/](?P<m>\d{1,2})$")
_COMPACT = re.compile(r"^\d{8}(?P<rest>[ T_-]?\d{2,6}|[ T_-]\d{1,2}:.*)$")
_WEEK = re.compile(r"^\d{4}(?P<a>-?)W\d{2}$")
_QUARTER = re.compile(r"^(?:\d{4}[-/ ]?[qQ][1-4]|[qQ][1-4][-/ ]?\d{4}|[1-4][qQ]\d{4})$")
_WORDS = re.compile(r"^[A-Za-z0-9 ,./:-]+$")
_CLOCKS = ("", " %H:%M", " %H:%M:%S")

Special = Callable[[Cells], Stamps]


@dataclass(frozen=True)
class Guess:
    """Formats that read a column, the share of cells they read, and whether day and month may be swapped."""

    formats: tuple[str, ...]
    share: float
    clean: bool
    swappable: bool = False


def parse_dates(cells: Cells, formats: Sequence[str], clean: bool) -> Stamps:
    """Read every cell by the first format that fits; NaT where none does."""
    codes, distinct = pd.factorize(cells)
    text = np.asarray(distinct, dtype=object)
    if clean:
        text = strip_zone(text)
    stamps = np.full(len(text), np.datetime64("NaT"), dtype="datetime64[us]")
    for form in formats:
        left = np.flatnonzero(np.isnat(stamps))
        if not len(left):
            break
        stamps[left] = parse_one(text[left], form)
    return np.asarray(stamps[codes])


def parse_one(cells: Cells, form: str) -> Stamps:
    """Read cells in one format; NaT where it does not fit."""
    if form in SPECIAL:
        return SPECIAL[form](cells)
    try:
        parsed = pd.DatetimeIndex(pd.to_datetime(pd.Series(cells), format=form, errors="coerce"))
    except (ValueError, TypeError, OverflowError):
        return np.full(len(cells), np.datetime64("NaT"), dtype="datetime64[us]")
    if parsed.tz is not None:
        parsed = parsed.tz_localize(None)
    return np.asarray(parsed.to_numpy().astype("datetime64[us]"))


def strip_zone(cells: Cells) -> Cells:
    """Take words and offsets of a time zone off the end of every cell."""
    result = np.empty(len(cells), dtype=object)
    result[:] = [re.sub(ZONE, "", cell) for cell in cells]
    return result


def guess_formats(cells: Cells, day_first: bool | None) -> Guess:
    """Find formats for a column of text; share 0 where it holds no dates.

    Formats are proposed from the form of the first cells that none of the earlier formats reads, so
    that a file that changes its format half-way is read too.
    """
    distinct = np.asarray(pd.unique(cells[cells != ""]), dtype=object)
    if not len(distinct):
        return Guess((), 0.0, False)
    clean = any(re.search(ZONE, cell) for cell in distinct[:SAMPLE])
    text = strip_zone(distinct) if clean else distinct
    formats: list[str] = []
    swappable = False
    stamps = np.full(len(text), np.datetime64("NaT"), dtype="datetime64[us]")
    while len(formats) < MOST_FORMATS:
        left = text[np.isnat(stamps)]
        if not len(left):
            break
        form, either = _propose(left, day_first if day_first is not None else _settled(formats))
        if form is None:
            break
        swappable = swappable or (either and day_first is None)
        formats.append(form)
        stamps[np.isnat(stamps)] = parse_one(left, form)
    share = float((~np.isnat(stamps)).mean())
    return Guess(tuple(formats), share, clean, swappable)


def swap(form: str) -> str:
    """The same format with day and month exchanged."""
    return form.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")


def day_comes_first(form: str) -> bool | None:
    """Whether a format such as 13/02/2020 puts the day first; `None` where nothing could be swapped."""
    if "%d" not in form or "%m" not in form or form.find("%Y") == 0:
        return None
    return form.find("%d") < form.find("%m")


def _settled(formats: Sequence[str]) -> bool | None:
    """Which comes first in the formats found so far."""
    known = [first for first in map(day_comes_first, formats) if first is not None]
    return known[0] if known else None


def _propose(cells: Cells, day_first: bool | None) -> tuple[str | None, bool]:
    """The candidate that reads the most of a sample, and whether its day-month twin reads as many."""
    sample = cells[:: max(1, len(cells) // SAMPLE)][:SAMPLE]
    best, most = None, 0
    for form in dict.fromkeys(form for cell in sample[:3] for form in candidates(cell)):
        count = int((~np.isnat(parse_one(sample, form))).sum())
        if count > most:
            best, most = form, count
    if best is None:
        return None, False
    first = day_comes_first(best)
    if first is None:
        return best, False
    twin = swap(best)
    both = int((~np.isnat(parse_one(cells, best))).sum()), int((~np.isnat(parse_one(cells, twin))).sum())
    if day_first is not None and both[int(day_first != first)]:
        return (best if day_first == first else twin), False
    if both[0] != both[1]:
        return (best if both[0] > both[1] else twin), False
    return best, True


def candidates(cell: str) -> list[str]:
    """Formats that a cell of this form might be written in, the likeliest first."""
    cell = cell.strip()
    for form, build in _FORMS:
        if match := form.match(cell):
            return build(match)
    return _with_words(cell)


def _year_first(match: re.Match[str]) -> list[str]:
    day = "%Y" + match["a"] + "%m" + match["b"] + "%d" + (match["e"] or "")
    return [day + clock for clock in _clock(match["rest"])]


def _year_last(match: re.Match[str]) -> list[str]:
    """13/02/2020 both ways; with dots the day comes first."""
    year = "%Y" if len(match["y"]) == 4 else "%y"
    first, second = ("%d", "%m") if match["a"] == "." else ("%m", "%d")
    a, b = match["a"], match["b"]
    days = [f"{first}{a}{second}{b}{year}", f"{second}{a}{first}{b}{year}"]
    if year == "%y":
        days.append(f"%y{a}%m{b}%d")
    return [day + clock for day in days for clock in _clock(match["rest"] or "")]


def _clock(rest: str) -> list[str]:
    """Formats of a time of day as it follows a date; one empty format where nothing follows."""
    if not rest.strip():
        return [""]
    match = _TIME.match(rest if rest[0] in " T_-" else " " + rest)
    if not match:
        return _chinese_clock(rest)
    gap = (match["gap"] or "") if rest[0] in " T_-" else ""
    hour = "%I" if match["ap"] else "%H"
    form = f"{gap}{hour}{match['s']}%M"
    if match["sec"]:
        form += f"{match['s2']}%S" + (".%f" if match["f"] else "")
    if match["ap"]:
        form += (" " if match["ap"].startswith(" ") else "") + "%p"
    return [form]


def _chinese_clock(rest: str) -> list[str]:
    match = re.match(r"^(\s?)\d{1,2}[时点](?:\d{1,2}分(?:\d{1,2}秒)?)?$", rest)
    if not match:
        return []
    form = re.sub(r"\d{1,2}([时点])", r"%H\1", rest, count=1)
    form = re.sub(r"\d{1,2}分", "%M分", form)
    return [re.sub(r"\d{1,2}秒", "%S秒", form)]


def _compact(rest: str) -> list[str]:
    """20200131 with an hour, minutes or seconds directly behind."""
    gap = rest[0] if not rest[0].isdigit() else ""
    body = rest[len(gap) :]
    if ":" in body:
        return ["%Y%m%d" + clock for clock in _clock(rest)]
    return {2: [f"%Y%m%d{gap}%H"], 4: [f"%Y%m%d{gap}%H%M"], 6: [f"%Y%m%d{gap}%H%M%S"]}.get(len(body), [])


_WORD_DATES = (
    *(
        "%d %b %Y",
        "%d-%b-%Y",
        "%d-%b-%y",
        "%d %B %Y",
        "%d/%b/%Y",
        "%b %d, %Y",
        "%B %d, %Y",
        "%b %d %Y",
        "%B %d %Y",
    ),
    *(
        "%d %b %y",
        "%d. %B %Y",
        "%b-%y",
        "%b-%Y",
        "%b %Y",
        "%B %Y",
        "%b %y",
        "%Y-%b",
        "%Y %b",
        "%Y-%b-%d",
        "%Y %B",
    ),
    *(
        "%a %d %b %Y",
        "%a, %d %b %Y",
        "%a %b %d %Y",
        "%a, %b %d, %Y",
        "%A, %B %d, %Y",
        "%A, %d %B %Y",
        "%b. %d, %Y",
    ),
)


def _with_words(cell: str) -> list[str]:
    """Formats with the name of a month, tried one after the other."""
    if not re.search(r"[A-Za-z]{3}", cell) or not _WORDS.match(cell) or len(cell) > 45:
        return []
    clocks = _CLOCKS if ":" in cell else ("",)
    forms = [
        day + clock
        for day in _WORD_DATES
        for clock in (*clocks, *((" %I:%M %p", " %I:%M:%S %p") if len(clocks) > 1 else ()))
    ]
    one = np.array([cell], dtype=object)
    return [form for form in forms if not np.isnat(parse_one(one, form))[0]]


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[str]]], ...] = (
    (_QUARTER, lambda _: ["quarter"]),
    (_WEEK, lambda match: ["iso_week" if match["a"] else "iso_week_compact"]),
    (_YMD, _year_first),
    (_XYZ, _year_last),
    (_YM, lambda match: ["%Y" + match["a"] + "%m" + (match["e"] or "")]),
    (_MY, lambda match: ["%m" + match["a"] + "%Y"]),
    (_SHORT, lambda _: ["short_year"]),
    (_COMPACT, lambda match: _compact(match["rest"])),
)


def _quarter(cells: Cells) -> Stamps:
    """The first day of a quarter written 2006Q1, 2006-Q1, Q1 2006 or 1Q2006."""
    year = pd.Series(cells, dtype=object).str.extract(r"(\d{4})", expand=False)
    quarter = pd.Series(cells, dtype=object).str.extract(r"[qQ]([1-4])|([1-4])[qQ]\d{4}").bfill(axis=1)[0]
    month = (pd.to_numeric(quarter, errors="coerce") * 3 - 2).astype("Int64").astype("object")
    text = [
        f"{y}-{m}" if pd.notna(y) and pd.notna(m) and _QUARTER.match(cell) else ""
        for y, m, cell in zip(year, month, cells, strict=True)
    ]
    return parse_one(np.array(text, dtype=object), "%Y-%m")


def _week(cells: Cells) -> Stamps:
    return parse_one(np.array([f"{cell}-1" for cell in cells], dtype=object), "%G-W%V-%u")


def _week_compact(cells: Cells) -> Stamps:
    return parse_one(np.array([f"{cell}1" for cell in cells], dtype=object), "%GW%V%u")


def _short_year(cells: Cells) -> Stamps:
    """1-01 is January of year 1, as in sales figures that hide their year."""
    text = [
        f"{y.zfill(4)}-{m}" if m else ""
        for y, _, m in (re.sub("/", "-", cell).partition("-") for cell in cells)
    ]
    return parse_one(np.array(text, dtype=object), "%Y-%m")


def _epoch(unit: str) -> Special:
    factor = {"s": 1e6, "ms": 1e3, "us": 1.0, "ns": 1e-3}[unit]
    return lambda cells: _from_microseconds(_floats(cells) * factor)


def _excel(cells: Cells) -> Stamps:
    """Days since the end of 1899, the way spreadsheets count."""
    # Whole seconds: a serial number has no more digits than that.
    seconds = np.round(_floats(cells) * 86_400)
    stamps = _from_microseconds(seconds * 1e6)
    return np.asarray(stamps + (EXCEL_ZERO - np.datetime64(0, "us")))


def _floats(cells: Cells) -> npt.NDArray[np.float64]:
    values = np.asarray(pd.to_numeric(cells, errors="coerce"), dtype=np.float64)
    return np.where(np.abs(values) < 1e20, values, np.nan)


def _from_microseconds(values: npt.NDArray[np.float64]) -> Stamps:
    sound = np.isfinite(values) & (np.abs(values) < 2e17)
    stamps = np.full(len(values), np.datetime64("NaT"), dtype="datetime64[us]")
    stamps[sound] = np.round(values[sound]).astype(np.int64).astype("datetime64[us]")
    return stamps


SPECIAL: dict[str, Special] = {
    "quarter": _quarter,
    "iso_week": _week,
    "iso_week_compact": _week_compact,
    "short_year": _short_year,
    "excel": _excel,
    **{name: _epoch(unit) for name, unit in EPOCHS.items()},
}
