"""Headers whose names hold a measure and a time: `Sales 2018`, `Costs 2018`, `Sales 2019`, or `pop_2018`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rnnkit.data.times.written.month_names import month_of
from rnnkit.data.wide.header_times import FEWEST, LONGEST, MOST, WHOLE, in_order, times_of

FORMS = (
    r"^(?P<measure>\D{1,60}?)[ _:.,/(-]{0,3}(?P<time>(?:[QqHhMmWwYy]|FY ?)?\d[^()]{0,30})\)?$",
    r"^(?P<time>\d[^()]{0,20}?)[ _:.,/(-]{1,3}(?P<measure>[^\W\d_][^\d()]{0,60})\)?$",
)
"""The measure first, or the time first; scripts use these to part the names."""
LEAST = 0.5
"""At least so many of all columns are such pairs."""
NUMBERED = frozenset(
    {"store", "shop", "item", "product", "station", "sensor", "id", "no", "nr", "room", "zone", "unit"}
    | {"model", "node", "line", "bus"}
)
"""Words before numbers that name things, not times."""


@dataclass(frozen=True)
class MeasureColumns:
    """Columns that each hold one measure at one time."""

    kind: str
    form: str
    names: tuple[str, ...]
    measures: tuple[str, ...]


def pairs_in(names: Sequence[str]) -> MeasureColumns | None:
    """The columns named by a measure and a time, if every measure has the same few times in order."""
    if len(names) > MOST:
        return None
    found = (_pairs(names, form) for form in FORMS)
    return next((pairs for pairs in found if pairs is not None), None)


def _pairs(names: Sequence[str], form: str) -> MeasureColumns | None:
    shape = re.compile(form)
    matches = [(name, match) for name in names if len(name) <= 2 * LONGEST and (match := shape.match(name))]
    for kind in WHOLE:
        held = [
            (n, m["measure"].strip(), times_of(m["time"])[kind])
            for n, m in matches
            if kind in times_of(m["time"])
        ]
        by_measure: dict[str, list[float]] = {}
        for _, measure, place in held:
            by_measure.setdefault(measure, []).append(place)
        if by_measure and len(held) >= LEAST * len(names) and _even(by_measure):
            return MeasureColumns(kind, form, tuple(name for name, _, _ in held), tuple(by_measure))
    return None


def _even(by_measure: dict[str, list[float]]) -> bool:
    """Whether all measures are told at about the same times, and none is a thing with a number or a month."""
    times = {place for places in by_measure.values() for place in places}
    fewest = FEWEST if len(by_measure) == 1 else 2
    words = [measure.split()[-1].strip("._-").lower() for measure in by_measure if measure.split()]
    return (
        all(
            len(places) >= max(fewest, 0.8 * len(times)) and in_order(places)
            for places in by_measure.values()
        )
        and len(words) == len(by_measure)
        and not any(word in NUMBERED or month_of(word) or len(word) < 2 for word in words)
    )
