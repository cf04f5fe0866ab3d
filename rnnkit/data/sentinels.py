"""Numbers that mean "missing": -999, -9999 and the like."""

from collections.abc import Mapping, Sequence

import numpy as np

from rnnkit.data.notes import Notes, listing
from rnnkit.data.numeric import Floats
from rnnkit.text import plural, t

LONELY = 3
"""A suspicious number must come at least this often."""


def suspicious(values: Floats) -> float | None:
    """A number that stands far outside all others and comes again and again: maybe it means "missing"."""
    known = values[np.isfinite(values)]
    if len(known) < 2 * LONELY:
        return None
    for extreme, sign in ((float(known.min()), 1), (float(known.max()), -1)):
        count = int((known == extreme).sum())
        others = known[known != extreme]
        if count < LONELY or len(others) < LONELY:
            continue
        spread = float(np.ptp(others))
        gap = sign * (float(others.min() if sign > 0 else others.max()) - extreme)
        typical = {"9"} == set(f"{abs(extreme):g}".replace(".", "")) or extreme in (
            -200.0,
            -1.0,
            -99.9,
            -999.9,
        )
        if (gap > spread and len(np.unique(others)) > 2) or (
            typical and abs(extreme) > 90 and gap > 0.25 * spread
        ):
            return extreme
    return None


def apply_sentinels(
    columns: Mapping[str, Floats], sentinels: Sequence[float], keep: Sequence[float], notes: Notes
) -> dict[str, Floats]:
    """Turn the confirmed ones into gaps, ask about the others."""
    hits = {name: np.isin(values, np.array(sentinels, dtype=float)) for name, values in columns.items()}
    rows = int(sum(hit.sum() for hit in hits.values()))
    result = dict(columns)
    if rows:
        names = [name for name, hit in hits.items() if hit.any()]
        sentence = t(
            "{numbers} in {names} read as missing.", numbers=_numbers(sentinels), names=listing(names)
        )
        if notes.change("sentinels", sentence, rows):
            result = {name: np.where(hits[name], np.nan, values) for name, values in columns.items()}
    _ask(result, keep, notes)
    return result


def _ask(columns: Mapping[str, Floats], keep: Sequence[float], notes: Notes) -> None:
    """Ask about numbers that look like "missing"; the examples are those numbers."""
    found = {name: suspicious(values) for name, values in columns.items() if "=" not in name}
    asked = {name: number for name, number in found.items() if number is not None and number not in keep}
    if not asked:
        return
    numbers = sorted(set(asked.values()))
    count = int(sum((columns[name] == number).sum() for name, number in asked.items()))
    sentence = plural(
        "Does {numbers} in {names} ({number} cell) mean missing?",
        "Does {numbers} in {names} ({number} cells) mean missing?",
        count,
        numbers=_numbers(numbers),
        names=listing(list(asked)),
    )
    notes.ask("sentinels", sentence, count, [f"{number:g}" for number in numbers])


def _numbers(numbers: Sequence[float]) -> str:
    return listing([f"{number:g}" for number in numbers])
