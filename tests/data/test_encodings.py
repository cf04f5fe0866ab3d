"""The contest of encodings: pages, tables and single words in nearly all that people still have."""

from pathlib import Path

import pytest

from rnnkit.data.source import decode as module
from rnnkit.data.source.decode import decode
from rnnkit.data.source.encodings import DOUBLE, SINGLE, contest, title_of
from rnnkit.data.source.encodings.evidence import MOST, gather, near_beyond_ascii
from rnnkit.data.table.notes import Notes
from tests.data.encoding_pages import WRITTEN_IN, pages, tables
from tests.work import times


def read(content):
    """The text, its encoding, and what is said of it."""
    notes = Notes()
    text, encoding = decode(content, None, notes)
    said = {change.key: change for change in notes.changes}
    return text, encoding, said.get("encoding")


def judged(cases):
    """How many were read right, and those that were read wrong without a warning."""
    right, silent, number = 0, [], 0
    for language, encoding, content in cases:
        text, found, said = read(content)
        number += 1
        if text == content.decode(encoding):
            right += 1
        elif not said.warning:
            silent.append((language, encoding, found))
    return right / number, silent, number


def test_pages_of_two_kilobytes_in_thirty_eight_languages():
    share, silent, number = judged(pages(2000))
    assert number > 130
    assert len(WRITTEN_IN) >= 45
    assert silent == []
    assert share >= 0.97


def test_pages_of_two_hundred_bytes():
    share, silent, _ = judged(pages(200))
    assert silent == []
    assert share >= 0.95


@pytest.mark.parametrize("words", [False, True])
def test_tables_whose_names_are_all_there_is(words):
    share, silent, _ = judged(tables(words))
    assert silent == []
    assert share >= 0.98


def test_the_usual_encoding_of_every_language_is_read_from_the_names_of_a_table():
    usual = [
        (language, encoding, content)
        for language, encoding, content in tables(False)
        if encoding == WRITTEN_IN[language][0]
    ]
    assert [
        (language, read(content)[1])
        for language, encoding, content in usual
        if read(content)[0] != content.decode(encoding)
    ] == []


def test_a_page_that_is_right_is_seldom_warned_about():
    warned = [
        (language, encoding)
        for language, encoding, content in pages(2000)
        if read(content)[2].warning and read(content)[1] not in ("cp1252", "latin-1")
    ]
    assert len(warned) < 0.1 * sum(1 for _ in pages(2000))


@pytest.mark.parametrize(
    ("text", "written", "found", "sentence"),
    [
        ("날짜,판매량\n", "cp949", "cp949", "Not UTF-8; read as EUC-KR (Korean)."),
        ("Дата;Выручка\n", "cp1251", "cp1251", "Not UTF-8; read as Windows-1251 (Cyrillic)."),
        ("ДАТА;ГОРОД;ЦЕНА\n", "cp1251", "cp1251", "Not UTF-8; read as Windows-1251 (Cyrillic)."),
        ("Дата;Выручка\n", "koi8-r", "koi8-r", "Not UTF-8; read as KOI8-R (Russian)."),
        ("日付,店舗①,店舗②㈱\n", "cp932", "cp932", "Not UTF-8; read as Shift-JIS (Japanese)."),
        ("期間,１月〜３月\n", "shift_jis", "cp932", "Not UTF-8; read as Shift-JIS (Japanese)."),
        ("日付,売上,備考\n", "euc_jp", "euc_jp", "Not UTF-8; read as EUC-JP (Japanese)."),
        ("ｳﾘｱｹﾞ;ﾋﾂﾞｹ\n", "cp932", "shift_jis", "Not UTF-8; read as Shift-JIS (Japanese)."),
        ("日期;銷量;臺北\n", "big5", "big5", "Not UTF-8; read as Big5 (Chinese)."),
        ("日期;销量;北京\n", "gb18030", "gb18030", "Not UTF-8; read as GB18030 (Chinese)."),
        ("größe;x\n", "cp1252", "cp1252", "Not UTF-8; read as Latin-1 - check names."),
        ("année;x\n", "cp1252", "cp1252", "Not UTF-8; read as Latin-1 - check names."),
    ],
)
def test_what_is_said(text, written, found, sentence):
    assert read(text.encode(written))[1] == found
    assert read(text.encode(written))[2].sentence == sentence
    if found != "cp932" or written == "cp932":
        assert read(text.encode(written))[0] == text


