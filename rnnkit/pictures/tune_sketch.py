"""A tune as a picture: a stroke for every note, by pitch and time, bars as lines, chords above."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from rnnkit.data.tunes import Tune, bars_of, look
from rnnkit.music import Note, Played, timed
from rnnkit.pictures import palette
from rnnkit.pictures.sketch import Shape, Sketch
from rnnkit.words import plural, t

T = TypeVar("T")

STEP = 4  # pixels of a half step
STROKE = 4  # of a note
ABOVE, BELOW = 24, 16  # for chords above a row, and between two rows
WIDTH = 560
LETTERS = 12
LONG = Fraction(7, 2)  # quarter notes of a bar from which four make a row, and not eight
FEW, MANY = 4, 8
MARGIN = Fraction(1, 100)  # of a row, at both of its ends
NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
DOT = Fraction(1, 120)  # of a row, between the line of a repeat and its dots


@dataclass(frozen=True)
class _Row:
    """Some bars side by side: from when to when, how much time the width is, and where the row begins."""

    start: Fraction
    stop: Fraction
    unit: Fraction
    top: float

    def x(self, time: Fraction) -> str:
        """A time as a share of the width."""
        share = MARGIN + (1 - 2 * MARGIN) * (time - self.start) / self.unit
        return f"{100 * float(share):.2f}%"

    def width(self, length: Fraction) -> str:
        """A length as a share of the width."""
        return f"{100 * float((1 - 2 * MARGIN) * length / self.unit):.2f}%"


def tune_sketch(tune: Tune, dark: bool, given: int = 0) -> Sketch:
    """The tune as it is written, repeats once; the first `given` tokens, which a person wrote, in grey."""
    played = timed(tune, repeats=False, chords=False)
    if not played.notes:
        return Sketch(0, ())
    low, high = (edge(note.pitch for note in played.notes) for edge in (min, max))
    tall = ABOVE + (high - low + 1) * STEP + BELOW
    rows = _rows(played, tall)
    bars = _touching(rows, played.bars, lambda bar: (bar[0], bar[0]))
    notes = _touching(rows, played.notes, lambda note: (note.start, note.start + note.length))
    symbols = _touching(rows, played.symbols, lambda symbol: (symbol[0], symbol[0]))
    shapes = [
        shape
        for place, row in enumerate(rows)
        for shape in (
            *_lines(bars[place], row, tall, dark),
            *_notes(notes[place], row, high, dark, given),
            *_chords(symbols[place], row, dark),
        )
    ]
    return Sketch(tall * len(rows), tuple(shapes), WIDTH)


def _rows(played: Played, tall: float) -> list[_Row]:
    """The bars in rows of four or eight, as long as the longest one; a pickup stands before its bars."""
    edges = list(dict.fromkeys([*(time for time, _ in played.bars), played.length]))
    whole = max(stop - start for start, stop in pairwise(edges))
    least = (FEW if whole >= LONG else MANY) * whole - whole / 2
    cuts = [edges[0]]
    for edge in edges[1:]:
        if edge - cuts[-1] >= least or edge == played.length:
            cuts.append(edge)
    span = max(stop - start for start, stop in pairwise(cuts))
    return [_Row(start, stop, span, place * tall) for place, (start, stop) in enumerate(pairwise(cuts))]


def _touching(
    rows: Sequence[_Row], items: Iterable[T], span: Callable[[T], tuple[Fraction, Fraction]]
) -> list[list[T]]:
    """The items that each row may show: those whose time, its ends with it, is partly that of the row."""
    starts = [row.start for row in rows]
    found: list[list[T]] = [[] for _ in rows]
    for item in items:
        start, stop = span(item)
        place = max(0, bisect_left(starts, start) - 1)
        while place < len(rows) and starts[place] <= stop:
            found[place].append(item)
            place += 1
    return found


def _lines(bars: Iterable[tuple[Fraction, str]], row: _Row, tall: float, dark: bool) -> Iterator[Shape]:
    """A line at each bar line: a strong one where a part ends or is repeated, with the dots of a repeat."""
    top, bottom = row.top + ABOVE - 6, row.top + tall - BELOW + 4
    for time, text in bars:
        here = row.start < time < row.stop
        if not here and time != (row.start if text == "|:" or not time else row.stop):
            continue
        strong = text != "|"
        color = palette.grey(dark) if strong else palette.grid(dark)
        ends = {"x1": row.x(time), "x2": row.x(time), "y1": top, "y2": bottom}
        yield Shape("line", {**ends, "stroke": color, "stroke-width": 2 if strong else 1})
        if ":" in text:
            aside = row.unit * DOT * (1 if text == "|:" else -1)
            for y in (-STEP, STEP):
                at = {"cx": row.x(time + aside), "cy": (top + bottom) / 2 + y, "r": 2}
                yield Shape("circle", {**at, "fill": color})


def _notes(notes: Sequence[Note], row: _Row, high: int, dark: bool, given: int) -> Iterator[Shape]:
    for note in notes:
        start, stop = max(note.start, row.start), min(note.start + note.length, row.stop)
        if start >= stop:
            continue
        color = palette.grey(dark) if note.place < given else palette.categorical(dark)[1]
        y = row.top + ABOVE + (high - note.pitch) * STEP
        look = {"x": row.x(start), "y": y, "width": row.width(stop - start), "height": STROKE, "rx": 2}
        yield Shape("rect", {**look, "fill": color}, hint=_hint(note))


def _hint(note: Note) -> str:
    """The name of a note with its octave, and its length."""
    name = f"{NAMES[note.pitch % 12]}{note.pitch // 12 - 1}"
    return t("{name}, {length} of a quarter", name=name, length=note.length)


def _chords(symbols: Iterable[tuple[Fraction, str]], row: _Row, dark: bool) -> Iterator[Shape]:
    for time, symbol in symbols:
        if row.start <= time < row.stop:
            at = {"x": row.x(time), "y": row.top + ABOVE / 2, "font-size": 12, "fill": palette.ink(dark)}
            yield Shape("text", at, symbol[:LETTERS])


def tune_words(tune: Tune) -> str:
    """The picture in words, for those who cannot see it."""
    notes = sum(token is not None and bool(token.pitches) for token in map(look, tune.tokens))
    return t(
        "{title}, in {meter} and {key}: {notes} in {bars}, drawn by pitch and time.",
        title=tune.title or t("A tune"),
        meter=tune.meter,
        key=tune.key,
        notes=plural("{number} note", "{number} notes", notes),
        bars=plural("{number} bar", "{number} bars", len(bars_of(tune))),
    )
