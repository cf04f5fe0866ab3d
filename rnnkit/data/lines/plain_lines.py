"""Lines of a file made plain before they are split: remarks, quotes around whole lines, frames, fixed widths.

Every line keeps its place, so that messages name the lines of the file. Needs the standard library alone:
cleaning programs take this source along.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

DRAWN = frozenset("|+:=- \t")
GAP = re.compile(r" {2,}|\t")
UNBROKEN = re.compile(r"\S+")


def plain_lines(lines: Iterable[str], plan: Mapping[str, Any]) -> list[str]:
    r"""Lines that can be split by their separator; what is no line of the table becomes empty.

    The plan: `remarks`, the signs that remarks begin with; `named`, whether the last remark above the table
    holds the names; `quoted` and `framed`, whether whole lines stand in quotes or between bars; `cuts`, where
    the columns of a fixed width begin; `gaps`, whether several blanks part the columns.

        # a remark    ->
        "1,2"         ->  1,2
        | 1 | 2 |     ->   1 | 2
    """
    remarks = tuple(plan["remarks"])
    found = list(lines)
    if remarks:
        signed = [line.lstrip().startswith(remarks) for line in found]
        first = next((i for i, line in enumerate(found) if line.strip() and not signed[i]), 0)
        marked = [i for i, sign in enumerate(signed) if sign]
        above = [i for i in marked if i < first and without_sign(found[i], remarks).strip()]
        for i in marked:
            kept = plan["named"] and above and i == above[-1]
            found[i] = without_sign(found[i], remarks) if kept else ""
    found = [unquoted(line) for line in found] if plan["quoted"] else found
    found = [unframed(line) for line in found] if plan["framed"] else found
    if plan["gaps"]:
        return [GAP.sub("\t", line.strip()) for line in found]
    return [cut(line, plan["cuts"]) for line in found] if plan["cuts"] else found


def without_sign(line: str, remarks: tuple[str, ...]) -> str:
    """A remark without its sign, the rest at its place: `# a b` becomes `  a b`."""
    place = len(line) - len(line.lstrip())
    while sign := next((sign for sign in remarks if line.startswith(sign, place)), ""):
        place += len(sign)
    return " " * place + line[place:]


def unquoted(line: str) -> str:
    """A line without the quotes around it as a whole: `"1,2"` becomes `1,2`."""
    stripped = line.strip().rstrip(",;\t ")
    if len(stripped) < 2 or stripped[0] != '"' or stripped[-1] != '"':
        return line
    inner = stripped[1:-1]
    return inner.replace('""', '"') if '"' not in inner.replace('""', "") else line


def is_drawn(line: str) -> bool:
    """Whether a line is drawn: |---|---|, +----+ or =====."""
    return ("--" in line or "==" in line) and DRAWN.issuperset(line)


def unframed(line: str) -> str:
    """A line without the bars at its ends; nothing where it is only drawn."""
    stripped = line.strip()
    if is_drawn(stripped):
        return ""
    return stripped.removeprefix("|").removesuffix("|") if stripped.startswith("|") else line


def cut(line: str, cuts: Sequence[int]) -> str:
    """The words of a line in columns that begin at these places, with a tab between the columns.

    A word belongs to the column where most of it stands, so that one that is a little too long still does;
    where gaps of several blanks part a line into as many cells, none is missing and these are the cells.
    """
    parts = GAP.split(line.strip())
    if len(parts) == len(cuts):
        return "\t".join(parts)
    cells: list[list[str]] = [[] for _ in cuts]
    for word in UNBROKEN.finditer(line.expandtabs(8)):
        middle = (word.start() + word.end() - 1) / 2
        place = max((i for i, start in enumerate(cuts) if start <= middle), default=0)
        cells[place].append(word.group())
    return "\t".join(map(" ".join, cells)) if line.strip() else ""
