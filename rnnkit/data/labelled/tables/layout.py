"""How a text is laid out: labels with a prefix, a sign between columns, or a label beside each text."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from rnnkit.data.labelled.columns import NUMBER, Look
from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.roles import LONGEST_LABEL, roles
from rnnkit.data.labelled.tables.cut_rows import QUOTE, cut
from rnnkit.data.labelled.tables.table import LabelledGrid, with_names
from rnnkit.errors import DataError
from rnnkit.words import t

SAMPLE_LINES = 400
SAMPLE_CHARACTERS = 400_000
MOST_COLUMNS = 20_000
EVEN = 0.9
INSIDE = 0.2
"""Share of the texts in which words that are labels stand, too."""
SEPARATORS = ("\t", "|||", "_!_", "||", ",", ";", "|", "::", "\x01", "~", "^", "@")
"""Signs between columns, in the order in which they are tried."""
BEFORE = ("\t", " ||| ", ",", ";", "|", "::", " : ", ": ", " - ", " => ", " -> ", ":", " ")
"""Signs between a label and the text behind it."""
BEHIND = ("\t", " ||| ", ",", ";", "|", "::", "@", " => ", " -> ", " - ", " ")
"""Signs between a text and the label behind it."""
PREFIX = re.compile(r"__[A-Za-z]{1,20}__(?=\S)")
BRACKETED = re.compile(r"[\[(<{](.{1,60})[\])>}]")
FINE = re.compile(r"[^\s:]+:[^\s:]+")


def find_layout(lines: Sequence[str], fixed: LabelledOverrides) -> LabelledGrid:
    """The rows of these lines, read in the way that gives texts with labels.

    >>> grid = find_layout(["1 so good", "0 no, no", "1 a joy", "0 dull"], LabelledOverrides())
    >>> grid.form, grid.rows[1]
    ('spaced', ['0', 'no, no'])
    """
    check_columns(lines, fixed.separator)
    lines = without_quotes(lines)
    if fixed.separator is not None:
        return _table(lines, fixed.separator, fixed)
    if prefix := prefix_of(lines):
        return _prefixed(lines, prefix)
    sample = _sample(lines)
    if _all_numbers(sample):
        numbers = [i for i, line in enumerate(lines, 1) if line.strip()]
        return LabelledGrid([lines[i - 1].split() for i in numbers], numbers, None, "table", " ")
    fits = {separator: _fits(sample, separator, fixed) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: fits[separator])
    if fits[best] > 0:
        return _table(lines, best, fixed)
    return _labels_beside(lines, sample) or _table(lines, _most_even(sample, fixed), fixed)


def _labels_beside(lines: Sequence[str], sample: Sequence[str]) -> LabelledGrid | None:
    """Rows of a label before or behind each text, where the lines begin or end with labels."""
    if _is_fine(sample):
        return _beside(lines, " ", before=True)
    for separator in BEFORE:
        cut = [line.strip().partition(separator) for line in sample]
        if _is_labels([head for head, _, _ in cut], separator, [rest for _, _, rest in cut]):
            return _beside(lines, separator, before=True)
    for separator in BEHIND:
        cut = [line.strip().rpartition(separator) for line in sample]
        if _is_labels([tail for _, _, tail in cut], separator, [rest for rest, _, _ in cut]):
            return _beside(lines, separator, before=False)
    return None


def _most_even(sample: Sequence[str], fixed: LabelledOverrides) -> str:
    return max(SEPARATORS, key=lambda sign: _evenness(sample, sign, fixed))


def check_columns(lines: Sequence[str], separator: str | None) -> None:
    """Refuse a line of more columns than any table has, before it is cut."""
    for sign in (separator,) if separator else ("\t", ",", ";", "|"):
        for number, line in enumerate(lines, 1):
            if len(line) > MOST_COLUMNS and line.count(sign) > MOST_COLUMNS:
                raise DataError(
                    t(
                        "Line {line} has {count:,} columns, over {most:,}; end each row with a line break.",
                        line=number,
                        count=line.count(sign) + 1,
                        most=MOST_COLUMNS,
                    )
                )


def without_quotes(lines: Sequence[str]) -> Sequence[str]:
    """Lines without the quotes around each of them, where all are one quoted cell.

    >>> without_quotes(['"up,so good"', '"down,so bad"'])
    ['up,so good', 'down,so bad']
    """
    held = [line for line in lines if line.strip()]
    if not held or not all(line[0] == line[-1] == QUOTE and len(line) > 1 for line in held):
        return lines
    inner = [line[1:-1].replace(QUOTE * 2, "") for line in held]
    if any(QUOTE in line for line in inner):
        return lines
    return [line[1:-1].replace(QUOTE * 2, QUOTE) for line in lines]


def prefix_of(lines: Sequence[str]) -> str:
    """The prefix of labels such as `__label__`, where most lines hold one; else nothing.

    >>> prefix_of(["__label__bread why is my loaf flat", "__label__oven fan or no fan"])
    '__label__'
    """
    held = [line for line in lines[:SAMPLE_LINES] if line.strip()]
    found = Counter(match[0] for line in held if (match := PREFIX.search(line[:2_000])))
    prefix, count = found.most_common(1)[0] if found else ("", 0)
    return prefix if count > 0.5 * len(held) else ""


def _prefixed(lines: Sequence[str], prefix: str) -> LabelledGrid:
    """Rows of the labels of a line, joined by a line feed, and the words that are none."""
    found = re.compile(rf"{re.escape(prefix)}[^\s,]{{1,200}}(?=[\s,]|$),?")
    rows, numbers = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        labels = [word.removeprefix(prefix).rstrip(",") for word in found.findall(line)]
        rows.append(["\n".join(labels), " ".join(found.sub(" ", line).split())])
        numbers.append(number)
    return LabelledGrid(rows, numbers, None, "prefix", prefix, known=(1, 0))


def _sample(lines: Sequence[str]) -> list[str]:
    """Lines from the beginning and from all over the rest, of bounded length together."""
    head, rest = list(lines[:SAMPLE_LINES]), lines[SAMPLE_LINES:]
    found: list[str] = []
    total = 0
    for line in (*head, *rest[:: 1 + len(rest) // SAMPLE_LINES]):
        total += len(line)
        if total > SAMPLE_CHARACTERS and len(found) > 1:
            break
        found.append(line[:SAMPLE_CHARACTERS])
    return [line for line in found if line.strip()]


def _table(lines: Sequence[str], separator: str, fixed: LabelledOverrides) -> LabelledGrid:
    found = cut(lines, separator, fixed.quotes)
    grid = LabelledGrid(found.rows, found.lines, None, "table", separator, odd=tuple(found.odd))
    return with_names(grid, fixed.header)


def _fits(sample: Sequence[str], separator: str, fixed: LabelledOverrides) -> float:
    """How well a sign parts the sample into texts and labels; 0 where it does not."""
    even = _evenness(sample, separator, fixed)
    if even < EVEN:
        return 0.0
    grid = _table(sample, separator, fixed)
    if any(fixed.text) or any(fixed.label):
        return even
    columns = grid.looks()
    found = roles(columns, grid.rows, grid.names is not None)
    if found is None:
        return 0.5 * even if _is_numbers(columns) else 0.0
    return even + (0.5 if grid.names is not None else 0.0)


def _all_numbers(sample: Sequence[str]) -> bool:
    """Whether each line is a row of numbers parted by blanks, as archives of series have it."""
    return all(
        len(line.split()) > 3 and all(NUMBER.fullmatch(word) for word in line.split()) for line in sample
    )


def _is_numbers(columns: Sequence[Look]) -> bool:
    """Whether nearly all columns are numbers, as those of series."""
    return len(columns) > 3 and sum(column.number for column in columns) >= len(columns) - 2


def _evenness(sample: Sequence[str], separator: str, fixed: LabelledOverrides) -> float:
    """Share of the rows with as many columns as most, where there are several."""
    if sum(separator in line for line in sample) < 0.5 * len(sample):
        return 0.0
    found = cut(sample, separator, fixed.quotes)
    return found.even if found.width > 1 else 0.0


def _is_labels(heads: Sequence[str], separator: str, rests: Sequence[str]) -> bool:
    """Whether these beginnings or ends of lines are labels: short, few, and coming again.

    Beside a blank they have to be numbers, in brackets, or come again all of them and hardly ever in the
    `rests` of the lines: the first words of sentences come again, too, but many come once, or inside others.
    """
    values = [head.strip() for head in heads]
    if len(values) < 2 or max(map(len, values)) > LONGEST_LABEL or not all(values):
        return False
    counts = Counter(values)
    if not 2 <= len(counts) <= 0.5 * len(values):
        return False
    if all(value.lstrip("+-").isdigit() for value in counts) or all(map(BRACKETED.fullmatch, counts)):
        return True
    if separator.strip():
        return sum(count == 1 for count in counts.values()) <= 0.5 * len(counts)
    return _come_again(counts) and sum(
        not counts.keys().isdisjoint(rest.split()) for rest in rests
    ) < INSIDE * len(rests)


def _come_again(counts: Counter[str]) -> bool:
    """Whether these are single words that come again, at least three times in the mean."""
    once = sum(count == 1 for count in counts.values())
    plain = all(value[-1].isalnum() and " " not in value for value in counts)
    enough = once == 0 or (counts.total() > 30 and once <= 0.1 * len(counts))
    return plain and enough and counts.total() >= 3 * len(counts)


def _is_fine(sample: Sequence[str]) -> bool:
    """Whether each line begins with `coarse:fine` and a blank, of few coarse ones."""
    heads = [line.split(maxsplit=1)[0] for line in sample]
    coarse = {head.partition(":")[0] for head in heads}
    return all(map(FINE.fullmatch, heads)) and 2 <= len(coarse) <= max(2, 0.5 * len(heads))


def _beside(lines: Sequence[str], separator: str, *, before: bool) -> LabelledGrid:
    """Rows of a label and a text, cut once at the first or the last sign."""
    part: Callable[[str], tuple[str, str, str]] = (
        (lambda line: line.partition(separator)) if before else (lambda line: line.rpartition(separator))
    )
    numbers = [i for i, line in enumerate(lines, 1) if line.strip()]
    rows = []
    for number in numbers:
        left, sign, right = part(lines[number - 1].strip())
        if not sign:
            left, right = ("", left + right)
            rows.append([left, right] if before else [right, left])
            continue
        rows.append([left, right])
    place = 0 if before else 1
    for row in rows:
        if match := BRACKETED.fullmatch(row[place].strip()):
            row[place] = match[1]
    known = (1, 0) if before else (0, 1)
    form = "spaced" if separator == " " and before else "beside"
    grid = LabelledGrid(rows, numbers, None, form, separator, known=known)
    return grid if separator == " " else with_names(grid, None)
