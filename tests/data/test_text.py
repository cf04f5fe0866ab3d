"""Reading texts: what is repaired and said, bad inputs by number, large files, and a thousand broken ones."""

import io
import random
import unicodedata
import zipfile

import pytest

from rnnkit.data import TextLimits, TextOverrides, read_text
from rnnkit.errors import ConfigError, DataError
from tests.work import times

POEMS = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n"
TEXTS = 1000


def said(text):
    return {change.key: change.sentence for change in text.changes}


def packed(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "<x/>")
    return file.getvalue()


REFUSED = {
    "35": (b"", "The text is empty; choose another one."),
    "35 blank": (b" \r\n\t", "The text is empty; choose another one."),
    "35 utf-16": ("\ufeff \n".encode("utf-16-le"), "The text is empty; choose another one."),
    "38": (b"a" * 8_000_001, "Larger than 8 MB; take a part of the text."),
    "40": (bytes(range(256)) * 4, "Contains binary data; not a text: save it as plain text."),
    "40 zeros": (b"a\0\0\0b" * 100, "Contains binary data; not a text: save it as plain text."),
    "40 png": (b"\x89PNG\r\n\x1a\n" + bytes(20), "This is a PNG image, not text."),
    "40 xlsx": (packed("xl/workbook.xml"), "This is an Excel file; save as text."),
    "40 docx": (packed("word/document.xml"), "This is a Word or OpenDocument file; save as plain text."),
    "40 rtf": (b"{\\rtf1 hello}", "This is an RTF document; save as plain text."),
    "40 pdf": (b"%PDF-1.7", "This is a PDF file, not text; export it as text."),
    "40 zip": (packed("a.txt"), "This is a zip file; unpack it first."),
}


@pytest.mark.parametrize("number", REFUSED)
def test_refused_in_one_sentence(number):
    content, sentence = REFUSED[number]
    with pytest.raises(DataError) as error:
        read_text(content)
    assert str(error.value) == sentence


def test_37_one_repeated_character_is_read_with_a_warning():
    text = read_text(b"aaaaaa")
    assert said(text) == {"constant": "Only one distinct character: nothing to learn."}
    assert text.changes[0].warning


def test_41_marks_are_joined_and_emoji_stay_whole():
    family = "👩‍👩‍👧"
    text = read_text(f"cafe\u0301 {family}\nplain".encode())
    assert text.text == f"café {family}\nplain"
    assert said(text) == {"nfc": "Letters and their accents joined in 1 line (NFC)."}


def test_42_zeros_and_control_characters_are_removed_and_said():
    text = read_text(b"a" * 300 + b"\0\x07\tb\n")
    assert text.text == "a" * 300 + "\tb\n"
    assert said(text) == {"control": "2 control characters removed."}
    assert text.changes[0].examples == ("U+0000", "U+0007")


def test_marks_that_turn_the_reading_direction_are_removed():
    assert read_text("ab\u202ecd\u200f".encode()).text == "abcd\u200f"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85"])
def test_line_ends_of_any_kind_become_one(end):
    text = read_text(end.join(["one", "two", ""]).encode())
    assert text.text == "one\ntwo\n"
    assert said(text) == {"line_ends": "2 line ends written as line feeds."}
    assert text.understood["lines"] == 2


def test_spaces_and_blank_lines_stay_as_they_are():
    assert read_text(b"\n  a\n\n\tb \n").text == "\n  a\n\n\tb \n"


def test_a_change_that_is_switched_off_is_not_made_but_zeros_go_all_the_same():
    content = ("e\u0301" + "x" * 200 + "\r\n\x01\0").encode()
    text = read_text(content, TextOverrides(off=frozenset({"line_ends", "control", "nfc"})))
    assert text.text == "e\u0301" + "x" * 200 + "\r\n\x01"
    assert [change.enabled for change in text.changes] == [False] * 3


