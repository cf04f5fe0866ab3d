"""Places of a tune, worked by hand: room and number of a bar, what stood there before, and what is copied."""

from fractions import Fraction

import pytest

from rnnkit.data.tunes import BarState, Tune, read_tunes, tokens_of
from rnnkit.errors import DataError
from rnnkit.tasks.compose.generation.beginning import start_of
from rnnkit.tasks.compose.generation.copied import MOST_PLACES, CopiedBars, KnownBars
from rnnkit.tasks.compose.networks.place import (
    BETWEEN,
    KINDS,
    NO_METER,
    NOTHING,
    OVERFULL,
    TunePlace,
    places_of,
    room_kind,
)
from rnnkit.tasks.compose.symbols import Symbols, symbols_of


def numbers(tokens: list[str]) -> dict[str, int]:
    """Each token by its first place, from 2."""
    return {token: number for number, token in enumerate(dict.fromkeys(tokens), 2)}


def test_a_place_tells_room_bar_and_what_stood_there_before() -> None:
    tokens = tokens_of("G2 A2 | B4 | G2 c2 |", "2/4")
    known = numbers(tokens)
    places = places_of("2/4", tokens, known)
    assert [place.room for place in places] == [18, 10, 2, 18, 2, 18, 10, 2, 18]
    assert [place.bar for place in places] == [1, 1, 1, 2, 2, 3, 3, 3, 4]
    two_bars_back = [place.back[1] for place in places]
    assert two_bars_back[5:8] == [known["G2"], known["A2"], known["|"]]
    assert two_bars_back[:5] == [NOTHING] * 5
    assert [place.alike[1] > 0 for place in places[5:9]] == [False, True, False, True]


def test_a_phrase_that_came_again_is_not_told_once_more() -> None:
    tokens = tokens_of("G4 | A4 | B4 | c4 | " * 3, "2/4")
    places = places_of("2/4", tokens, numbers(tokens))
    told = [place.back[2] != NOTHING for place in places[:-1:2]]
    assert told == [False] * 4 + [True] * 4 + [False] * 4


def test_a_pickup_is_no_bar_of_its_own() -> None:
    tokens = tokens_of("A | d3 d2 e | f3 f2 :|", "6/8")
    assert [place.bar for place in places_of("6/8", tokens, numbers(tokens))][::3] == [1, 1, 2, 3]


def test_a_repeat_is_open_until_it_ends() -> None:
    tokens = tokens_of("|: G4 :| A4 |", "2/4")
    rooms = [place.room for place in places_of("2/4", tokens, numbers(tokens))]
    assert [room >= KINDS for room in rooms] == [False, True, True, False, False, False]


def test_what_a_tuplet_lacks_and_a_first_ending_are_told() -> None:
    tokens = tokens_of("(3GAB c2 |1 d4 :|2 e4 |: f4 |", "2/4")
    rooms = [place.room for place in places_of("2/4", tokens, numbers(tokens))]
    assert rooms[1:4] == [NO_METER + 3, NO_METER + 2, NO_METER + 1]
    ended = [room // KINDS >= 2 for room in rooms]
    assert ended == [False] * 7 + [True] * 5 + [False] * 3


def test_kinds_of_room() -> None:
    six = Fraction(6)
    assert room_kind(Fraction(7), six) == OVERFULL
    assert room_kind(Fraction(2, 3), six) == BETWEEN
    place = TunePlace(BarState("none"), {})
    assert place.seen().numbers == (0, 0, 1 / 16, 0)


def tune(body: str, title: str = "Old") -> Tune:
    return Tune(title, "2/4", "1/8", "G", tuple(tokens_of(body, "2/4")))


def test_what_is_copied_is_counted_in_bars() -> None:
    known = KnownBars([tune("G2 A2 | B4 | c4 | d4 |]"), tune('"G"e4 | B4 |]', "Other")])
    assert known.copied(tune('a4 | "D"B4 | c4 | e4 | z4 |]')) == CopiedBars(4, 3, 2, "Old")
    assert known.copied(tune("a4 | b4 |]")) == CopiedBars(2, 0, 0, "")
    assert known.of_one_tune(tune("B4 | c4 | e4 | a4 |]")) == 0.5


def test_a_bar_that_stands_everywhere_is_looked_up_in_little_time() -> None:
    everywhere = tune("G4 | " * 1500)
    known = KnownBars([everywhere] * 40)
    assert len(known) == MOST_PLACES
    assert known.copied(everywhere).known == 1500


@pytest.fixture
def symbols() -> Symbols:
    return symbols_of([tune("G2 A2 | B4 |]"), tune("G2 A2 | B4 |]")])


@pytest.mark.parametrize(
    ("meter", "key", "body", "said"),
    [
        ("2/4", "G", "G2 A2 | B4 G2 |", "Bar 2 lasts 6 eighths, but a bar of 2/4 has 4."),
        ("2/4", "G", "G2 A2 | B4 | G2 | B4", "Bar 3 lasts 2 eighths, but a bar of 2/4 has 4."),
        ("2/4", "G", "z2 |", "The first bars hold no note that could be read: 'z2 |'."),
        (
            *("2/4", "G", "hello"),
            "4 signs of the first bars are no ABC notation that can be read; leave them out.",
        ),
        ("2/4", "G", "c4 |", "The model has never read c4; write the bars without it."),
        ("6/8", "G", "", "The model learned from no tune with M:6/8; it knows 2/4."),
        ("2/4", "H", "", "There is no key 'H'; write it like D, Em or Ador."),
        ("two", "G", "", "There is no meter 'two'; write it like 6/8."),
    ],
)
def test_first_bars_that_cannot_be_are_refused(
    meter: str, key: str, body: str, said: str, symbols: Symbols
) -> None:
    with pytest.raises(DataError) as refused:
        start_of(meter, key, body, symbols)
    assert str(refused.value) == said


def test_first_bars_may_end_amid_a_bar(symbols: Symbols) -> None:
    assert start_of("2/4", "G", "G2 A2 | G2", symbols).tokens == ("G2", "A2", "|", "G2")


def test_a_token_that_came_once_is_unknown() -> None:
    data = read_tunes(b"X:1\nM:2/4\nL:1/8\nK:G\nG2 A2 | G2 A2 | B4 |]\n")
    assert "B4" not in symbols_of(data.tunes).numbers
