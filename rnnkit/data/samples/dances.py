"""Dances by rule: phrases that ask and answer, bars that come again a step higher, parts that rhyme.

So there is much to learn for who writes on: how long a bar is, which notes a chord has, that the second
half begins as the first one, and that a tune ends on its own note.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnnkit.data.tunes import Tune, write_abc
from rnnkit.data.tunes.keys import LETTERS, signature, split_key

DANCES = 300
PLACES = ("Harbour", "Mill", "Orchard", "Bridge", "Lantern", "Willow", "Market", "Chapel", "Ferry", "Hollow")
NAMES = tuple(LETTERS)
Rhythm = tuple[int, ...]


@dataclass(frozen=True)
class Dance:
    """A kind of dance: its name, the rhythms of its bars in eighths, and how its parts may begin and end.

    `pickup` is what a part may begin with; `last` the rhythm of its last bar, whole and less the pickup.
    """

    name: str
    rhythms: tuple[Rhythm, ...]
    pickup: Rhythm
    last: tuple[Rhythm, Rhythm]


KINDS: Mapping[str, Dance] = {
    "6/8": Dance(
        "Jig", ((1, 1, 1, 1, 1, 1), (2, 1, 2, 1), (2, 1, 1, 1, 1), (1, 1, 1, 2, 1)), (1,), ((3, 3), (3, 2))
    ),
    "4/4": Dance(
        "Reel",
        ((1, 1, 1, 1, 1, 1, 1, 1), (2, 1, 1, 2, 1, 1), (2, 1, 1, 1, 1, 1, 1), (2, 2, 1, 1, 2)),
        (1, 1),
        ((4, 4), (4, 2)),
    ),
    "3/4": Dance("Waltz", ((2, 2, 2), (4, 2), (2, 1, 1, 2), (3, 1, 2)), (2,), ((6,), (4,))),
    "2/4": Dance("Polka", ((1, 1, 1, 1), (2, 1, 1), (1, 1, 2), (2, 2)), (1,), ((4,), (3,))),
    "9/8": Dance(
        "Slip Jig",
        ((1, 1, 1, 1, 1, 1, 1, 1, 1), (2, 1, 2, 1, 2, 1), (2, 1, 1, 1, 1, 2, 1), (3, 2, 1, 2, 1)),
        (1,),
        ((3, 3, 3), (3, 3, 2)),
    ),
}
WEIGHTS = (5, 5, 3, 2, 1)
KEYS = ("G", "D", "A", "C", "F", "Em", "Am", "Dm", "Bm", "Ador", "Edor", "Gmix", "Dmix", "Amix")
BRIGHT = ((0, 3, 0, 4), (0, 0, 3, 4), (0, 5, 3, 4), (0, 4, 3, 4))
DARK = ((0, 6, 0, 6), (0, 0, 6, 6), (0, 3, 0, 6), (0, 6, 3, 6))
"""Chords of four bars, as steps above the key note: in major keys, and in all others."""
CHORD = (0, 2, 4)
LOWEST, HIGHEST = -3, 13
"""Steps from middle C between which notes lie: the G below it, and the B of the second octave above."""
UP = 3
"""Steps that the second part lies higher."""


def dances(seed: int) -> str:
    """Three hundred dances in ABC notation: two parts, both repeated, of eight bars each."""
    luck = random.Random(seed)
    return "\n".join(write_abc(_dance(luck), number) for number in range(1, DANCES + 1))


def _dance(luck: random.Random) -> Tune:
    meter = luck.choices(list(KINDS), WEIGHTS)[0]
    kind, key = KINDS[meter], luck.choice(KEYS)
    title = f"The {luck.choice(PLACES)} {kind.name}"
    maker = _Maker(luck, kind, key, begins=luck.random() < 0.4)
    tail = maker.tail()
    tokens = [*maker.part(0, tail), *maker.part(UP, tail)]
    return Tune(title, meter, "1/8", key, tuple(tokens))


@dataclass
class _Maker:
    """Makes the parts of one tune; `begins` says whether they begin before the bar."""

    luck: random.Random
    kind: Dance
    key: str
    begins: bool

    def part(self, up: int, tail: Sequence[str]) -> list[str]:
        """Eight bars: a motif, the same on the next chord, an open end; the same again, and the close."""
        bright = split_key(self.key)[1] in ("", "mix", "lyd")
        harmony = self.luck.choice(BRIGHT if bright and "mix" not in self.key else DARK)
        motif, other = (self._motif(self.luck.choice(self.kind.rhythms)) for _ in range(2))
        asks = [self._bar(motif, harmony[0], up), self._bar(motif, harmony[1], up)]
        middle = self._bar(other, harmony[2], up)
        opened = self._last(harmony[3], 4 if bright else 6, whole=True)
        tokens = ["|:"]
        if self.begins:
            tokens += [
                self._note(4 - len(self.kind.pickup) + i, length) for i, length in enumerate(self.kind.pickup)
            ]
            tokens.append("|")
        for bar in (*asks, middle, opened, *asks):
            tokens += [*bar, "|"]
        return [*tokens, *tail, ":|"]

    def tail(self) -> list[str]:
        """The last two bars, in which both parts rhyme."""
        dominant = 4 if split_key(self.key)[1] == "" else 6
        bar = self._bar(self._motif(self.luck.choice(self.kind.rhythms)), dominant, 0)
        return [*bar, "|", *self._last(0, 0, whole=not self.begins)]

    def _motif(self, rhythm: Rhythm) -> list[tuple[int, int]]:
        """Steps above the root of a chord, each with its length: chord notes where long, steps between."""
        at = self.luck.choice(CHORD)
        found = []
        for length in rhythm:
            if length > 1 and at % 7 not in CHORD:
                at += self.luck.choice((-1, 1))
            found.append((at, length))
            at += self.luck.choice((-2, -1, -1, 1, 1, 2))
        return found

    def _bar(self, motif: Sequence[tuple[int, int]], chord: int, up: int) -> list[str]:
        """A motif on a chord, which lies as near to the key note as it can."""
        root = chord if chord < 4 else chord - 7
        return [f'"{self._chord(chord)}"', *(self._note(root + up + step, length) for step, length in motif)]

    def _last(self, chord: int, step: int, *, whole: bool) -> list[str]:
        """A bar of long notes that ends on this step."""
        rhythm = self.kind.last[0 if whole else 1]
        ways = [step + 2] * (len(rhythm) - 1) + [step]
        return [
            f'"{self._chord(chord)}"',
            *(self._note(at % 7, length) for at, length in zip(ways, rhythm, strict=True)),
        ]

    def _note(self, step: int, length: int) -> str:
        """A note so many steps above the key note, an octave nearer where it would lie too far out."""
        at = NAMES.index(self.key[0]) + step
        while at > HIGHEST:
            at -= 7
        while at < LOWEST:
            at += 7
        octave, letter = divmod(at, 7)
        name = NAMES[letter]
        return (name.lower() if octave > 0 else name + "," * -octave) + (str(length) if length > 1 else "")

    def _chord(self, step: int) -> str:
        """The name of the chord on a step of the key: `Em`."""
        moved = signature(self.key)
        letters = [NAMES[(NAMES.index(self.key[0]) + step + third) % 7] for third in CHORD]
        low, middle, high = (LETTERS[letter] + moved.get(letter, 0) for letter in letters)
        sign = {1: "#", -1: "b", 0: ""}[moved.get(letters[0], 0)]
        kind = {(4, 7): "", (3, 7): "m", (3, 6): "dim"}[(middle - low) % 12, (high - low) % 12]
        return letters[0] + sign + kind