def test_overrides_are_json_and_refuse_nonsense():
    overrides = TextOverrides(encoding="gb18030", off=frozenset({"nfc", "control"}))
    assert TextOverrides.from_json(overrides.to_json()) == overrides
    with pytest.raises(ConfigError):
        TextOverrides.from_json('{"encodings": 1}')


def test_what_is_understood():
    text = read_text((POEMS * 20).encode("gb18030"))
    assert text.understood == {
        "encoding": "gb18030",
        "characters": 520,
        "lines": 40,
        "words": 40,
        "distinct": 20,
        "cjk": pytest.approx(20 / 26, abs=1e-4),
        "unit": "char",
        "documents": 40,
    }


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("emma\nolivia\nava\n" * 20, 60),
        ("To be, or not\nto be\n" * 20, 1),
        ("emma\n\nolivia\n" * 20, 1),
        ("emma\nolivia\n", 1),
    ],
)
def test_one_document_a_line_is_noticed(text, documents):
    assert read_text(text.encode()).understood["documents"] == documents


def test_a_million_words_may_be_read_as_words():
    assert read_text(b"so many words " * 350_000).understood["unit"] == "word"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_five_megabytes_need_no_option_and_little_time(encoding):
    """About as long as in UTF-8."""
    whole = POEMS * (5_000_000 // len(POEMS.encode(encoding)))
    assert read_text(whole.encode(encoding)).text == whole
    part = whole[: len(whole) // 8]
    assert times(lambda: read_text(part.encode(encoding)), lambda: read_text(part.encode()), 6) < 6


def test_the_limit_of_a_host(monkeypatch):
    monkeypatch.setenv("RNNKIT_MAX_TEXT_MEGABYTES", "1")
    assert TextLimits.from_environment().megabytes == 1
    with pytest.raises(DataError, match="Larger than 1 MB"):
        read_text(b"a" * 1_000_001)


PIECES = (
    *("\n", "\r", "\r\n", "\t", " ", "\x00", "\x07", "\x1a", "\x85", "\u2028", "\ufeff", "\ufffe", "\uffff"),
    *(
        "e\u0301",
        "é",
        "ﬁ",
        "한글",
        "👩\u200d👧",
        "\u202e",
        "<unk>",
        "床前明月光",
        "don't",
        "{\\rtf",
        "<html>",
    ),
    *("a" * 300, "I ", "say: ", "1,234.5", "日本語。", "\U0010ffff", "PK", "%PDF", "\x1b[31m"),
)
ENCODINGS = ("utf-8", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "cp1252", "shift_jis")


def broken_text(rng):
    """Pieces of any kind in any encoding, sometimes with bytes changed, cut off or put in."""
    content = bytearray(
        "".join(rng.choices(PIECES, k=rng.randint(0, 60))).encode(rng.choice(ENCODINGS), "ignore")
    )
    for _ in range(rng.choice((0, 0, 0, 1, 5))):
        if content:
            place = rng.randrange(len(content))
            content[place : place + rng.randint(0, 2)] = rng.randbytes(rng.randint(0, 3))
    return bytes(content)


def answer(content):
    """The text, or the one sentence of its refusal."""
    try:
        return read_text(content)
    except DataError as error:
        return str(error)


def test_a_thousand_broken_texts_are_read_or_refused_in_one_sentence():
    rng = random.Random(20)
    read = 0
    for number in range(TEXTS):
        text = answer(broken_text(rng))
        if isinstance(text, str):
            assert 0 < len(text) <= 160, number
            assert "\n" not in text, number
            continue
        read += 1
        assert text.text.encode("utf-8").decode("utf-8") == text.text, number
        assert not set(text.text) & {"\0", "\r", "\ufeff", "\u202e"}, number
        assert unicodedata.is_normalized("NFC", text.text), number
        assert all(len(change.sentence) <= 160 for change in text.changes), number
    assert read > TEXTS // 2
