"""A tune to notes in time: pitches by key and bar, ties joined, repeats played, a soft accompaniment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from rnnkit.data.tunes import BarState, Token, Tune, look
from rnnkit.data.tunes.meters import beat_length, is_compound
from rnnkit.music.harmony import chord_of
from rnnkit.music.order import order_of
from rnnkit.music.pitches import BarAccidentals

Voice = Literal["melody", "chords"]
SLOWEST, FASTEST = 40.0, 320.0
"""Quarter notes a minute between which a tune is played."""
USUAL = 160.0
TEMPOS = {"2/4": 120.0, "3/4": 140.0, "4/4": 180.0, "2/2": 200.0, "3/2": 200.0}
COMPOUND = 180.0
HALF = Fraction(1, 2)
"""Quarter notes of an eighth."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note: when it begins and how long it lasts in quarter notes, its MIDI number, and who plays it.

    `place` is that of its token.
    """

    start: Fraction
    length: Fraction
    pitch: int
    voice: Voice = "melody"
    place: int = 0


@dataclass(frozen=True)
class Played:
    """Notes by when they begin, all of it in quarter notes, and how many of these are played a minute.

    `bars` are bar lines and `symbols` chord symbols, each with its time; the tune begins with a bar line.
    """

    notes: tuple[Note, ...]
    length: Fraction
    tempo: float
    bars: tuple[tuple[Fraction, str], ...]
    symbols: tuple[tuple[Fraction, str], ...]

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return float(self.length) * 60 / self.tempo


def default_tempo(tune: Tune) -> float:
    """Quarter notes a minute: as the file says, or as tunes of this meter are usually played.

    >>> default_tempo(Tune("", "6/8", "1/8", "D", ())), default_tempo(Tune("", "3/4", "1/8", "D", (), 96.0))
    (180.0, 96.0)
    """
    usual = COMPOUND if is_compound(tune.meter) else TEMPOS.get(tune.meter, USUAL)
    return min(max(tune.tempo or usual, SLOWEST), FASTEST)


def timed(tune: Tune, tempo: float | None = None, *, repeats: bool = True, chords: bool = True) -> Played:
    """The notes of a tune in time, at so many quarter notes a minute (the usual ones where none are given).

    >>> tune = Tune("", "3/8", "1/8", "D", ("f", "-", "f", "|", '"D"', "c3", "|]"))
    >>> [(str(note.start), str(note.length), note.pitch) for note in timed(tune, chords=False).notes]
    [('0', '1', 78), ('1', '3/2', 73)]
    """
    order: Sequence[int] = order_of(tune.tokens) if repeats else range(len(tune.tokens))
    player = _Player(tune)
    for place in order:
        token = look(tune.tokens[place])
        if token is not None:
            player.take(token, place)
    notes = player.notes + (list(_accompaniment(player, tune.meter)) if chords else [])
    notes.sort(key=lambda note: (note.start, note.pitch))
    speed = default_tempo(tune) if tempo is None else min(max(tempo, SLOWEST), FASTEST)
    return Played(tuple(notes), player.now, speed, tuple(player.bars), tuple(player.symbols))


@dataclass
class _Player:
    """What is heard so far: the notes, the time, the bar with its accidentals, and what is tied over."""

    tune: Tune
    notes: list[Note] = field(default_factory=list)
    now: Fraction = Fraction(0)
    bars: list[tuple[Fraction, str]] = field(default_factory=lambda: [(Fraction(0), "|")])
    symbols: list[tuple[Fraction, str]] = field(default_factory=list)
    tied: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bar = BarAccidentals(self.tune.key)
        self.state = BarState(self.tune.meter)

    def take(self, token: Token, place: int) -> None:
        """Play one token; `last` and `tied` are places of notes by their letters."""
        before = self.state
        self.state = before.after(token.text)
        if token.sounds:
            self._sound(token, place, (self.state.filled - before.filled) * HALF)
        elif token.kind == "tie":
            self.tied = dict(self.last)
        elif token.kind == "bar":
            self.bar.end()
            self.bars.append((self.now, token.text))
        elif token.kind == "key":
            self.bar = BarAccidentals(token.value)
        elif token.kind == "symbol":
            self.symbols.append((self.now, token.value))

    def _sound(self, token: Token, place: int, length: Fraction) -> None:
        """Notes of one token: each goes on with one that is tied to it, or begins anew."""
        self.last = {}
        for written in token.pitches:
            held = self.tied.get(written.lstrip("^_="))
            if held is not None and self._ends_now(held) and self._same(written, held):
                self.notes[held] = replace(self.notes[held], length=self.notes[held].length + length)
            else:
                held = len(self.notes)
                self.notes.append(Note(self.now, length, self.bar.pitch(written), "melody", place))
            self.last[written.lstrip("^_=")] = held
        self.tied = {}
        self.now += length

    def _ends_now(self, held: int) -> bool:
        return self.notes[held].start + self.notes[held].length == self.now

    def _same(self, written: str, held: int) -> bool:
        """Whether a note goes on with the one before: an accidental reaches over a bar line with the tie."""
        return written[0] not in "^_=" or self.bar.pitch(written) == self.notes[held].pitch


def _accompaniment(player: _Player, meter: str) -> Iterator[Note]:
    """On every beat: the bass on the first of a bar and where the chord changes, the chord on the others."""
    if not player.symbols:
        return
    beat = beat_length(meter) * HALF
    symbols = [*player.symbols, (player.now, "")]
    edges = dict.fromkeys([*(time for time, _ in player.bars), player.now])
    at = 0
    for start, stop in pairwise(edges):
        now, first = start, True
        while now < stop:
            while at + 1 < len(symbols) and symbols[at + 1][0] <= now:
                at, first = at + 1, True
            change = symbols[at + 1][0] if at + 1 < len(symbols) else stop
            until = min(stop, now + beat, change if change > now else stop)
            if symbols[at][0] <= now:
                bass, chord = chord_of(symbols[at][1])
                for pitch in (bass,) if first else chord:
                    yield Note(now, until - now, pitch, "chords")
                first = False
            now = until
