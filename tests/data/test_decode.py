"""Bytes to text: every rung of the ladder, and text that is easily taken for another encoding."""

import pytest

from rnnkit.data.source.decode import decode, guess_legacy
from rnnkit.data.table.notes import Notes
from rnnkit.errors import DataError

CHINESE = "日期,股票代码,名称,收盘价\n2022/5/12,000001,上证指数,3054.99\n2022/5/11,000001,深证成指,11000\n"
TRADITIONAL = "日期,股票,名稱,收盤價\n2022/5/12,2330,臺灣積體電路,525\n2022/5/11,2317,鴻海精密,105\n"
JAPANESE = "日付,売上,備考\n2022/5/12,100,通常どおり\n2022/5/11,90,キャンペーン中\n"
GERMAN = "Datum;Größe;Übertrag\n01.02.2024;1,5;Müller & Söhne\n02.02.2024;2,5;Weiß\n"
FRENCH = "Année,Température (°C),Région\n2024,12.5,Île-de-France\n2023,11.9,Côte d’Azur\n"
SPANISH = "año,cañón,niño\n2020,1,2\n2021,3,4\n"
MONEY = "day,price\n1,£ 5\n2,€ 6\n3,£ 7\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "shift_jis"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (SPANISH, "cp1252"),
        (MONEY, "cp1252"),
    ],
)
def test_the_legacy_encoding_is_told_by_its_characters(text, encoding):
    assert guess_legacy(text.encode(encoding)) == encoding
    assert decode(text.encode(encoding), None, Notes()) == (text, encoding)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a,b\n1,2\n", "utf-8"),
        (CHINESE.encode(), "utf-8"),
        (CHINESE.encode("utf-8-sig"), "utf-8-sig"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "utf-16"),
        (CHINESE.encode("utf-32"), "utf-32"),
        (SPANISH.encode("utf-16-le"), "utf-16-le"),
        (SPANISH.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_marks_and_zeros_tell_the_rest(content, encoding):
    text, found = decode(content, None, Notes())
    assert found == encoding
    assert not text.startswith("\ufeff")


POEM = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n一二三四五，上山打老虎。\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_chinese_in_utf_16_has_few_zeros(encoding):
    for text in (POEM, POEM * 100, "\u3000" + POEM, CHINESE, JAPANESE):
        assert decode(text.encode(encoding), None, Notes()) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_that_was_cut_off_within_a_character_is_read(encoding):
    notes = Notes()
    text, _ = decode((POEM + "月").encode(encoding)[:-1], None, notes)
    assert text == POEM
    assert [(change.key, change.rows) for change in notes.changes if change.warning] == [("broken", 1)]


def test_a_few_spoilt_bytes_in_a_long_file_are_left_out():
    notes = Notes()
    content = POEM.encode() * 10 + b"\xff\xfe" + POEM.encode() * 10
    assert decode(content, None, notes) == (POEM * 20, "utf-8")
    assert notes.changes[0].sentence == "2 broken characters left out."
    with pytest.raises(DataError, match="Not readable as utf-8"):
        decode(content, None, Notes({"broken"}))


def test_an_accent_at_the_very_end_is_still_an_accent():
    assert decode("una olé".encode("cp1252"), None, Notes()) == ("una olé", "cp1252")


def test_letters_with_stray_zeros_are_not_taken_for_chinese():
    def few(content):
        return None

    content = b"abcdefgh" * 100 + b"\0\0" + b"abcdefgh" * 100
    assert decode(content, None, Notes(), few)[1] == "utf-8"


def test_bytes_that_fit_nothing_are_latin_1():
    assert decode(b"a\x81b\x8d,\x90\n1,2\n", None, Notes())[1] == "latin-1"


def test_with_guessing_switched_off_only_utf_8_is_read():
    with pytest.raises(DataError, match="Not UTF-8"):
        decode(SPANISH.encode("cp1252"), None, Notes({"encoding"}))


@pytest.mark.parametrize("name", ["nope", "base64", "rot13", "zlib", "hex", "", "unicode_escape"])
def test_only_encodings_of_text_can_be_chosen(name):
    with pytest.raises(DataError):
        decode(b"a,b", name, Notes())