def test_a_narrow_win_names_the_other():
    said = read("città;x\n".encode("cp850"))[2]
    assert said.warning
    assert said.sentence.startswith("Not UTF-8; read as ")
    assert said.sentence.endswith("check names.")
    assert len(said.sentence) <= 160


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Temp °C,v\n1,2\n", "cp1252"),
        ("Temp (°C),v\n1,2\n", "cp1252"),
        ("Temp °C;v\n1;2\n", "cp437"),
        ("wind;25°\n", "cp1252"),
        ("Preis in €;x\n1;2\n", "cp1252"),
        ("Preis in €;x\n1;2\n", "iso8859-15"),
        ("price\n£ 5\n£ 6\n", "cp1252"),
        ("PM2.5 (µg/m³),x\n", "cp1252"),
        ("naïve café\n", "mac_roman"),
        ("│ Größe │ x │\n├───────┼───┤\n│ 12,5  │ 1 │\n└───────┴───┘\n", "cp437"),
        ("┌──────┬───┐\n│ Дата │ x │\n└──────┴───┘\n", "cp866"),
        ("data;miesiąc;wartość\n2024;maj;3\n", "mac_latin2"),
    ],
)
def test_signs_alone_and_lines_of_dos(text, encoding):
    assert read(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text",
    ["ds,año\n2024-01-01,3\n", "Дата;Выручка\n" * 9, "Съешь ещё этих булок\n" * 40, "วันที่;ยอดขาย\n" * 9],
)
def test_wide_characters_without_a_mark(text, encoding):
    assert read(text.encode(encoding))[:2] == (text, encoding)


def test_korean_in_utf_16():
    text = "날짜,판매량\n서울,12\n" * 40
    assert read(text.encode("utf-16-le"))[0] == text


@pytest.mark.parametrize(
    ("text", "encoding"), [("日付,売上\n", "iso2022_jp"), ("날짜,판매량\n", "iso2022_kr")]
)
def test_seven_bits(text, encoding):
    assert read(text.encode(encoding))[0] == text


def test_utf_8_with_a_broken_byte_is_no_other_encoding():
    notes = Notes()
    text, encoding = decode("año;niño\n".encode() * 9 + b"a\xf1o\n", None, notes)
    assert encoding == "utf-8"
    assert text == "año;niño\n" * 9 + "ao\n"
    assert [change.sentence for change in notes.changes] == ["1 broken character left out."]


def test_what_reads_like_no_language_is_said_to_be_latin_1():
    _, encoding, said = read(b"a\x81b\x8d,\x90\n1,2\n")
    assert encoding == "latin-1"
    assert said.warning


def test_there_is_no_contest_for_utf_8(monkeypatch):
    monkeypatch.setattr(module, "contest", None)
    assert read("ds,año\n".encode())[1] == "utf-8"
    assert read(b"ds,y\n")[1] == "utf-8"


def test_a_word_that_comes_a_thousand_times_is_no_better_evidence():
    assert gather(b"x;Gr\xf6\xdfe\n" * 1000).spread == gather(b"x;Gr\xf6\xdfe\n" * 2).spread


def test_of_a_large_file_only_windows_are_looked_at():
    content = b"a,b\n" * 1_000_000 + "Größe\n".encode("cp1252") * 3
    assert len(near_beyond_ascii(content)) < 2 * MOST
    assert contest(content).names[0] == "cp1252"
    large, small = (("Дата;Город\n" * rows).encode("cp1251") for rows in (900_000, 30_000))
    assert times(lambda: contest(large), lambda: contest(small), 10) < 10  # all of it would be thirty times


def test_windows_do_not_cut_characters_of_two_bytes():
    text = "일자,지점,판매량\n" + "2024-01-01,가나상점,5\n다라상점 판매\n" * 40_000
    assert read(text.encode("cp949"))[:2] == (text, "cp949")


def test_every_encoding_is_known_to_python_and_has_a_title():
    for name in (*SINGLE, *DOUBLE):
        assert "x".encode(name) == b"x"
        assert title_of(name) != name


def test_the_tables_say_where_they_come_from():
    folder = Path(module.__file__).parent / "encodings"
    assert (folder / "letters.npz").stat().st_size < 300_000
    assert "Apache License" in (folder / "README.md").read_text("utf-8")
