"""Files that hold no tunes, or broken ones: one sentence or a sound reading, in linear time."""

import random

import pytest

from rnnkit.data.tunes import body_of, look, read_tunes, tokens_of, valid
from rnnkit.data.tunes.tune import TuneData
from rnnkit.errors import DataError, RnnkitError
from tests.work import MOST, grows

NONE = "There is no tune; needed are lines such as X:1, M:6/8 and K:D, and below them notes between bars."
LEFT = "Nothing is left of the tunes. 1 tune left out: {}, in line 1."
REFUSED = {
    b" \n ": "The file is empty.",
    b"Once upon a time\nthere was no tune.\n": NONE,
    b"a,b\n1,2\n": NONE,
    b"X:1\nT:No key\nM:6/8\nabc|\n": LEFT.format("it names no key (K:)"),
    b"X:1\nK:D\n!!!!\n": LEFT.format("it has no notes"),
    b'{"abc": "X:1"}\n{broken\n': "Line 2 is no whole JSON object; mend the line or take it out.",
    b'[{"a": 1}, {"a": 2}]': "No column holds tunes in ABC notation.",
    b"\x89PNG\r\n\x1a\n": "This is a PNG image, not text.",
}


@pytest.mark.parametrize("content", REFUSED)
def test_a_refusal_says_what_is_needed(content: bytes) -> None:
    with pytest.raises(RnnkitError) as error:
        read_tunes(content)
    assert str(error.value) == REFUSED[content]


GOOD = (
    'X:1\nT:One\nM:6/8\nL:1/8\nK:D\n|:A|"D"d2A (3ABc d|[1e2f {g}g3:|[2^a>=b [CE]2_c/|]\n\n'
    "X:2\nT:Two\nM:C\nK:Ador\nV:1\n[M:3/4]ab-c'|z2~A,4::B//|\n"
    'id,abc\n1,"X:3\nK:G\nabc|"\n'
)


def test_malformed_files_are_read_or_refused_in_one_line() -> None:
    luck = random.Random(7)
    signs = [
        "\n",
        " ",
        '"',
        "[",
        "]",
        "|",
        ":",
        "(",
        "3",
        "/",
        "<",
        "&",
        "%",
        "{",
        "K:",
        "X:",
        "\u2028",
        "\x00",
        "é",
    ]
    for _ in range(500):
        text = list(GOOD)
        for _ in range(luck.randint(1, 8)):
            place = luck.randrange(len(text))
            text[place : place + luck.randint(0, 6)] = luck.choices(signs, k=luck.randint(0, 3))
            text = text or ["x"]
        assert sound("".join(text).encode())


def sound(content: bytes) -> bool:
    """Whether all that is read is legal and reads again as written, and what is refused is one line."""
    try:
        found = read_tunes(content)
    except DataError as error:
        return len(str(error).splitlines()) == 1
    return all(
        all(map(look, one.tokens)) and tuple(tokens_of(body_of(one.tokens, one.meter))) == one.tokens
        for one in found.tunes
    )


def quick(text: str) -> TuneData:
    return read_tunes(f"X:1\nM:6/8\nL:1/8\nK:D\nabc|\n{text}\n".encode())


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "[",
        "{a",
        "!a",
        "(3",
        "[K:",
        "<br",
        "&amp",
        "a/",
        "|:",
        "X:1\n",
        "\n\nT:a\nK:",
        "V:1\na|\n",
        "-",
        "a>",
    ],
)
def test_no_piece_that_comes_again_takes_a_square(piece: str) -> None:
    assert grows(quick, lambda size: piece * size, 2_000) <= MOST


def test_a_repeat_within_a_tune_of_one_note_is_sound() -> None:
    assert valid(read_tunes(b"X:1\nM:2/4\nK:D\n|:a8:|\n").tunes[0]) is None
