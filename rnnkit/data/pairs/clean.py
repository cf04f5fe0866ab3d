"""Rows of cells to pairs of texts: what is no pair is left out, what looks wrong is mended or said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnnkit.data.pairs import suspects
from rnnkit.data.pairs.drift import Drift, drift_of
from rnnkit.data.pairs.pair_records import PairRecords, plain
from rnnkit.data.pairs.pairs import LeftOutLine
from rnnkit.data.table.notes import Notes
from rnnkit.errors import DataError
from rnnkit.words import plural, t

REASONS: Mapping[str, tuple[str, str]] = {
    "cells": (
        "{number} line has more or fewer cells than the others and was left out: line {lines}.",
        "{number} lines have more or fewer cells than the others and were left out: lines {lines}.",
    ),
    "empty": (
        "{number} pair lacks a side and was left out: line {lines}.",
        "{number} pairs lack a side and were left out: lines {lines}.",
    ),
    "json": (
        "{number} line is no JSON object and was left out: line {lines}.",
        "{number} lines are no JSON objects and were left out: lines {lines}.",
    ),
}
SHOWN = 5
MOST_DRIFTED = 0.75  # of the lines; with fewer left, the file has to be mended
ENTITIES = {"&apos;": "'", "&quot;": '"', "&lt;": "<", "&gt;": ">", "&#124;": "|", "&#91;": "[", "&#93;": "]"}
ENTITY = re.compile("|".join([*ENTITIES, "&amp;"]))


@dataclass
class Sides:
    """The two sides on their way: texts and the numbers of their lines, and what looks wrong by line."""

    sources: list[str]
    targets: list[str]
    lines: list[int]
    left_out: list[LeftOutLine]
    suspect: dict[str, list[int]]


def to_sides(records: PairRecords, source: int, target: int, notes: Notes) -> Sides:
    """The pairs of these two columns, cleaned; everything that was done is noted."""
    sides = _whole(records, source, target)
    for why in REASONS:
        _say_left(why, [left for left in sides.left_out if left.why == why], notes)
    if records.files and (drift := drift_of(sides.sources, sides.targets)):
        _leave_drifted(sides, drift, notes)
    _entities(sides, notes)
    if sides.lines:
        _suspicious(sides, notes)
    return sides


def _whole(records: PairRecords, source: int, target: int) -> Sides:
    """Rows of the usual number of cells in which both sides hold a text."""
    needed, strict = max(source, target), records.form in ("tsv", "csv", "bars")
    sides = Sides([], [], [], list(records.spoilt), {})
    for line, row in zip(records.lines, records.rows, strict=True):
        if strict and (len(row) > len(records.columns) or len(row) <= needed):
            sides.left_out.append(LeftOutLine(line, "cells", _joined(row)))
            continue
        a, b = plain(row[source] or ""), plain(row[target] or "")
        if not a or not b:
            sides.left_out.append(LeftOutLine(line, "empty", _joined(row)))
            continue
        sides.sources.append(a)
        sides.targets.append(b)
        sides.lines.append(line)
    return sides


def _joined(row: Sequence[str | None]) -> str:
    return " ⇥ ".join(cell or "" for cell in row)[:200]


def _say_left(why: str, left: Sequence[LeftOutLine], notes: Notes) -> None:
    if left:
        one, many = REASONS[why]
        sentence = plural(one, many, len(left), lines=_numbers([out.line for out in left]))
        notes.change(why, sentence, len(left), [f"{out.line}: {out.text}" for out in left], warning=True)


def _leave_drifted(sides: Sides, drift: Drift, notes: Notes) -> None:
    """Where the sides drift apart, pairs are wrong: they are left out, unless hardly any would be left."""
    line, total = sides.lines[drift.line - 1], len(sides.lines)
    shift = plural("{number} line", "{number} lines", drift.shift)
    if len(drift.places) > MOST_DRIFTED * total and "drift" not in notes.off:
        sentence = "From line {line} on the sides are shifted by {shift}; mend one of the files there."
        raise DataError(t(sentence, line=line, shift=shift))
    sides.suspect["drift"] = [line]
    sentence = plural(
        "From line {line} on the sides seem to be shifted by {shift}: {number} pair left out.",
        "From line {line} on the sides seem to be shifted by {shift}: {number} pairs left out.",
        len(drift.places),
        line=line,
        shift=shift,
    )
    shown = {i: f"{sides.sources[i]} ⇥ {sides.targets[i]}" for i in drift.places}
    if not notes.change("drift", sentence, len(shown), list(shown.values()), warning=True, first=True):
        return
    sides.left_out += [LeftOutLine(sides.lines[i], "drift", text[:200]) for i, text in shown.items()]
    kept = [i for i in range(total) if i not in shown]
    sides.sources, sides.targets = ([side[i] for i in kept] for side in (sides.sources, sides.targets))
    sides.lines = [sides.lines[i] for i in kept]


def _entities(sides: Sides, notes: Notes) -> None:
    """`&apos;` and the like, as tools leave them in texts, stand for signs that people type."""
    held = [
        place
        for place, two in enumerate(zip(sides.sources, sides.targets, strict=True))
        if any("&" in text and ENTITY.search(text) for text in two)
    ]
    sentence = plural(
        "{number} pair with &apos; and the like, now written as the signs they stand for.",
        "{number} pairs with &apos; and the like, now written as the signs they stand for.",
        len(held),
    )
    if held and notes.change("entities", sentence, len(held), [sides.sources[i] for i in held[:SHOWN]]):
        for place in held:
            sides.sources[place], sides.targets[place] = (
                ENTITY.sub(lambda found: ENTITIES.get(found[0], "&"), text)
                for text in (sides.sources[place], sides.targets[place])
            )


def _suspicious(sides: Sides, notes: Notes) -> None:
    """Turn what stands the other way round; say what else looks wrong."""
    places = suspects.turned(sides.sources, sides.targets)
    sentence = (
        "{number} pair is the wrong way round and was swapped: line {lines}.",
        "{number} pairs are the wrong way round and were swapped: lines {lines}.",
    )
    if _say("swapped", sentence, places, sides, notes):
        for i in places:
            sides.sources[i], sides.targets[i] = sides.targets[i], sides.sources[i]
    for key, (words, find) in SUSPECTS.items():
        _say(key, words, find(sides.sources, sides.targets), sides, notes)


SUSPECTS = {
    "same": (
        (
            "{number} pair has the same text on both sides: line {lines}.",
            "{number} pairs have the same text on both sides: lines {lines}.",
        ),
        suspects.same,
    ),
    "length": (
        (
            "{number} pair has a side far too long for the other: line {lines}.",
            "{number} pairs have a side far too long for the other: lines {lines}.",
        ),
        suspects.odd_lengths,
    ),
    "repeated": (
        (
            "{number} pair repeats an earlier one, word for word: line {lines}.",
            "{number} pairs repeat earlier ones, word for word: lines {lines}.",
        ),
        suspects.repeated,
    ),
}


def _say(key: str, words: tuple[str, str], places: Sequence[int], sides: Sides, notes: Notes) -> bool:
    """Note what looks wrong, with its lines; whether it is to be mended."""
    if not places:
        return False
    lines = [sides.lines[place] for place in places]
    sides.suspect[key] = lines
    sentence = plural(*words, len(lines), lines=_numbers(lines))
    shown = [f"{sides.sources[i]} ⇥ {sides.targets[i]}" for i in places[:SHOWN]]
    return notes.change(key, sentence, len(lines), shown, warning=key in ("swapped", "length"))


def _numbers(lines: Sequence[int]) -> str:
    """`[3, 8]` -> `3, 8`; of many the first ones."""
    first = ", ".join(f"{line:,}" for line in lines[:SHOWN])
    return (
        t("{first} and {more:,} more", first=first, more=len(lines) - SHOWN) if len(lines) > SHOWN else first
    )
