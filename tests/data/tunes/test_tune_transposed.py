"""A tune in another key sounds the same, so many half steps higher."""

import pytest

from rnnkit.data.samples import sample_bytes, samples_of
from rnnkit.data.tunes import Tune, tokens_of
from rnnkit.data.tunes.transposed import range_of, transposed
from rnnkit.music import timed
from rnnkit.tasks.compose.source import load

WIDE = (-21, 27)


def tune(key: str, body: str) -> Tune:
    return Tune("", "4/4", "1/8", key, tuple(tokens_of(body, "4/4")))


def pitches(one: Tune) -> list[int]:
    return [note.pitch for note in timed(one, repeats=False, chords=False).notes]


@pytest.mark.parametrize(
    ("own", "half_steps", "key", "body"),
    [
        (tune("D", "D2F2A2d2|"), -2, "C", ("C2", "E2", "G2", "c2", "|")),
        (tune("D", "=F2F2^c4|"), 1, "Eb", ("_G2", "G2", "=d4", "|")),
        (tune("Am", "^G2A2c2e2|"), 3, "Cm", ("=B2", "c2", "e2", "g2", "|")),
        (tune("Gmix", "[GB]4z4|"), 5, "Cmix", ("[ce]4", "z4", "|")),
        (tune("G", '"G"G4"D7/F#"F4|'), -5, "D", ('"D"', "D4", '"A7/C#"', "C4", "|")),
    ],
)
def test_notes_accidentals_and_chords_move_as_worked_by_hand(
    own: Tune, half_steps: int, key: str, body: tuple[str, ...]
) -> None:
    moved = transposed(own, half_steps, WIDE)
    assert moved is not None
    assert (moved.key, moved.tokens) == (key, body)


def test_every_sample_tune_sounds_the_same_in_all_keys() -> None:
    class File:
        content, overrides = sample_bytes(next(iter(samples_of("compose")))), "{}"

    tried = 0
    for own in load(File()).tunes[:60]:
        for half_steps in (-6, -3, -1, 2, 5):
            moved = transposed(own, half_steps, WIDE)
            if moved is not None:
                tried += 1
                assert pitches(moved) == [pitch + half_steps for pitch in pitches(own)]
                assert [t for t in moved.tokens if "|" in t] == [t for t in own.tokens if "|" in t]
    assert tried > 100


def test_what_leaves_the_range_or_has_no_key_is_not_moved() -> None:
    own = tune("D", "D2F2A2d2|")
    assert range_of([own]) == (1, 8)
    assert transposed(own, -2, (1, 8)) is None
    assert transposed(tune("HP", "A2B2c2d2|"), 2, WIDE) is None
    assert transposed(own, 0, (1, 8)) == own
