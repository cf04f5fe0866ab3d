"""Dance tunes by rule, in ABC notation."""

import random
from collections.abc import Sequence

LETTERS = ("C", "D", "E", "F", "G", "A", "B", "c", "d", "e", "f", "g", "a", "b")
KEYS = {"C": 0, "D": 1, "G": 4, "A": 5}
CHORDS = {"C": "C F G", "D": "D G A", "G": "G C D", "A": "A D E"}  # of the first, fourth and fifth step
STEPS = ((0, 2, 4), (3, 5, 7), (4, 6, 8))  # the notes of those chords, as steps above the key note
RHYTHMS = {
    "2/4": ((1, 1, 1, 1), (2, 1, 1), (1, 1, 2), (2, 2)),
    "3/4": ((2, 2, 2), (2, 1, 1, 2), (4, 2), (2, 2, 1, 1)),
    "4/4": ((2, 2, 2, 2), (2, 1, 1, 2, 2), (1, 1, 1, 1, 2, 2), (4, 2, 2)),
    "6/8": ((1, 1, 1, 1, 1, 1), (2, 1, 2, 1), (2, 1, 1, 1, 1), (1, 1, 1, 2, 1)),
}
UNITS = {meter: sum(rhythms[0]) for meter, rhythms in RHYTHMS.items()}  # eighths in a bar
KINDS = {"2/4": "Polka", "3/4": "Waltz", "4/4": "Reel", "6/8": "Jig"}
PLACES = ("Harbour", "Mill", "Orchard", "Bridge", "Lantern", "Willow", "Market", "Chapel", "Ferry", "Hollow")
HARMONY = ((0, 0, 1, 2), (0, 1, 0, 2), (0, 2, 1, 2), (0, 1, 1, 2))
TUNES = 250


def tunes(seed: int) -> str:
    """Dance tunes in ABC notation: two parts of eight bars, every bar as long as the meter says."""
    rng = random.Random(seed)
    return "\n".join(_tune(rng, number) for number in range(1, TUNES + 1))


def _tune(rng: random.Random, number: int) -> str:
    """A tune: its head, and two parts that both are repeated."""
    meter, key = rng.choice(list(RHYTHMS)), rng.choice(list(KEYS))
    head = [f"X:{number}", f"T:The {rng.choice(PLACES)} {KINDS[meter]}", f"M:{meter}", "L:1/8", f"K:{key}"]
    return "\n".join([*head, *_part(rng, meter, key), *_part(rng, meter, key)]) + "\n"


def _part(rng: random.Random, meter: str, key: str) -> list[str]:
    """Four bars that ask, and the same bars with an ending that comes home."""
    harmony = rng.choice(HARMONY)
    rhythms = [rng.choice(RHYTHMS[meter]) for _ in range(2)]
    bars = [_bar(rng, key, chord, rhythms[i % 2]) for i, chord in enumerate(harmony)]
    home = f'"{key}"{LETTERS[KEYS[key]]}{UNITS[meter]}'
    return [f"|:{'|'.join(bars)}|", f"{'|'.join([*bars[:3], home])}:|"]


def _bar(rng: random.Random, key: str, chord: int, rhythm: Sequence[int]) -> str:
    """One bar over a chord: it begins on a note of the chord and goes on in small steps."""
    step = rng.choice(STEPS[chord])
    notes = []
    for length in rhythm:
        place = min(max(KEYS[key] + step, 0), len(LETTERS) - 1)
        notes.append(LETTERS[place] + (str(length) if length > 1 else ""))
        step += rng.choice((-2, -1, -1, 1, 1, 2))
    return f'"{CHORDS[key].split()[chord]}"{"".join(notes)}'
