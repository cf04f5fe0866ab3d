"""Notes in time, worked by hand: pitches, ties, tuplets, repeats, chords."""

from fractions import Fraction

import pytest

from rnnkit.data.tunes import Tune, tokens_of
from rnnkit.music import Played, default_tempo, timed
from rnnkit.music.harmony import chord_of
from rnnkit.music.order import order_of


def played(body: str, key: str = "C", meter: str = "2/4", **wanted: bool) -> Played:
    return timed(Tune("", meter, "1/8", key, tuple(tokens_of(body, meter))), **{"chords": False, **wanted})


def melody(body: str, key: str = "C", meter: str = "2/4") -> list[tuple[float, float, int]]:
    return [(float(note.start), float(note.length), note.pitch) for note in played(body, key, meter).notes]


SCALES = {
    "C": [60, 62, 64, 65, 67, 69, 71, 72],
    "D": [61, 62, 64, 66, 67, 69, 71, 73],
    "Ador": [60, 62, 64, 66, 67, 69, 71, 72],
    "Gmix": [60, 62, 64, 65, 67, 69, 71, 72],
    "Eb": [60, 62, 63, 65, 67, 68, 70, 72],
    "Ephr": [60, 62, 64, 65, 67, 69, 71, 72],
    "Flyd": [60, 62, 64, 65, 67, 69, 71, 72],
    "C#loc": [61, 62, 64, 66, 67, 69, 71, 73],
    "Bm": [61, 62, 64, 66, 67, 69, 71, 73],
    "HP": [61, 62, 64, 66, 67, 69, 71, 73],
}


@pytest.mark.parametrize("key", SCALES)
def test_the_key_moves_its_letters(key: str) -> None:
    assert [pitch for _, _, pitch in melody("CDEFGABc|", key)] == SCALES[key]


def test_an_accidental_holds_until_the_bar_ends_in_its_octave() -> None:
    assert [pitch for *_, pitch in melody("^FFf_F=FF|F2f'2|", "G")] == [66, 66, 78, 64, 65, 65, 66, 90]


def test_ties_join_notes_over_bar_lines() -> None:
    assert melody("^f4-|f2 f2|") == [(0, 3, 78), (3, 1, 77)]
    assert melody("[CE]2-[CG]2|") == [(0, 2, 60), (0, 1, 64), (1, 1, 67)]
    assert melody("c2-d2|") == [(0, 1, 72), (1, 1, 74)]


def test_a_tuplet_shares_its_time() -> None:
    assert [note.start for note in played("(3cde f2|").notes] == [0, Fraction(1, 3), Fraction(2, 3), 1]
    assert played("(5cdefg|", meter="6/8").length == Fraction(3, 2)


ORDERS = {
    "a|b|]": "ab",
    "|:a:|b|]": "aab",
    "a:|b:|": "aabb",
    "a||b:|c|]": "abbc",
    "|:a||b:|": "abab",
    "|:a[1b:|[2c|]d|]": "abacd",
    "|:a|1b:|2c:|d:|": "abacdd",
    "|:a[1,3b:|[2c:|[4d|]e|]": "abacabade",
    "|:a:|:b:|": "aabb",
    "[2a|]": "a",
    "|:a[1b:|c|]": "abac",
    "|:a|b": "ab",
}


@pytest.mark.parametrize("body", ORDERS)
def test_repeats_and_endings_are_played(body: str) -> None:
    tokens = tokens_of(body)
    assert "".join(tokens[at] for at in order_of(tokens) if tokens[at].isalpha()) == ORDERS[body]


def test_without_repeats_all_is_played_once() -> None:
    assert len(played("|:a:|b|]", repeats=False).notes) == 2


def test_chords_lie_on_the_beats() -> None:
    notes = played('"Am"a4|b4|', chords=True).notes
    found = [(float(note.start), note.pitch) for note in notes if note.voice == "chords"]
    assert found == [(0, 45), (1, 52), (1, 57), (1, 60), (2, 45), (3, 52), (3, 57), (3, 60)]


def test_chords_by_their_symbols() -> None:
    assert chord_of("C") == (36, (60, 52, 55))
    assert chord_of("Cm")[1] == (60, 63, 55)
    assert chord_of("G7") == (43, (55, 59, 62, 53))
    assert chord_of("Bdim")[1] == chord_of("Bd")[1] == (59, 62, 53)
    assert chord_of("Bb/D") == (38, (58, 62, 53))


def test_the_tempo_is_that_of_the_file_within_bounds() -> None:
    tune = Tune("", "6/8", "1/8", "D", ("d6", "|"), 120.0)
    assert (default_tempo(tune), timed(tune).seconds, timed(tune, 5000).tempo) == (120.0, 1.5, 320.0)
