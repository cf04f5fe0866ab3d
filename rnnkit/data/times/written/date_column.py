"""Which column of text holds the dates, and how they are written there."""

from collections.abc import Sequence

import numpy as np

from rnnkit.data.lines.layout import RawTable
from rnnkit.data.numbers.columns import Column
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import Overrides
from rnnkit.data.times.compact import plain_name
from rnnkit.data.times.date_parts import is_clock
from rnnkit.data.times.evenness import evenness
from rnnkit.data.times.time_notes import note_century
from rnnkit.data.times.timeline import Timeline
from rnnkit.data.times.written.dates import parse_dates
from rnnkit.data.times.written.guess_dates import (
    Guess,
    day_comes_first,
    guess_formats,
    mixed_offsets,
    read_by,
    some,
)
from rnnkit.data.times.written.to_moments import DAY_IN_US, Stamps
from rnnkit.words import t

DATE_NAMES = (
    *(
        "ds",
        "date",
        "datetime",
        "timestamp",
        "time",
        "date_time",
        "日期",
        "时间",
        "日期时间",
        "交易日期",
        "datum",
    ),
    *(
        "zeit",
        "zeitpunkt",
        "zeitstempel",
        "fecha",
        "data",
        "dato",
        "tanggal",
        "日時",
        "日付",
        "날짜",
        "日期時間",
    ),
    *(
        "дата",
        "время",
        "period",
        "month",
        "week",
        "day",
        "quarter",
        "year",
        "年",
        "月",
        "月份",
        "年份",
        "年月",
    ),
    *("ts", "dt", "when", "hour", "date/time", "heure", "horodatage", "tarih", "päivä", "pvm", "päivämäärä"),
    *(
        "dátum",
        "ημερομηνία",
        "तारीख",
        "दिनांक",
        "التاريخ",
        "วันที่",
        "ngày",
        "mês",
        "mes",
        "monat",
        "mois",
        "jahr",
    ),
    *(
        "miesiąc",
        "rok",
        "quartal",
        "trimestre",
        "semaine",
        "woche",
        "date de début",
        "from",
        "start",
        "periode",
    ),
    *(
        "período",
        "periodo",
        "období",
        "период",
        "месяц",
        "год",
        "неделя",
        "기간",
        "연월",
        "年度",
        "期間",
        "時点",
    ),
    *(
        "cas",
        "czas",
        "kwartał",
        "tydzień",
        "maand",
        "jaar",
        "tijd",
        "tijdstip",
        "idő",
        "hora",
        "fecha y hora",
    ),
    *(
        "datenum",
        "ym",
        "yyyymm",
        "yearmonth",
        "year_month",
        "yyyymmdd",
        "yyyyww",
        "yearweek",
        "year_week",
        "anomes",
    ),
    *(
        "perioden",
        "belegdatum",
        "buchungstag",
        "valid_time",
        "ref_date",
        "time_period",
        "observation_date",
        "obs_date",
        "timestamp_utc",
    ),
)
DATE_WORDS = (
    "date",
    "时间",
    "日期",
    "datum",
    "time",
    "fecha",
    "日時",
    "날짜",
    "дата",
    "tarih",
    "stamp",
    "период",
)
CLEAR = 0.9
"""A column is a date column if at least this share of its cells is read."""
NAMED = 0.7
"""The same where it is named like one."""


def name_rank(column: Column) -> int:
    """The place of the name among those of dates; names with such a word come next, all others last."""
    name = plain_name(column.name)
    if name in DATE_NAMES:
        return DATE_NAMES.index(name)
    return len(DATE_NAMES) + (0 if any(word in name for word in DATE_WORDS) else 1)


def named_like_a_date(column: Column) -> bool:
    """Whether the name is one of those that columns of dates have."""
    return name_rank(column) < len(DATE_NAMES)


def date_column(columns: Sequence[Column]) -> Column | None:
    """The column of text whose cells are dates; of several the one with the best name whose stamps differ."""
    found: list[tuple[Column, Guess]] = []
    for column in sorted((c for c in columns if c.kind == "text"), key=name_rank):
        held = column.cells[column.cells != ""]
        guess = guess_formats(some(held, 1000), None) if len(held) and not is_clock(column) else Guess()
        if guess.share >= (NAMED if named_like_a_date(column) else CLEAR) and guess.formats:
            found.append((column, guess))
    if not found:
        return None
    best, stamps = found[0][0], None
    for column, guess in found[1:8]:
        stamps = read_by(best.cells, found[0][1]) if stamps is None else stamps
        others = read_by(column.cells, guess)
        if _tells_more(others, stamps):
            best, stamps = column, others
    return best


