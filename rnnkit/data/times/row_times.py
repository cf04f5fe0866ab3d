"""Which columns beside a header of times tell the other part of it: the year of months, the date of hours."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rnnkit.data.wide.header_times import DATES, times_of

SAMPLE = 300
CLEAR = 0.9

_WORDS: Mapping[str, str] = {
    "year": (
        "year yr yyyy jahr annee année an año ano anno jaar rok год år vuosi év rik έτος "
        "рік yıl tahun năm 年 年份 연도 年度 السنة"
    ),
    "month": (
        "month mon mo mm mnth monat mois mes mese mês maand miesiąc месяц měsíc månad "
        "måned kuukausi ay bulan tháng 月 月份 월"
    ),
    "day": (
        "day dd dy tag jour dia día giorno dag dzień день den päivä nap gün hari ngày 日 "
        "일 dayofmonth day_of_month"
    ),
    "quarter": ("quarter qtr quartal trimestre trimester kwartaal kwartał квартал kvartal 季度 분기"),
    "week": ("week wk woche semaine semana settimana weeknumber isoweek vecka uge uke неделя 周 週 주"),
    "hour": (
        "hour hr hh stunde std heure hora ora uur godzina час hodina timme time saat jam giờ 时 小时 時 시간"
    ),
}
WORDS: Mapping[str, frozenset[str]] = {role: frozenset(words.split()) for role, words in _WORDS.items()}
"""What columns that hold a part of a date are called."""
PART_OF = {
    "month": "month_part",
    "day": "day_part",
    "quarter": "quarter_part",
    "week": "week_part",
    "hour": "hour_part",
}
WHOLES = {
    "date": frozenset(DATES),
    "year": frozenset({"year", "fiscal"}),
    "period": frozenset({"month", "quarter", "week"}),
}
SURE = {"month_part": "month", "quarter_part": "quarter", "clock_part": "hour", "week_part": "week"}


def plain(name: str) -> str:
    """A name in lower case, with one kind of blank."""
    return name.strip().strip("<>()[].:_").lower().replace("_", "")


def role_of(name: str, cells: Sequence[str]) -> str | None:
    """What part of a date a column holds: `year`, `month` ..., a whole `date`, or `None`.

    `period` is a whole month, quarter or week such as 2020-01.
    """
    sample = [cell for cell in cells[:SAMPLE] if cell.strip()]
    if not sample:
        return None
    counts = Counter(kind for cell in sample for kind in times_of(cell))
    fits = {kind for kind, count in counts.items() if count >= CLEAR * len(sample)}
    named = next((role for role, words in WORDS.items() if plain(name) in words), None)
    whole = next((role for role, kinds in WHOLES.items() if fits & kinds), None)
    if whole:
        return whole if whole != "year" or named is None else named
    if named == "year":
        return "year" if all(cell.strip().isdecimal() for cell in sample) else None
    if named and (PART_OF[named] in fits or (named == "hour" and "clock_part" in fits)):
        return named
    return _by_cells(name, cells, fits)


def _by_cells(name: str, cells: Sequence[str], fits: set[str]) -> str | None:
    """What a column tells whose name says nothing: `Jan`, `Q1`, `00:00`, or 1 to 12 again and again."""
    if not all(cell.strip().isdecimal() for cell in cells[:SAMPLE] if cell.strip()):
        return next((role for kind, role in SURE.items() if kind in fits), None)
    return "month" if _counts_months(name, cells) else None


def _counts_months(name: str, cells: Sequence[str]) -> bool:
    """Whether a column without a name holds 1 to 12, again and again."""
    unnamed = not any(letter.isalpha() for letter in name) or plain(name).startswith(("column ", "unnamed"))
    return unnamed and [int(cell) for cell in cells[:12] if cell.strip().isdecimal()] == list(range(1, 13))


def roles_in(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The first column of each role, by role: {"year": "Jahr", "month": "Monat"}."""
    found: dict[str, str] = {}
    for name, cells in columns.items():
        role = role_of(name, cells)
        if role and role not in found:
            found[role] = name
    return found
