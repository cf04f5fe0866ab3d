"""The pitch of a note: its letter, the key it stands in, and accidentals earlier in the bar."""

from collections.abc import Mapping

from rnnkit.data.tunes.keys import LETTERS, signature

MOVED: Mapping[str, int] = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}
MIDDLE_C = 60


class BarAccidentals:
    """The accidentals of one bar: each holds for its letter in its octave until the bar ends."""

    def __init__(self, key: str) -> None:
        self.signature = signature(key)
        self.moved: dict[str, int] = {}

    def end(self) -> None:
        """Behind a bar line the key alone counts."""
        self.moved.clear()

    def pitch(self, written: str) -> int:
        """The MIDI number of a note, 60 for middle C; an accidental is kept for the rest of the bar.

        >>> bar = BarAccidentals("D")
        >>> [bar.pitch(note) for note in ("C", "=C", "C", "c", "^f'", "B,")]
        [61, 60, 60, 73, 90, 59]
        """
        natural = written.lstrip("^_=")
        sign = written[: len(written) - len(natural)]
        if sign:
            self.moved[natural] = MOVED[sign]
        letter = natural[0].upper()
        octave = natural[0].islower() + natural.count("'") - natural.count(",")
        moved = self.moved.get(natural, self.signature.get(letter, 0))
        return MIDDLE_C + LETTERS[letter] + 12 * octave + moved
