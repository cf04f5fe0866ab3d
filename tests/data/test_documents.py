"""One text or many: names and couplets against lines that were wrapped, and scripts without blanks."""

import random
import unicodedata

import pytest

from rnnkit.data import TextOverrides, read_text
from rnnkit.data.text.documents import is_wrapped
from tests.work import MOST, grows

RNG = random.Random(7)
THAI = "ทะเลสีฟ้าสายลมพัดเบาๆในยามเย็นที่ชายหาดอันเงียบสงบ"
NAMES = ["สมชาย", "สมหญิง", "มาลี", "วิชัย", "ประเสริฐ"]


def wrapped(letters, width, lines, last):
    whole = "".join(RNG.choices(letters, k=width * lines + last))
    return [whole[i : i + width] for i in range(0, len(whole), width)]


@pytest.mark.parametrize(
    "lines",
    [
        wrapped("ACGT", 60, 38, 20),
        wrapped("ACDEFGHIKLMNPQRSTVWY", 70, 25, 0),
        wrapped("ABCDEFabcdef0123456789+/", 76, 30, 12),
        wrapped("0123456789abcdef", 64, 22, 8),
        [">one", *wrapped("ACGT", 60, 12, 20), ">two", *wrapped("ACGT", 60, 12, 31)],
        [THAI[RNG.randrange(6) :] for _ in range(40)],
        ["春天来了花开满园处处可见人们在树下谈笑"[RNG.randrange(4) :] for _ in range(40)],
        ["床前明月光", "疑是地上霜"] * 20,
    ],
)
def test_one_text(lines):
    assert read_text("\n".join(lines).encode()).understood["documents"] == 1


@pytest.mark.parametrize(
    "lines",
    [
        ["emma", "olivia", "ava"] * 20,
        ["crane", "slate", "adieu"] * 20,
        ["internationalization", "cat", "extraordinary"] * 20,
        NAMES * 10,
        ["王小明", "李雷", "韩梅梅", "欧阳修"] * 10,
        ["床前明月光，疑是地上霜。", "举头望明月，低头思故乡。"] * 20,
    ],
)
def test_documents(lines):
    assert read_text("\n".join(lines).encode()).understood["documents"] == len(lines)


def test_lines_are_wrapped_where_nearly_all_are_as_long():
    assert is_wrapped(["a" * 60] * 30 + ["a"])
    assert not is_wrapped(["a" * 5] * 30)
    assert not is_wrapped(["a" * (i % 30 + 1) for i in range(60)])


def test_thousands_of_marks_on_one_letter_take_no_time_and_are_said():
    def marked(size: int) -> str:
        return "a" + "\u0315\u0300" * size + "b"

    assert grows(lambda text: read_text(text.encode()), marked, 10_000) <= MOST
    text = read_text(marked(200_000).encode())
    assert len(text.text) == 65  # one of the 64 became part of the letter
    assert unicodedata.is_normalized("NFC", text.text)
    assert text.changes[0].sentence == "399,936 marks on letters that have over 64 removed."
    assert text.changes[0].warning


def test_marks_that_shall_stay_are_not_joined_either():
    content = ("a" + "\u0315\u0300" * 20_000).encode()
    assert len(read_text(content, TextOverrides(off=frozenset({"marks"}))).text) == 40_001
