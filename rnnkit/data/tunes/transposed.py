"""A tune in another key: every note, accidental, chord and key moved by the same interval.

Letters move by steps of the staff and keys by half steps, so that what the new key does not say is said by
the same kind of accidental as before.
"""

from collections.abc import Sequence
from dataclasses import replace

from rnnkit.data.tunes.keys import LETTERS, PIPES, read_key, signature, split_key
from rnnkit.data.tunes.tokens import Token, look, spelled
from rnnkit.data.tunes.tune import Tune

NAMES = "CDEFGAB"
SIGNS = {-2: "__", -1: "_", 0: "=", 1: "^", 2: "^^"}
VALUES = {sign: step for step, sign in SIGNS.items()}
TONIC = {"b": -1, "": 0, "#": 1}
MOST_SIGNS = 4
"""Sharps or flats of a key that tunes are moved to; with more they are hard to read."""
FARTHEST = 6
"""Half steps up or down."""
Compass = tuple[int, int]
"""The lowest and highest place on the staff, middle C being 0."""


def transposed(tune: Tune, half_steps: int, within: Compass) -> Tune | None:
    """The tune so many half steps higher; `None` where a note leaves the range or cannot be spelled.

    >>> tune = Tune("", "2/4", "1/8", "D", ("F", "^g", '"A7"', "c'2"))
    >>> transposed(tune, -2, (-20, 20)).key, transposed(tune, -2, (-20, 20)).tokens
    ('C', ('E', '^f', '"G7"', 'b2'))
    """
    key = _moved_key(tune.key, half_steps)
    if key is None:
        return None
    steps, own, new = _staff(tune.key, key, half_steps), tune.key, key
    tokens = []
    for text in tune.tokens:
        token = look(text)
        moved = None if token is None else _token(token, (steps, half_steps), (own, new), within)
        if moved is None:
            return None
        if token is not None and token.kind == "key":
            own, new = token.value, moved[3:-1]
        tokens.append(moved)
    return replace(tune, key=key, tokens=tuple(tokens))


def range_of(tunes: Sequence[Tune]) -> Compass:
    """The lowest and highest place on the staff of all their notes."""
    places = [
        _place(pitch.lstrip("^_=")) for tune in tunes for text in tune.tokens for pitch in _pitches(text)
    ]
    return min(places, default=0), max(places, default=0)


def _pitches(text: str) -> tuple[str, ...]:
    token = look(text)
    return () if token is None else token.pitches


def _token(token: Token, by: tuple[int, int], keys: tuple[str, str], within: Compass) -> str | None:
    """One token so many places of the staff and half steps higher."""
    if token.pitches:
        pitches = [_pitch(pitch, by[0], keys, within) for pitch in token.pitches]
        return None if None in pitches else spelled(replace(token, pitches=tuple(map(str, pitches))))
    if token.kind == "key":
        key = _moved_key(token.value, by[1])
        same = key is not None and _staff(token.value, key, by[1]) == by[0]
        return f"[K:{key}]" if same else None
    if token.kind == "symbol":
        parts = [_chord(part, by) for part in token.value.split("/")]
        return None if None in parts else '"' + "/".join(map(str, parts)) + '"'
    return token.text


def _pitch(pitch: str, steps: int, keys: tuple[str, str], within: Compass) -> str | None:
    """A written note: its place moved, its accidental as far from the new key as it was from the old."""
    natural = pitch.lstrip("^_=")
    place = _place(natural) + steps
    if not within[0] <= place <= within[1]:
        return None
    letter, octave = NAMES[place % 7], place // 7
    sign = pitch[: len(pitch) - len(natural)]
    if sign:
        own, new = signature(keys[0]), signature(keys[1])
        sign = SIGNS.get(VALUES[sign] - own.get(natural[0].upper(), 0) + new.get(letter, 0), "?")
    if sign == "?":
        return None
    marks = "," * -octave if octave < 0 else "'" * (octave - 1)
    return sign + (letter.lower() if octave > 0 else letter) + marks if len(marks) <= 3 else None


def _place(natural: str) -> int:
    octave = natural[0].islower() + natural.count("'") - natural.count(",")
    return NAMES.index(natural[0].upper()) + 7 * octave


def _moved_key(key: str, half_steps: int) -> str | None:
    """The key so many half steps higher, spelled with the fewest signs; `None` where those are many."""
    if key == PIPES:
        return None
    tonic, mode = split_key(key)
    wanted = (LETTERS[tonic[0]] + TONIC[tonic[1:]] + half_steps) % 12
    able = [
        letter + sign + mode
        for letter in NAMES
        for sign, value in TONIC.items()
        if (LETTERS[letter] + value) % 12 == wanted and read_key(letter + sign + mode)
    ]
    best = min(able, key=lambda one: len(signature(one)), default=None)
    return best if best is not None and len(signature(best)) <= MOST_SIGNS else None


def _staff(own: str, new: str, half_steps: int) -> int:
    """Places on the staff between two tonics, as near to so many half steps as there are."""
    apart = NAMES.index(new[0]) - NAMES.index(own[0])
    return apart + 7 * round((half_steps * 7 / 12 - apart) / 7)


def _chord(name: str, by: tuple[int, int]) -> str | None:
    """The root of a chord moved, what stands behind it left as it is."""
    at = 2 if name[1:2] in ("#", "b") else 1
    letter = NAMES[(NAMES.index(name[0]) + by[0]) % 7]
    value = (LETTERS[name[0]] + TONIC[name[1:at]] + by[1] - LETTERS[letter] + 6) % 12 - 6
    sign = next((sign for sign, one in TONIC.items() if one == value), None)
    return None if sign is None else letter + sign + name[at:]
