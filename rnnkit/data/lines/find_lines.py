"""How the lines of a file have to be made plain: found out here, said, and done by `plain_lines`."""

import re
from collections import Counter
from collections.abc import Sequence

from rnnkit.data.lines.fixed_width import find_cuts
from rnnkit.data.lines.look import MISSING, look
from rnnkit.data.lines.plain_lines import GAP, is_drawn, plain_lines, unquoted, without_sign
from rnnkit.data.lines.separator import CANDIDATES, find_separator, is_one_with_units, split_line
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import Lines
from rnnkit.words import plural, t

SIGNS = ("#", "%", "//", "!", "--", "*", ";")
"""What remarks begin with; the surest first."""
SURE = 3
"""The first so many signs begin no ordinary cell."""
SAMPLE = 1_000
FEW = 0.3
WORDS = re.compile(r"^\W{0,3}[^\W\d_]")


def find_lines(lines: Sequence[str], notes: Notes) -> Lines:
    """What is to be done with the lines before their separator is looked for.

    >>> find_lines(["# sales of 2024", "day,sales", "1,5", "2,6", "3,7"], Notes()).remarks
    ('#',)
    """
    plan = Lines(framed=_framed(lines))
    if plan.framed and not notes.change("frame", t("Bars and drawn lines around the table taken off.")):
        plan = Lines()
    plan = plan.replace(remarks=_remarks(lines))
    if plan.remarks:
        plan = _say_remarks(lines, plan, notes)
    if _quoted(plain_lines(lines, plan.model_dump())):
        sentence = t("Whole lines stand in quotes; these were taken off.")
        plan = plan.replace(quoted=notes.change("quoted_lines", sentence, len(lines)))
    return plan


def find_columns(lines: Sequence[str], plan: Lines, separator: str, *, given: bool) -> Lines:
    """Columns told by their places or by several blanks, where single blanks do not part them evenly.

    `lines` are plain by the plan so far.

    >>> lines = ["day   net sales", "1     5", "2     6", "3     7", "4     8"]
    >>> find_columns(lines, Lines(), " ", given=False)
    Lines(remarks=(), named=False, quoted=False, framed=False, cuts=(0, 3), gaps=False)
    """
    held = [line for line in lines if line.strip()][:SAMPLE]
    if separator != " " and (given or _parts(held, separator)):
        return plan
    counts = Counter(len(line.split()) for line in held)
    if separator == " " and len(counts) == 1:
        return plan
    if not held or is_one_with_units(held) or any('"' in line for line in held):
        return plan
    cuts = find_cuts(held)
    if len(cuts) > 1:
        return plan.replace(cuts=cuts)
    wide = Counter(len(GAP.split(line.strip())) for line in held)
    width, count = wide.most_common(1)[0]
    if width > 1 and count >= 0.95 * len(held) and counts.most_common(1)[0][1] < 0.9 * len(held):
        return plan.replace(gaps=True)
    return plan


def _parts(lines: Sequence[str], separator: str) -> bool:
    """Whether the separator parts most lines."""
    return sum(1 for line in lines if separator in line) > 0.5 * len(lines)


def _framed(lines: Sequence[str]) -> bool:
    """Whether bars stand at the beginning of most lines that hold any, as in tables that are drawn."""
    barred = [line.strip() for line in lines[:SAMPLE] if "|" in line]
    drawn = any(is_drawn(line.strip()) for line in lines[:SAMPLE])
    framed = [line for line in barred if line.startswith("|") and line.endswith("|") and len(line) > 1]
    return len(framed) > 2 and len(framed) >= 0.9 * len(barred) and (drawn or len(framed) == len(barred))


def _remarks(lines: Sequence[str]) -> tuple[str, ...]:
    """The signs that remarks begin with, above the table and between its lines."""
    held = [line.strip() for line in lines[: 4 * SAMPLE] if line.strip()]
    plain = next((i for i, line in enumerate(held) if not line.startswith(SIGNS)), len(held))
    above, below = held[:plain], held[plain:]
    if not below:
        return ()
    width = _usual(below)
    found = []
    for i, sign in enumerate(SIGNS):
        inside = [line for line in below if line.startswith(sign)]
        marked = [line for line in above if line.startswith(sign)]
        if len(inside) > FEW * len(below) or not (marked or inside):
            continue
        if any(_cell(line) for line in marked + inside):
            continue
        if i < SURE or all(_is_remark(line, sign, width) for line in marked + inside):
            found.append(sign)
    return tuple(found)


