"""Numbers that mean "missing": -999, -9999 and the like.

Clear ones are read as missing, and said; where a number could as well be a value, the person is asked.
Zeros and negative numbers are values like any other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rnnkit.data.numbers.numeric import Flags, Floats
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.words import plural, t

LONELY = 3
"""A suspicious number must come at least this often."""
FAR = 3.0
"""A clear one lies so many times the range of all others away from them."""
AT_MOST = 4
"""Different sentinels in one column."""
NINES = frozenset(
    sign * float(digits)
    for sign in (-1, 1)
    for digits in (
        "999",
        "999.9",
        "999.99",
        "9999",
        "9999.9",
        "9999.99",
        "99999",
        "99999.9",
        "999999",
        "9999999",
    )
)
MARKS = NINES | {-99.0, -99.9, -99.99, -32768.0, 32767.0, 65535.0, -2147483648.0, 2147483647.0}
ALIKE = frozenset(
    sign * float(digit * whole + "." * bool(rest) + digit * rest)
    for sign in (-1, 1)
    for digit in "6789"
    for whole, rest in ((3, 0), (3, 1), (3, 2), (4, 0), (4, 1), (5, 0))
)
"""Numbers of one digit that may be marks: asked about where they come twice and stand far outside."""
MARKS = MARKS | {1e20, -1e20, float(np.float32(1e20)), float(np.float32(-1e20)), -7777.0, -8888.0}
"""Numbers that instruments and programs write where there is no value."""
_MARKS = np.array(sorted(MARKS))


@dataclass
class Found:
    """Columns without their sentinels, and the numbers that were found to be some."""

    columns: dict[str, Floats]
    everywhere: tuple[float, ...] = ()
    by_column: dict[str, tuple[float, ...]] = field(default_factory=dict)


def apply_sentinels(columns: Mapping[str, Floats], fixed: Overrides, notes: Notes) -> Found:
    """Turn the confirmed and the clear ones into gaps, ask about the others."""
    wanted = {name: set(fixed.sentinels) for name in columns if "=" not in name}
    for name, numbers in _clear_ones(columns, fixed).items():
        wanted.setdefault(name, set()).update(numbers)
    hits = {name: np.isin(columns[name], sorted(numbers)) for name, numbers in wanted.items() if numbers}
    rows = int(sum(hit.sum() for hit in hits.values()))
    result = Found(dict(columns))
    if rows and _said(columns, hits, rows, notes):
        for name, hit in hits.items():
            if hit.any():
                result.columns[name] = np.where(hit, np.nan, columns[name])
        result.everywhere, result.by_column = _places(columns, wanted, fixed)
    _ask(result.columns, {*fixed.keep_sentinels, *set[float]().union(*wanted.values())}, notes)
    return result


def _said(columns: Mapping[str, Floats], hits: Mapping[str, Flags], rows: int, notes: Notes) -> bool:
    names = [name for name, hit in hits.items() if hit.any()]
    numbers = sorted({float(number) for name in names for number in np.unique(columns[name][hits[name]])})
    sentence = t("{numbers} in {names} read as missing.", numbers=_numbers(numbers), names=listing(names))
    counts = [f"{name}: {int(hits[name].sum()):,}" for name in names]
    return notes.change("sentinels", sentence, rows, counts)


def _places(
    columns: Mapping[str, Floats], wanted: Mapping[str, set[float]], fixed: Overrides
) -> tuple[tuple[float, ...], dict[str, tuple[float, ...]]]:
    """Which numbers mean missing in every column that holds them, and which only in some."""
    if isinstance(fixed, Recipe):
        return fixed.sentinels, dict(fixed.column_sentinels)
    numbers = sorted(set().union(*wanted.values()))
    everywhere = [
        number
        for number in numbers
        if number in fixed.sentinels
        or all(number in wanted[name] or not (columns[name] == number).any() for name in wanted)
    ]
    rest = {name: tuple(sorted(found - set(everywhere))) for name, found in wanted.items()}
    return tuple(everywhere), {name: found for name, found in rest.items() if found}


def _clear_ones(columns: Mapping[str, Floats], fixed: Overrides) -> dict[str, set[float]]:
    """The clear sentinels of each column; in new data those of the recipe."""
    if isinstance(fixed, Recipe):
        return {name: set(found) for name, found in fixed.column_sentinels.items() if name in columns}
    plain = {name: values for name, values in columns.items() if "=" not in name}
    found = {name: clear(values) - set(fixed.keep_sentinels) for name, values in plain.items()}
    known = set().union(*found.values()) if found else set()
    for name, values in plain.items():
        found[name] |= {number for number in known - found[name] if _lies_apart(values, number)}
    return found


def clear(values: Floats) -> set[float]:
    """Numbers of a column that can hardly be values: `[10.6, 8.0, -999.9, 5.8, ...]` gives -999.9."""
    known = values[np.isfinite(values)]
    found: set[float] = set()
    if len(known) < 2 * LONELY:
        return found
    for _ in range(AT_MOST):
        number = next((number for number in _candidates(known) if _is_clear(known, number)), None)
        if number is None:
            break
        found.add(number)
        known = known[known != number]
    return found


def _candidates(known: Floats) -> list[float]:
    """The lowest and the highest number where they are usual marks, and the lowest where it is round."""
    if not len(known):
        return []
    low, high = float(known.min()), float(known.max())
    marks = [end for end in (low, high) if end in MARKS]
    return marks if marks or low > -100 or float(f"{low:.0e}") != low else [low]


def _is_clear(known: Floats, end: float) -> bool:
    """Whether the lowest or highest number, far from all others, is a usual mark or round and repeated."""
    count = int((known == end).sum())
    others = known[(known != end) & ~np.isin(known, _MARKS)]
    if len(others) < LONELY or count > 0.95 * len(known) or others.min() <= end <= others.max():
        return False
    gap = float(others.min() - end) if end < others.min() else float(end - others.max())
    spread = float(np.ptp(others))
    if end in MARKS:
        often = count >= LONELY and end < 0 <= float(others.min())
        return gap > (spread if often else FAR * spread) and _beyond(others, end)
    round_ = float(f"{end:.0e}") == end and abs(end) >= 100
    return (
        count >= LONELY and round_ and end < 0 <= float(others.min()) + 0.1 * abs(end) and gap > FAR * spread
    )


def _beyond(others: Floats, end: float) -> bool:
    """Whether a number is larger than any other by itself, whatever the range of those."""
    return abs(end) > 1.5 * float(np.abs(others).max()) or end < 0 <= float(others.min())


def _lies_apart(values: Floats, number: float) -> bool:
    """Whether what is clear in another column is at least apart from all others in this one."""
    known = values[np.isfinite(values)]
    others = known[known != number]
    if len(others) == len(known) or len(others) < LONELY:
        return False
    low, high = float(others.min()), float(others.max())
    if low <= number <= high:
        return False
    return number < 0 <= low or max(low - number, number - high) > 0.25 * (high - low)


def suspicious(values: Floats) -> float | None:
    """A number that stands far outside all others and comes again and again: maybe it means "missing"."""
    known = values[np.isfinite(values)]
    if len(known) < 2 * LONELY:
        return None
    for extreme, sign in ((float(known.min()), 1), (float(known.max()), -1)):
        count = int((known == extreme).sum())
        others = known[known != extreme]
        if len(others) < LONELY:
            continue
        spread = float(np.ptp(others))
        gap = sign * (float(others.min() if sign > 0 else others.max()) - extreme)
        typical = extreme in MARKS or extreme in ALIKE or extreme in {99.0, -200.0, -1.0}
        least = 1 if extreme in MARKS else 2 if extreme in ALIKE else LONELY
        if count < least or count > 0.5 * len(known):
            continue
        if (count >= LONELY and gap > spread and len(np.unique(others)) > 2) or (
            typical and abs(extreme) > 90 and gap > 0.25 * spread
        ):
            return extreme
    return None


def _ask(columns: Mapping[str, Floats], keep: Collection[float], notes: Notes) -> None:
    """Ask about numbers that look like "missing"; the examples are those numbers."""
    found = {name: suspicious(values) for name, values in columns.items() if "=" not in name}
    asked = {name: number for name, number in found.items() if number is not None and number not in keep}
    if not asked:
        return
    numbers = sorted(set(asked.values()))
    count = int(sum((columns[name] == number).sum() for name, number in asked.items()))
    sentence = plural(
        "Does {numbers} in {names} ({cells}) mean missing?",
        "Do {numbers} in {names} ({cells}) mean missing?",
        len(numbers),
        numbers=_numbers(numbers),
        names=listing(list(asked)),
        cells=plural("{number} cell", "{number} cells", count),
    )
    notes.ask("sentinels", sentence, count, [f"{number:g}" for number in numbers])


def _numbers(numbers: Sequence[float]) -> str:
    return listing([f"{number:g}" for number in numbers])
