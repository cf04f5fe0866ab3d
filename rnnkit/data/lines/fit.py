"""Rows as wide as the names: what is too short is filled, what is too long left out, never shifted."""

from collections.abc import Sequence
from itertools import pairwise

from rnnkit.data.lines.look import look, majority
from rnnkit.data.lines.records import Records, Row
from rnnkit.data.table.notes import Notes, listing, shorten
from rnnkit.data.times.row_times import WORDS, plain, role_of
from rnnkit.data.wide.header_times import tells_times
from rnnkit.errors import DataError
from rnnkit.words import plural, t

FEW = 0.2
"""Up to this share of the rows may hold too many cells."""
MOST = 0.95
SAMPLE = 300
DATE_NAMES = frozenset(
    {"date", "time", "datetime", "timestamp", "ds", "datum", "zeit", "fecha", "data", "period"}
)


def held(row: Row) -> int:
    """Cells of a row up to the last that is not blank."""
    count = len(row)
    while count and not row[count - 1].strip():
        count -= 1
    return count


def has_row_names(names: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether every row begins with a cell that the header leaves out, as R and pandas write their index.

    Only where the first cells count the rows, or are dates below a name that is none: else a column behind
    the last name might be meant, and nothing is guessed.
    """
    sample = rows[:SAMPLE]
    width = len(names)
    longer = sum(1 for row in rows if held(row) == width + 1)
    if not names or not sample or longer < MOST * len(rows) or any(held(row) > width + 1 for row in sample):
        return False
    first = [row[0].strip() for row in sample if row]
    if not first or look(first[0]) == "text":
        return False  # names below a title
    if all(cell.isdecimal() and len(cell) < 10 for cell in first):
        counts = [int(cell) for cell in first]
        return counts[0] in (0, 1) and all(b == a + 1 for a, b in pairwise(counts))
    known = plain(names[0])
    dated = known in DATE_NAMES or any(known in words for words in WORDS.values())
    return not dated and len(set(first)) == len(first) and role_of("", first) in ("date", "period", "year")


def without_long(body: Records, width: int, header: bool, notes: Notes) -> Records:
    """The rows without those that have too many cells; refused where these are many."""
    long = [i for i, row in enumerate(body.rows) if len(row) > width and held(row) > width]
    if not long:
        return body
    first = long[0]
    if len(long) > FEW * len(body) or "long_rows" in notes.off:
        what = t("the header") if header else t("the first line")
        sentence = "Line {line} has {found} values; {what} has {width}: correct that line."
        raise DataError(
            t(sentence, line=body.lines[first], found=len(body.rows[first]), what=what, width=width)
        )
    sentence = plural(
        "{number} line has more than {width} values and was left out; the first is line {line}.",
        "{number} lines have more than {width} values and were left out; the first is line {line}.",
        len(long),
        width=width,
        line=body.lines[first],
    )
    shown = [_line(body, i) for i in long[:5]]
    notes.change("long_rows", sentence, len(long), shown, warning=True)
    return body.without(long)


def make_even(body: Records, names: Sequence[str], notes: Notes) -> None:
    """Give every row as many cells as there are names; only blank ones may be cut off or put in."""
    width = len(names)
    long = [i for i, row in enumerate(body.rows) if len(row) > width]
    short = [i for i, row in enumerate(body.rows) if len(row) < width]
    for i in long:
        body.rows[i] = body.rows[i][:width]
    if long:
        notes.change("trailing", t("Separators at the end of lines ignored."), len(long))
    if short:
        _note_short(body, short, names, notes)
    for i in short:
        body.rows[i] = body.rows[i] + [""] * (width - len(body.rows[i]))


def _note_short(body: Records, short: list[int], names: Sequence[str], notes: Notes) -> None:
    line, width = body.lines[short[0]], len(names)
    if len(short) > max(1, FEW * len(body)):
        if not _same_kinds(body, short, width):
            sentence = (
                "{rows:,} lines have fewer values than the {width} names, first line {line}: fill them up."
            )
            raise DataError(t(sentence, rows=len(short), width=width, line=line))
        lost = listing(names[min(len(body.rows[i]) for i in short) :])
        sentence = plural(
            "{number} line ends before {names}, which counts as missing there.",
            "{number} lines end before {names}, which counts as missing there.",
            len(short),
            names=lost,
        )
    else:
        sentence = plural(
            "{number} line is too short; its end counts as missing.",
            "{number} lines are too short; their ends count as missing.",
            len(short),
        )
    notes.change("short_rows", sentence, len(short), [_line(body, short[0])], warning=True)


def _same_kinds(body: Records, short: list[int], width: int) -> bool:
    """Whether short rows hold in each column what whole rows hold there, so that only their ends are gone."""
    rows = [body.rows[i] for i in short[:SAMPLE]]
    most = max(map(len, rows))
    if most < 2 or sum(1 for row in rows if len(row) == most) < 0.5 * len(rows):
        return False
    gone = set(short)
    whole = [row for i, row in enumerate(body.rows) if i not in gone][:SAMPLE]
    if not whole:
        return len({len(row) for row in rows}) == 1
    return all(
        {majority(row[i] for row in rows if i < len(row)), majority(row[i] for row in whole)} & {"blank"}
        or majority(row[i] for row in rows if i < len(row)) == majority(row[i] for row in whole)
        for i in range(min(most, width))
    )


def _line(body: Records, i: int) -> str:
    return shorten(t("line {line}: {cells}", line=body.lines[i], cells=" ".join(body.rows[i])[:200]))


def header_in_two(names: Row, below: Row, body: Sequence[Row]) -> bool:
    """Whether the names stand on two lines: groups, some blank or repeated, and their members below."""
    if len(below) != len(names) or len(names) < 3 or not body:
        return False
    groups = [cell.strip() for cell in names]
    members = [cell.strip() for cell in below]
    if "text" not in {look(cell) for cell in members} or {"number", "date"} & {
        look(cell) for cell in members
    }:
        return False
    if any(look(cell) == "number" for cell in groups) and not _years_above(groups, members):
        return False
    inner = groups[1:]
    merged = (
        sum(1 for cell in inner if not cell) + len([c for c in inner if c]) - len({c for c in inner if c})
    )
    return merged > 0 and all(group or member for group, member in zip(groups, members, strict=True))


def _years_above(groups: Sequence[str], members: Sequence[str]) -> bool:
    """Whether years stand above their quarters or months, each once: a merged cell."""
    years = [cell for cell in groups if look(cell) == "number"]
    if not all(members[1:]):
        return False
    return all(
        len(year) == 4 and year.isdigit() and year[:2] in ("18", "19", "20", "21") for year in years
    ) and tells_times(joined_names(list(groups), list(members)))


def joined_names(names: Row, below: Row) -> Row:
    """The names of two lines as one: `Temp` above `min` and `max` becomes `Temp min` and `Temp max`."""
    result, group = [], ""
    for upper, lower in zip(names, below, strict=True):
        group = upper.strip() or (group if lower.strip() else "")
        result.append(" ".join(part for part in (group, lower.strip()) if part))
    return result