def _usual(lines: Sequence[str]) -> int:
    """How many separators most lines hold."""
    return Counter(sum(map(line.count, CANDIDATES)) for line in lines).most_common(1)[0][0]


def _cell(line: str) -> bool:
    """Whether the first cell only spells "missing", such as #N/A."""
    first = re.split(r"[,;\t|]", line, maxsplit=1)[0]
    return len(first) > 1 and first.strip().lower() in MISSING


def _is_remark(line: str, sign: str, width: int) -> bool:
    """Whether a line with a doubtful sign is a remark: words that are not as many cells as the table has."""
    rest = line[len(sign) :]
    return bool(WORDS.match(rest)) and (
        width == 0 or sum(map(rest.count, CANDIDATES)) != width - (sign == ";")
    )


def _say_remarks(lines: Sequence[str], plan: Lines, notes: Notes) -> Lines:
    """Tell how many lines are remarks, and whether the last above the table holds its names."""
    marked = [line for line in lines if line.lstrip().startswith(plan.remarks)]
    named = _named(lines, plan)
    if len(marked) == named:
        return plan.replace(named=True)  # a sign before the names, and no remark
    sentence = plural(
        "{number} line of remarks left out.", "{number} lines of remarks left out.", len(marked) - named
    )
    if not notes.change("remarks", sentence, len(marked) - named, [line.strip() for line in marked]):
        return plan.replace(remarks=())
    return plan.replace(named=named)


def _named(lines: Sequence[str], plan: Lines) -> bool:
    """Whether the last remark above the table names its columns: as many words, where numbers stand below."""
    held = [line for line in lines[: 4 * SAMPLE] if line.strip()]
    first = next((i for i, line in enumerate(held) if not line.lstrip().startswith(plan.remarks)), 0)
    body = [line for line in held[first:] if not line.lstrip().startswith(plan.remarks)][:200]
    if not first or not body:
        return False
    separator = find_separator(body)
    if not any(look(cell) in {"number", "date"} for cell in split_line(body[0], separator)):
        return False  # the first line below holds names itself
    while first > 1 and not without_sign(held[first - 1], plan.remarks).strip():
        first -= 1  # a sign alone below the names
    names = split_line(without_sign(held[first - 1], plan.remarks), separator)
    if separator == " " and len(names) > 1:
        return all(look(name) != "number" for name in names) and _stands_above(held[first - 1], body, plan)
    width = Counter(len(split_line(line, separator)) for line in body).most_common(1)[0][0]
    return abs(len(names) - width) <= (width > 2) and all(
        look(name) == "text" for name in names if name.strip()
    )


def _stands_above(line: str, body: Sequence[str], plan: Lines) -> bool:
    """Whether names stand above the columns: as many as these, or fewer, each above another."""
    bare = without_sign(line, plan.remarks)
    names = bare.split()
    cuts = find_cuts(body)
    if len(names) == len(body[0].split()):
        return True
    if not cuts or len(names) > 2 * len(cuts):
        return False
    cells = plain_lines([bare], Lines(cuts=cuts).model_dump())[0].split("\t")
    return sum(1 for cell in cells if cell) == len(names) and len(names) > 1


def _quoted(lines: Sequence[str]) -> bool:
    """Whether most lines are one quoted cell which holds a row of its own."""
    held = [line for line in lines if line.strip()][:SAMPLE]
    inner = [unquoted(line) for line in held]
    whole = [new for old, new in zip(held, inner, strict=True) if new != old]
    if len(whole) < max(2, 0.5 * len(held)):
        return False
    separator = find_separator(inner)
    widths = Counter(len(split_line(line, separator)) for line in whole)
    width, count = widths.most_common(1)[0]
    cells = [cell for line in whole[-50:] for cell in split_line(line, separator)]
    return width > 1 and count >= 0.9 * len(whole) and any(look(cell) in {"number", "date"} for cell in cells)