def _tells_more(others: Stamps, stamps: Stamps) -> bool:
    """Whether these stamps tell rows apart that the others do not: a clock where those are days, or a course
    through time where those stand still."""
    more, few = len(np.unique(others)), len(np.unique(stamps))
    if few == 1 and more > 1:
        return True
    if more < 2 * few:
        return False
    same_day = others.astype("datetime64[D]") == stamps.astype("datetime64[D]")
    steps = np.diff(others.astype(np.int64))
    ordered = max(float((steps >= 0).mean()), float((steps <= 0).mean())) > 0.99 if len(steps) else False
    midnight = not (stamps[~np.isnat(stamps)].astype(np.int64) % DAY_IN_US).any()
    return bool((same_day.mean() > 0.9 and midnight) or ordered)


def settle_formats(
    timeline: Timeline, column: Column, grid: RawTable, fixed: Overrides, notes: Notes
) -> None:
    """Fill in formats; where day and month could be swapped, take what gives an even step, else ask."""
    if fixed.time_format:
        timeline.formats = (fixed.time_format,)
        return
    guess = guess_formats(column.cells[~column.numbers.missing], fixed.day_first)
    if guess.share < 0.5:
        return
    if "zone" in guess.rules and not _note_zone(timeline, column, guess, notes):
        return
    formats = _unrivalled(guess, column, grid, notes) if guess.rivals else guess.formats
    timeline.formats, timeline.rules = formats, guess.rules
    timeline.century = _century(column, formats, guess, notes)
    timeline.day_first = _day_first(formats)
    if len(formats) > 1:
        stamps = parse_dates(column.cells, formats[:1], guess.rules, timeline.century)
        odd = int(np.isnat(stamps).argmax())
        sentence = t(
            "{name} mixes ways to write dates; from line {line}: '{cell}'.",
            name=column.name,
            line=int(grid.lines[odd]),
            cell=str(column.cells[odd])[:30],
        )
        notes.change("mixed_dates", sentence, int(np.isnat(stamps).sum()), warning=True)


def _note_zone(timeline: Timeline, column: Column, guess: Guess, notes: Notes) -> bool:
    """Keep moments where the zone changes and clocks run less evenly; else the clock on the wall."""
    offsets = mixed_offsets(column.cells)
    if offsets and "offsets" not in notes.off:
        walls = parse_dates(column.cells, guess.formats, guess.rules, guess.century)
        moments = parse_dates(column.cells, guess.formats, guess.rules, guess.century, offsets[0])
        if _runs(moments) > _runs(walls):
            timeline.offset = offsets[0]
            hours, minutes = divmod(abs(offsets[0]), 60)
            sentence = t(
                "{name} has clocks of several offsets from UTC; read as moments and shown at UTC{offset}.",
                name=column.name,
                offset=f"{'-' if offsets[0] < 0 else '+'}{hours:02d}:{minutes:02d}",
            )
            return notes.change("offsets", sentence, len(column), list(column.cells[:3]))
    sentence = t("Words of a time zone taken off {name}; the clock on the wall is kept.", name=column.name)
    return notes.change("time_zone", sentence, len(column), list(column.cells[:3]))


def _runs(stamps: Stamps) -> float:
    """How evenly stamps run on, less those that come twice."""
    known = stamps[~np.isnat(stamps)]
    return evenness(known) + len(np.unique(known)) / max(1, len(known))


def _century(column: Column, formats: Sequence[str], guess: Guess, notes: Notes) -> int | None:
    """The first of the hundred years that two digits mean, after it was said which years they are."""
    if not any("%y" in form for form in formats):
        return guess.century
    again = guess if formats == guess.formats else guess_formats(column.cells, _day_first(formats))
    stamps = parse_dates(column.cells, formats, guess.rules, again.century)
    if np.isnat(stamps).all():
        return again.century
    return again.century if note_century(stamps, column.name, notes) else None


def _day_first(formats: Sequence[str]) -> bool | None:
    """Whether the first of the formats that could be turned puts the day before the month."""
    return next((first for first in map(day_comes_first, formats) if first is not None), None)


def _unrivalled(guess: Guess, column: Column, grid: RawTable, notes: Notes) -> tuple[str, ...]:
    """Of formats that read as many cells the one that runs on most evenly; day or month first is asked."""
    ways = (guess.formats, *guess.rivals)
    cells = column.cells
    scores = [evenness(parse_dates(cells, formats, guess.rules, guess.century)) for formats in ways]
    best = int(np.argmax(scores))
    others = [score for i, score in enumerate(scores) if i != best]
    if scores[best] > 0.5 and scores[best] - max(others) > 0.05:
        return ways[best]
    first = _day_first(guess.formats)
    turned = [formats for formats in guess.rivals if _day_first(formats) not in (None, first)]
    if first is None or not turned:
        return ways[best] if scores[best] > scores[0] + 0.05 else guess.formats
    comma = grid.separator == ";"
    chosen = turned[0] if comma and not first else guess.formats
    sentence = t(
        "Is '{cell}' in {name} day first or month first? Read with the {which} first.",
        cell=str(cells[0])[:20],
        name=column.name,
        which=t("day") if _day_first(chosen) else t("month"),
    )
    notes.ask("day_first", sentence, len(cells), list(cells[:3]))
    return chosen
