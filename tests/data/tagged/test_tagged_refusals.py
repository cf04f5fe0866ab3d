"""Files that cannot be read as tagged sentences: one sentence that names the line; and what is only told."""

import random

import pytest

from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.read import read_tagged
from rnnkit.errors import RnnkitError

REFUSED = {
    "Line 1 holds one column; each line needs a token and its tag.": b"only\nwords\nhere\n",
    "Every token has the tag 'O': there is nothing to learn.": b"a O\nb O\n",
    "The file is empty.": b" \n ",
    "Line 2 is not JSON: {broken": b'{"text": "a b", "label": [[0, 1, "X"]]}\n{broken\n',
    "Record 1: 5 is no span; it needs a start, an end and a type.": b'{"text": "a b", "label": [5]}\n',
    "2 lines do not have the 2 columns of the others, first line 3; each line needs a token and its tag.": (
        b"a\tB-X\nb\tO\nc\td\te\nf\tg\th\n"
    ),
    "Line 3 does not have the 2 columns of the others; each line needs a token and its tag.": (
        b"a\tB-X\nb\tO\nc\td\te\nf\tg\n"
    ),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_refusal_says_what_and_where(sentence: str) -> None:
    with pytest.raises(RnnkitError) as error:
        read_tagged(REFUSED[sentence])
    assert str(error.value) == sentence


def test_a_column_that_is_not_there_is_named_with_those_there_are() -> None:
    with pytest.raises(RnnkitError, match="There is no column 'pos'; there are token, tag"):
        read_tagged(b"token,tag\nAda,B-PER\nran,O\n", TaggedOverrides(tag="pos"))


def test_a_sentence_with_a_broken_line_is_left_out_and_told() -> None:
    good = "".join(f"Ada{n}\tB-PER\nran\tO\n\n" for n in range(30))
    found = read_tagged((good + "lost\n").encode())
    assert len(found) == 30
    sentence = "1 sentence left out: line 91 does not have the 2 columns of the others."
    assert found.changes[0].sentence == sentence


def test_spans_over_each_other_keep_the_outer_one_and_say_so() -> None:
    found = read_tagged(b'{"text": "New York Times grew", "label": [[0, 8, "LOC"], [0, 14, "ORG"]]}\n')
    assert found.tags == [["B-ORG", "I-ORG", "I-ORG", "O"]]
    assert found.changes[0].sentence.startswith("1 span inside another was left out")


def test_spans_that_begin_within_words_cut_them() -> None:
    found = read_tagged(b'{"text": "unhappy Ada", "label": [[2, 7, "X"]]}\n')
    assert found.tokens == [["un", "happy", "Ada"]]


FORMS = (
    "-DOCSTART- -X- O\n\nAda NNP B-PER\nran VBD O\n\nRome NNP B-LOC\n",
    "# text = x\n1\tAda\tAda\tPROPN\t_\t_\t0\troot\t_\t_\n2\tran\trun\tVERB\t_\t_\t1\tx\t_\t_\n",
    'id,token,tag\n1,Ada,B-PER\n,"ran, ",O\n2,Rome,B-LOC\n',
    '{"text": "Ada ran", "label": [[0, 3, "PER"]]}\n{"tokens": ["a"], "tags": ["O"]}\n',
    "The/DT cat/NN sat/VBD\nIt/PRP ran/VBD\n",
)


@pytest.mark.parametrize("form", range(len(FORMS)))
def test_malformed_files_are_read_or_refused_in_one_line(form: int) -> None:
    luck = random.Random(form)
    signs = ["\t", "\n", " ", '"', ",", "#", "/", "{", "]", "O", "-", "\u2028", "\x00", "1-2", "é"]
    for _ in range(500):
        text = list(FORMS[form])
        for _ in range(luck.randint(1, 8)):
            place = luck.randrange(len(text))
            text[place : place + luck.randint(0, 6)] = luck.choices(signs, k=luck.randint(0, 3))
            text = text or ["x"]
        assert sound("".join(text).encode())


def sound(content: bytes) -> bool:
    """Whether what is read has a tag for each token, and what is refused one line of words."""
    try:
        found = read_tagged(content)
    except RnnkitError as error:
        return len(str(error).splitlines()) == 1
    return all(len(a) == len(b) > 0 for a, b in zip(found.tokens, found.tags, strict=True))
