"""How the dates of a column are written: proposed from the form of some cells, tried on the others."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.times.written.dates import parse_dates, parse_one, two_digit_years
from rnnkit.data.times.written.tidy import BUDDHIST, LONGEST_DATE, TIDY, tidy, zone_minutes
from rnnkit.data.times.written.to_moments import NEVER, Cells, Stamps

SAMPLE = 200
FEW = 24
"""Cells on which rules are tried; where they leave cells unread, these are looked at as well."""
ENOUGH = 1500
"""Distinct cells that are looked at; of more, some from everywhere."""
MOST_FORMATS = 6
LATEST = 2035
"""Two digits mean no year after this one, unless the years before it run on into it."""

# Where a cell has this form, one of these formats may read it; the likeliest first.
_TIME = re.compile(
    r"^(?P<gap>[ ,T_-]+)?(?P<h>\d{1,2})(?P<s>[:.h-])(?P<m>\d{1,2})"
    r"(?:(?P<s2>[:.-])(?P<sec>\d{1,2})(?P<f>[.,]\d{1,9})?)?(?P<ap> ?[aApP][mM])?$"
)
_HOUR = re.compile(r"^(?P<gap>[ ,T_-]+)(?P<h>\d{1,2})(?P<u> ?h)?(?P<ap> ?[aApP][mM])?$")
_PACKED = re.compile(r"^(?P<gap>[ T_-]+)(?P<h>\d{4}|\d{6})$")
_YMD = re.compile(
    r"^(?P<y>\d{4})(?P<a>[-/._ :]|\s?年\s?)(?P<m>\d{1,2})(?P<b>[-/._ :]|\s?月\s?)(?P<d>\d{1,2})"
    r"(?P<e>\s?日)?(?P<rest>(?:\D|(?<=日)).*)?$"
)
_XYZ = re.compile(
    r"^(?P<x>\d{1,2})(?P<a>[-/. _]|\. )(?P<z>\d{1,2})(?P<b>[-/. _]|\. )(?P<y>\d{4}|\d{2})(?P<rest>\D.*)?$"
)
_YM = re.compile(r"^(?P<y>\d{4})(?P<a>[-/._: ]|\s?年\s?|[mM])(?P<m>\d{1,2})(?P<e>\s?月)?$")
_MY = re.compile(r"^(?P<m>\d{1,2})(?P<a>[-/. ])(?P<y>\d{4})$")
_COMPACT = re.compile(r"^\d{8}(?P<rest>[ T_:-]?\d{2,6}(?:[.,]\d{1,9})?|[ T_-]\d{1,2}:.*)?$")
_NAMED = re.compile(
    r"^(?:(?P<x>\d{4}|\d{1,2}) )?M\d\d(?: (?P<z>\d{4}|\d{1,2})(?P<comma>,)?)?"
    r"(?: (?P<y>\d{4}|\d{2})(?![\d:.h]))?(?P<rest>\D.*)?$"
)
_CTIME = re.compile(r"^M\d\d \d{1,2} \d{1,2}:\d\d:\d\d (?P<zone>[A-Z]{3,4} )?\d{4}$")
_FIXED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^\d{4} ?[/-] ?\d{2}$|^\d{4} ?[/-] ?\d{4}$|^FY", re.IGNORECASE), "fiscal_year"),
    (re.compile(r"^(?=.*[QTK])[\dQTKFY '/.,:-]{4,14}$", re.IGNORECASE), "quarter"),
    (re.compile(r"^(?=.*[HSB])[\dHSBFY '/.,-]{4,14}$", re.IGNORECASE), "half_year"),
    (re.compile(r"^(?=.*M)[\dM '/.,:-]{5,14}$", re.IGNORECASE), "month_number"),
    (re.compile(r"^(?=.*[KCWSVU])[\dKCWSVU /.,-]{6,14}$", re.IGNORECASE), "iso_week"),
    (re.compile(r"^\d{1,3}[-/]\d{1,2}$"), "short_year"),
    (re.compile(r"^\d{4}[-/.]\d{3}$"), "day_of_year"),
)
_SHORT_PAIR = re.compile(r"^\d{1,2}([/.-])\d{1,2}$")
_LAST = (
    (re.compile(r"^\d{4}$"), "plain_year"),
    (re.compile(r"^\d{4}[/ -]\d{1,2}$|^\d{1,2}/\d{4}$"), "iso_week"),
)
RISKY = frozenset({"%y M%m", "%m/%y", "%m-%y", "%m.%y", "%y/%m", "%y-%m"})
"""Also how people write 12 January without a year; taken only where the months then run on."""


@dataclass(frozen=True)
class Guess:
    """Formats that read a column, the share of cells they read, and whether others read as many."""

    formats: tuple[str, ...] = ()
    share: float = 0.0
    rules: tuple[str, ...] = ()
    century: int | None = None
    rivals: tuple[tuple[str, ...], ...] = ()


def guess_formats(cells: Cells, day_first: bool | None) -> Guess:
    """Find formats for a column of text; share 0 where it holds no dates.

    Formats are proposed from the form of the first cells that none of the earlier formats reads, so
    that a file that changes its format half-way is read too.

    >>> guess_formats(np.array(["31.01.2024", "01.02.2024"], dtype=object), None).formats
    ('%d.%m.%Y',)
    """
    distinct = some(np.asarray(pd.unique(cells[cells != ""]), dtype=object), ENOUGH)
    if not len(distinct):
        return Guess()
    rules = rules_for(distinct)
    guess = _guess(distinct, rules, day_first)
    if 0.5 < guess.share < 1:  # what is left may be written with words or signs of its own
        stamps = parse_dates(distinct, guess.formats, rules, guess.century)
        more = set(rules) | set(rules_for(distinct[np.isnat(stamps)]))
        guess = max(
            guess, _guess(distinct, tuple(name for name in TIDY if name in more), day_first), key=_share
        )
    return guess


def _share(guess: Guess) -> float:
    return guess.share


def _guess(distinct: Cells, rules: tuple[str, ...], day_first: bool | None) -> Guess:
    """Formats for cells that these rules bring to few spellings."""
    text = tidied(distinct, rules) if rules else distinct
    formats: list[str] = []
    rivals: tuple[str, ...] = ()
    rivalled = ""
    stamps = np.full(len(text), NEVER)
    while len(formats) < MOST_FORMATS:
        left = text[np.isnat(stamps)]
        if not len(left):
            break
        found = _propose(left, day_first, formats)
        if not found:
            break
        if found[1:] and not rivals:
            rivalled, rivals = found[0], found[1:]
        formats.append(found[0])
        stamps[np.isnat(stamps)] = parse_one(left, found[0])
    share = float((~np.isnat(stamps)).mean())
    others = tuple(tuple(_like(form, rivalled, rival) for form in formats) for rival in rivals)
    return Guess(tuple(formats), share, rules, century_of(text, formats), others)


def some(cells: Cells, most: int) -> Cells:
    """At most so many cells, the first and the last of them among these."""
    if len(cells) <= most:
        return cells
    return np.asarray(cells[np.unique(np.linspace(0, len(cells) - 1, most).astype(np.int64))])


def rules_for(distinct: Cells) -> tuple[str, ...]:
    """The rules of `rnnkit.data.times.written.tidy` that change one of these cells."""
    text = [cell for cell in some(distinct, FEW) if len(cell) <= LONGEST_DATE]
    rules: list[str] = []
    for name, rule in TIDY.items():
        changed = [rule(cell) for cell in text]
        if changed != text:
            rules.append(name)
            text = changed
    if "buddhist" in rules and not all(BUDDHIST.search(cell) for cell in text_before(distinct, rules)):
        rules.remove("buddhist")
    return tuple(rules)


def text_before(distinct: Cells, rules: Sequence[str]) -> list[str]:
    """Some cells after all rules but that of the calendar."""
    others = tuple(rule for rule in rules if rule != "buddhist")
    return [tidy(cell, others) for cell in some(distinct, FEW)]


def tidied(cells: Cells, rules: Sequence[str]) -> Cells:
    """Cells after these rules."""
    result = np.empty(len(cells), dtype=object)
    result[:] = [tidy(cell, tuple(rules)) for cell in cells]
    return result


def century_of(text: Cells, formats: Sequence[str]) -> int | None:
    """The first year of the hundred that two digits mean: the years run on without their longest pause."""
    short = [two_digit_years(text, form) for form in formats]
    known = np.concatenate(short) if short else np.zeros(0, dtype=np.int64)
    return first_year(known) if len(known) else None


def first_year(short: npt.NDArray[np.int64]) -> int:
    """`1967` for the years 67, 68 and 69; `1998` for 98, 99, 00 and 01."""
    years = np.unique(short % 100)
    pauses = np.diff(np.append(years, years[0] + 100))
    first = int(years[(int(pauses.argmax()) + 1) % len(years)])
    length = int(100 - pauses.max())
    return max(base + first for base in (1800, 1900, 2000) if base + first + length <= LATEST)


def mixed_offsets(cells: Cells) -> tuple[int, ...]:
    """The offsets from UTC that dates of a column name, in minutes; none where they all name the same."""
    distinct = pd.unique(cells[cells != ""])
    found = {
        zone_minutes(tidy(cell, ("signs",))) for cell in some(np.asarray(distinct, dtype=object), ENOUGH)
    }
    known = sorted(minutes for minutes in found if minutes is not None)
    return tuple(known) if len(known) > 1 and None not in found else ()


def swap(form: str) -> str:
    """The same format with day and month exchanged."""
    return form.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")


def day_comes_first(form: str) -> bool | None:
    """Whether a format such as 13/02/2020 puts the day first; `None` where nothing could be swapped."""
    if "%d" not in form or "%m" not in form or "M%m" in form or form.find("%Y") == 0:
        return None
    return form.find("%d") < form.find("%m")


def _like(form: str, first: str, rival: str) -> str:
    """What a later format becomes where the first is replaced by its rival."""
    if form == first:
        return rival
    turned = day_comes_first(first) is not None and swap(first) == rival
    return swap(form) if turned and day_comes_first(form) is not None else form


def _propose(cells: Cells, day_first: bool | None, before: Sequence[str]) -> tuple[str, ...]:
    """The formats that read the most of these cells, the likeliest first; none where nothing does."""
    sample = some(cells, SAMPLE)
    tried = dict.fromkeys(form for cell in sample[:5] for form in candidates(cell))
    masks = {form: ~np.isnat(parse_one(sample, form)) for form in tried}
    masks = {form: mask for form, mask in masks.items() if mask.any() and _sound(form, sample)}
    if not masks:
        return ()
    best = max(masks, key=lambda form: int(masks[form].sum()))
    tied = [form for form, mask in masks.items() if np.array_equal(mask, masks[best])]
    if len(tied) > 1 and len(cells) > len(sample):
        reads = {form: int((~np.isnat(parse_one(cells, form))).sum()) for form in tied}
        tied = [form for form in tied if reads[form] == max(reads.values())]
    wanted = day_first if day_first is not None else _settled(before)
    chosen = [form for form in tied if wanted is None or day_comes_first(form) in (None, wanted)]
    if wanted is not None and chosen:
        return tuple(chosen[:1])
    return tuple(chosen or tied[:1])


def _sound(form: str, sample: Cells) -> bool:
    """Whether a format that may mean something else makes the months run on."""
    if form == "fiscal_year":
        return len(pd.unique(sample)) >= 3 or not re.match(r"^\d{4}-\d{2}$", str(sample[0]))
    if form not in RISKY:
        return True
    stamps = parse_one(sample, form, century_of(sample, [form]))
    months = np.diff(stamps.astype("datetime64[M]").astype(np.int64))
    return len(months) >= 2 and bool((months == months[0]).all())


def _settled(formats: Sequence[str]) -> bool | None:
    """Which comes first in the formats found so far."""
    known = [first for first in map(day_comes_first, formats) if first is not None]
    return known[0] if known else None


def candidates(cell: str) -> list[str]:
    """Formats that a tidied cell may be written in, the likeliest first.

    `13/02/2020 05:00` may be `%m/%d/%Y %H:%M` or `%d/%m/%Y %H:%M`, `2012Q3` is a `quarter`.
    """
    found = [
        _day_of_year(cell) if form == "day_of_year" else form for shape, form in _FIXED if shape.match(cell)
    ]
    for shape, build in _FORMS:
        if match := shape.match(cell):
            found += build(match)
    found += [form for shape, form in _LAST if shape.match(cell)]
    return found + ([f"%m{m[1]}%y", f"%y{m[1]}%m"] if (m := _SHORT_PAIR.match(cell)) else [])


def _day_of_year(cell: str) -> str:
    return f"%Y{cell[4]}%j"


def _year_first(match: re.Match[str]) -> list[str]:
    day = "%Y" + match["a"] + "%m" + match["b"] + "%d" + (match["e"] or "")
    return [day + clock for clock in _clock(match["rest"])]


def _year_last(match: re.Match[str]) -> list[str]:
    """13/02/2020 both ways; with dots the day comes first."""
    year = "%Y" if len(match["y"]) == 4 else "%y"
    first, second = ("%d", "%m") if "." in match["a"] else ("%m", "%d")
    a, b = match["a"], match["b"]
    days = [f"{first}{a}{second}{b}{year}", f"{second}{a}{first}{b}{year}"]
    if year == "%y":
        days.append(f"%y{a}%m{b}%d")
    return [day + clock for day in days for clock in _clock(match["rest"] or "")]


def _clock(rest: str | None) -> list[str]:
    """Formats of a time of day as it follows a date; one empty format where nothing follows."""
    if not rest or not rest.strip():
        return [""]
    if match := _TIME.match(rest if rest[0] in " ,T_-:" else " " + rest):
        gap = (match["gap"] or "") if rest[0] in " ,T_-:" else ""
        seconds = f"{match['s2']}%S" + (f"{match['f'][0]}%f" if match["f"] else "") if match["sec"] else ""
        return [_half_day(f"{gap}%H{match['s']}%M{seconds}", match["ap"])]
    if match := _HOUR.match(rest):
        return [_half_day(f"{match['gap']}%H{match['u'] or ''}", match["ap"])]
    if match := _PACKED.match(rest):
        return [match["gap"] + ("%H%M" if len(match["h"]) == 4 else "%H%M%S")]
    if rest[0] == ":" and (match := _TIME.match(" " + rest[1:])):
        return [":" + form.lstrip() for form in _clock(" " + rest[1:])]
    return _chinese_clock(rest)


def _half_day(form: str, noon: str | None) -> str:
    """The format with hours from 1 to 12 where a.m. or p.m. follows."""
    if not noon:
        return form
    return form.replace("%H", "%I") + (" " if noon.startswith(" ") else "") + "%p"


def _chinese_clock(rest: str) -> list[str]:
    match = re.match(r"^(\s?)\d{1,2}[时时点](?:\d{1,2}分(?:\d{1,2}秒)?)?$", rest)
    if not match:
        return []
    form = re.sub(r"\d{1,2}([时时点])", r"%H\1", rest, count=1)
    form = re.sub(r"\d{1,2}分", "%M分", form)
    return [re.sub(r"\d{1,2}秒", "%S秒", form)]


def _compact(match: re.Match[str]) -> list[str]:
    """20200131, also with an hour, minutes or seconds directly behind; or 31012020."""
    rest = match["rest"] or ""
    gap = rest[:1] if rest[:1] and not rest[0].isdigit() else ""
    body = rest[len(gap) :]
    days = ["%Y%m%d"] if rest else ["%Y%m%d", "%d%m%Y", "%m%d%Y"]
    if ":" in body and gap != ":":
        return ["%Y%m%d" + clock for clock in _clock(rest)]
    digits, _, fraction = body.replace(",", ".").partition(".")
    clock = {0: "", 2: "%H", 4: "%H%M", 6: "%H%M%S"}.get(len(digits))
    return [] if clock is None else [day + gap + clock + (body[6] + "%f" if fraction else "") for day in days]


def _named(match: re.Match[str]) -> list[str]:
    """Dates with the name of a month, which was made M01 to M12: `5 M01 2020`, `M01 5, 2020`, `M01 2020`."""
    x, z, y = match["x"] or "", match["z"] or "", match["y"] or ""
    comma = match["comma"] or ""
    clocks = _clock(match["rest"])
    if len(x) == 4:
        days = ["%Y M%m %d" if z else "%Y M%m"] if not y else []
    elif y:
        year = "%Y" if len(y) == 4 else "%y"
        days = [f"M%m %d{comma} {year}"] if not x and z else []
    elif x and z:
        days = [f"%d M%m {'%Y' if len(z) == 4 else '%y'}{comma}"]
        days += ["%y M%m %d"] if len(x) == 2 and len(z) <= 2 else []
    elif z:
        days = [f"M%m {'%Y' if len(z) == 4 else '%y'}{comma}"]
    else:
        days = ["%y M%m"] if len(x) == 2 else []
    return [day + clock for day in days for clock in clocks]


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[str]]], ...] = (
    (_NAMED, _named),
    (_CTIME, lambda match: [f"M%m %d %H:%M:%S {match['zone'] or ''}%Y"]),
    (_YMD, _year_first),
    (_XYZ, _year_last),
    (_YM, lambda match: ["%Y" + match["a"] + "%m" + (match["e"] or "")]),
    (_MY, lambda match: ["%m" + match["a"] + "%Y"]),
    (_COMPACT, _compact),
)


def read_by(cells: Cells, guess: Guess) -> Stamps:
    """The stamps of all cells by a guess.

    >>> cells = np.array(["31.01.2024", "01.02.2024"], dtype=object)
    >>> read_by(cells, guess_formats(cells, None)).astype("datetime64[D]").tolist()
    [datetime.date(2024, 1, 31), datetime.date(2024, 2, 1)]
    """
    return parse_dates(cells, guess.formats, guess.rules, guess.century)
