"""How long bars are: by hand, in whole tunes, and token by token."""

from fractions import Fraction

from rnnkit.data.tunes import BarState, bars_of, tokens_of

CASES = {
    ("d2A A2F|d3 d3|", "6/8"): "full full",
    ("A|d2A A2F|d3 d2:|", "6/8"): "pickup full closing",
    ("A|d2A A2F|d3 d2:|f|e2A A2f|d3 d2:|", "6/8"): "pickup full closing pickup full closing",
    ("|:A|d3|d2 [1A:|[2 z||", "3/8"): "pickup full closing closing closing",
    ("(3abc d2|d4|", "2/4"): "full full",
    ("a>b a<b|[CE]2 z2|", "2/4"): "full full",
    ("(5abcde f2|", "2/4"): "full",
    ("(3:2:4a2bcd ef|", "4/4"): "pickup",
    ("a4|a3|a4|", "2/4"): "full short full",
    ("a4|a5|a4|", "2/4"): "full long full",
    ("a4|[M:3/4]a6|a6|", "2/4"): "full full full",
    ("a2||a2|a4|", "2/4"): "pickup pickup full",
    ("a|b2c3d|", "none"): "free free",
    ("a4|a2:|a4|a2|]", "2/4"): "full short full short",
}


def test_bars_by_hand() -> None:
    found = {
        (body, meter): " ".join(bar.why for bar in bars_of(tokens_of(body, meter), meter))
        for body, meter in CASES
    }
    assert found == CASES


def test_a_bar_says_where_it_is_and_how_long() -> None:
    first, second = bars_of(tokens_of('"D"d3/2 (3abc|z6|'), "3/4")
    assert (first.start, first.stop, first.length, first.expected) == (0, 6, Fraction(7, 2), 6)
    assert (second.start, second.stop, second.length, second.full) == (7, 8, 6, True)


def test_the_state_counts_every_token() -> None:
    state = BarState("6/8")
    filled = []
    for token in tokens_of('"D"d2 A (3ABc d | e', "6/8"):
        state = state.after(token)
        filled.append(state.filled)
    assert filled == [0, 2, 3, 3, Fraction(11, 3), Fraction(13, 3), 5, 6, 0, 1]
    assert state.room == 5
    assert BarState("none").after("d8").room is None


def test_only_what_fits_may_come() -> None:
    """A pickup of 1 in 3/4: bars of 6, and 5 at the end of the part."""
    state = BarState("3/4")
    for token, fits, not_fits in (
        ("A", ["|", "A4", "|:"], ["A8"]),
        ("|", ["B6", "|", '"D"'], ["B7"]),
        ("B4", ["c2", "(3"], ["|", "c3", ":|"]),
        ("c", ["c", ":|", "||"], ["|", "c2"]),
        ("c", ["|", ":|"], ["c", "(3", "z/2"]),
    ):
        state = state.after(token)
        assert [one for one in fits if not state.fits(one)] == []
        assert [one for one in not_fits if state.fits(one)] == []


def test_a_tuplet_needs_its_notes() -> None:
    state = BarState("2/4").after("d2").after("(3").after("a").after("b")
    assert not state.fits("|")
    assert state.after("c").fits("|")
