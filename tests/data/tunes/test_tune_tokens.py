"""Bodies of tunes to tokens and back: every spelling of ABC to one, worked by hand."""

from fractions import Fraction

import pytest

from rnnkit.data.tunes import Tune, body_of, look, read_tunes, tokens_of, valid, write_abc
from rnnkit.data.tunes.keys import MODES, read_key, signature

BODIES = {
    "d2 A A2 F|": "d2 A A2 F |",
    "a>b c<d|": "a3/2 b/2 c/2 d3/2 |",
    "a>>b|": "a7/4 b/4 |",
    "A2>B2|": "A3 B |",
    "a/b//c3/2d/4|": "a/2 b/4 c3/2 d/4 |",
    "C'c,D,C,,|": "c C D, C,, |",
    "^f_b=c^^g__a|": "^f _b =c ^^g __a |",
    "[CEG]2[C2E2]|": "[CEG]2 [CE]2 |",
    "[A]B|": "A B |",
    "(3abc (3:2:3abc (3::abc (5abcde (2ab|": "(3 a b c (3 a b c (3 a b c (5 a b c d e (2 a b |",
    "(3:2:2a2b|": "(3:2:2 a2 b |",
    "a-|a [CE]-[CE]|": "a - | a [CE] - [CE] |",
    "(ab) (cd)|": "a b c d |",
    "z2 x y|": "z2 z |",
    '"Am"a"D7/f+"b"^slow"c"(E7)"d|': '"Am" a "D7/F#" b c "E7" d |',
    "{g}a{/ef}b|": "a b |",
    "~a .b !trill!c ud vT+segno+e|": "a b c d e |",
    "a|b||c|]": "a | b || c |]",
    "|:a:|:b::c:|": "|: a :| |: b :| |: c :|",
    "a[|b|1c:|2d|]": "a || b | [1 c :| [2 d |]",
    "a|[1,3 b:|[2 c|]": "a | [1,3 b :| [2 c |]",
    "a| |:b :||: c:|": "a |: b :| |: c :|",
    "[M:3/4]a2 [K:Gmaj]b|": "[M:3/4] a2 [K:G] b |",
    "[L:1/4]a [L:1/16]b2|": "a2 b |",
    "[P:A]a[r:remark]b|": "a b |",
    "a b & c d|e|": "a b | e |",
    "ab\\\ncd|": "a b c d |",
    "[+GB]c|": "[GB] c |",
    "+CEG+ +C2E2+|": "[CEG] [CE]2 |",
}


@pytest.mark.parametrize("body", BODIES)
def test_every_spelling_has_one(body: str) -> None:
    tokens = tokens_of(body)
    assert tokens == BODIES[body].split()
    assert all(look(token) for token in tokens)
    assert tokens_of(body_of(tokens)) == tokens


def test_a_rest_of_bars_is_written_out() -> None:
    assert tokens_of("a6|Z2|", "3/4") == ["a6", "|", "z6", "|", "z6", "|"]
    assert (
        tokens_of("a6|Z|Z/2|", "32/1") == tokens_of("a6|Z|", "none") == ["a6", "|"]
    )  # of no length to write


@pytest.mark.parametrize(
    "token", ["d1", "d0", "d/", "d3/3", "c,", "C'", "d65", "[CE", "(1", "|::", "H", "a b", '"x"', ""]
)
def test_what_has_another_spelling_is_no_token(token: str) -> None:
    assert look(token) is None


LENGTHS = {"d": 1, "d2": 2, "_e3/2": Fraction(3, 2), "[CEG]/2": Fraction(1, 2), "z4": 4, "|": 0, '"Am"': 0}


def test_a_token_says_how_long_it_is() -> None:
    assert {token: look(token).length for token in LENGTHS} == LENGTHS  # type: ignore[union-attr]


SIGNATURES = {
    **{"C": "", "G": "F#", "D": "F# C#", "F": "Bb", "Eb": "Bb Eb Ab", "C#": "F# C# G# D# A# E# B#"},
    **{"Am": "", "Em": "F#", "Gm": "Bb Eb", "Ador": "F#", "Edor": "F# C#", "Gmix": "", "Amix": "F# C#"},
    **{"Ephr": "", "Flyd": "", "Dlyd": "F# C# G#", "Bloc": "", "HP": "F# C#", "Cb": "Bb Eb Ab Db Gb Cb Fb"},
}


def test_signatures_of_all_modes() -> None:
    found = {
        key: " ".join(letter + ("#" if step > 0 else "b") for letter, step in signature(key).items())
        for key in SIGNATURES
    }
    assert found == SIGNATURES
    assert {key[1:] for key in SIGNATURES} >= {mode for mode in MODES if mode}


KEYS = {
    **{
        "D": "D",
        "Dmajor": "D",
        "D Major": "D",
        "D ionian": "D",
        "Bbm": "Bbm",
        "C# minor": "C#m",
        "amin": None,
    },
    **{"E Dorian": "Edor", "Gmixolydian": "Gmix", "G Mix": "Gmix", "A aeolian": "Am", "Dphr": "Dphr"},
    **{
        "G clef=treble": "G",
        "D treble-8": "D",
        "Am bass": "Am",
        "none": "C",
        "": "C",
        "Hp": "HP",
        "D exp ^f": "Dmix",
        "D exp ^f ^c": "D",
    },
    **{"G#": None, "A =g": "Amix", "Q": None, "D♭": "Db", "Gb": "Gb"},
}


def test_every_spelling_of_a_key() -> None:
    assert {text: read_key(text) for text in KEYS} == KEYS


def test_a_tune_that_is_written_is_read_as_the_same() -> None:
    body = '|:A|"D"d2A (3ABc d|[1e2f g3:|[2^a2=b [CE]2_c/|]'
    tune = Tune("A Title: 100%", "6/8", "1/8", "Edor", tuple(tokens_of(body)), 90.0)
    again = read_tunes(write_abc(tune).encode()).tunes[0]
    assert (again.title, again.meter, again.key, again.tokens, again.tempo) == (
        *("A Title: 100%", "6/8", "Edor", tune.tokens, 90.0),
    )


VALID = {
    "d2 A |]": None,
    "d2 A": "The last bar is not closed.",
    "z4 |": "There is no note.",
    "d0 |": "Token 1: 'd0' is no ABC.",
    "(3 a b |": "Token 1: the tuplet (3 lacks notes.",
    "| - a |": "Token 2: a tie stands behind no note.",
    "|: a |: b :|": "Token 1: the repeat that begins there has no end.",
    "|: a |]": "Token 1: the repeat that begins there has no end.",
    "a | [2 b |]": "Token 3: the ending [2 lacks the one before.",
    "|: a | [1 b :| [2 c |]": None,
}


def test_what_is_wrong_is_said() -> None:
    found = {body: valid(Tune("", "3/4", "1/8", "G", tuple(body.split()))) for body in VALID}
    assert found == VALID
    assert valid(Tune("", "7/7", "1/8", "G", ("a", "|"))) == "There is no meter '7/7'."
    assert valid(Tune("", "6/8", "1/8", "H", ("a", "|"))) == "There is no key 'H'."
