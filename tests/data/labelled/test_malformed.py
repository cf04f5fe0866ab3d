"""Broken files: one sentence that a person can act on, or a sound reading; never a crash, never slow."""

import json
import random
import re
import zipfile

import pytest

from rnnkit.data.labelled import Labelled, read_labelled
from rnnkit.data.limits import Limits
from rnnkit.errors import RnnkitError
from tests.data.labelled.forms import FORMS, lines, zipped
from tests.work import MOST, grows

LIMITS = Limits(megabytes=5, rows=100_000, columns=50)
TRIES = 12
"""Of each form, so that there are more than 500 in all."""


def broken(content: bytes, seed: int) -> bytes:
    """A file after one to four accidents."""
    rng = random.Random(seed)
    found = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(found) + 1)
        kind = rng.randrange(8)
        if kind == 0:
            del found[at:]  # cut off
        elif kind == 1:
            found[at:at] = rng.choice([b'"', b"'", b",", b"\t", b"\n", b"\r", b":", b"{", b"]", b'"""'])
        elif kind == 2 and found:
            found[at % len(found)] = rng.randrange(256)
        elif kind == 3:
            del found[at : at + rng.randint(1, 30)]
        elif kind == 4:
            found[at:at] = found[: rng.randint(1, 200)]
        elif kind == 5:
            found[at:at] = rng.choice(
                [b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b", b"\xe2\x80\xa8", b"\x85"]
            )
        elif kind == 6:
            found[at:at] = b"\n" * rng.randint(1, 50)
        else:
            rows = bytes(found).split(b"\n")
            rng.shuffle(rows)
            found = bytearray(b"\n".join(rows))
    return bytes(found)


def is_sound(found: Labelled) -> None:
    """What must hold of whatever is handed over."""
    rows = len(found.labels)
    assert rows == len(found.parts) == len(found.lines) > 0
    assert rows == len(found.texts if found.kind == "text" else found.series)
    assert len(set(found.classes)) == len(found.classes) >= 2
    assert all(0 <= place < len(found.classes) for label in found.labels for place in label)
    assert found.multilabel or all(len(label) == 1 for label in found.labels)
    assert all(text.strip() for text in found.texts)
    assert all(name and name == name.strip() for name in found.classes)
    json.dumps(found.understood, allow_nan=False)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_broken_file_is_read_soundly_or_refused_in_one_line(form):
    for seed in range(TRIES):
        try:
            found = read_labelled(broken(form.content, seed), limits=LIMITS)
        except RnnkitError as error:
            said = str(error)
            assert len(said.splitlines()) == 1
            assert len(said) < 200
            assert re.fullmatch(r"[A-Z'\"\W\d(c].*[.?]", said), said
        else:
            is_sound(found)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n\n", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n123", "This is a PNG image, not CSV."),
        (
            lines("text,label", "so good,1", "so fine,1", "a joy,1"),
            "All rows have the label 1; two classes are needed",
        ),
        (
            lines("text,label", "so good,", "so fine,", "a joy,"),
            "No column of texts with a column of labels was found",
        ),
        (
            lines("text", "so good", "so fine", "a joy to all"),
            "No column of texts with a column of labels was found",
        ),
        (
            lines('{"text": "a b", "label": 1}', '{"text": "c d", "label": 0', '{"text": "e f", "label": 1}'),
            "Line 2 is no whole JSON object; mend the line or take it out.",
        ),
        (b'{"a": 1}', "No column of texts with a column of labels was found in 1 columns"),
        (lines("@classLabel true a b", "@data", "1,2:a", "1,x:b", "1,2:b"), "Line 4: 'x' is no number"),
        (
            lines("@classLabel true a b", "@data", "1,2:a", "1,2", "1,2:b"),
            "Line 4 has no class behind a colon",
        ),
        (
            lines("@classLabel true a b", "@data", "1,2:3:a", "1,2:b"),
            "Line 4 has 1 dimensions where the first has 2",
        ),
        (lines("@classLabel false", "@data", "1,2", "1,2"), "This .ts file has no class labels"),
        (
            lines("a," * 30_000, "b,c"),
            "Line 1 has 30,001 columns, over 20,000; end each row with a line break.",
        ),
        (lines("text,price", *(f"text number {i},{i * 7.5}" for i in range(100))), "choose both."),
        (zipped({"a/": b"", "b/": b""}), "The ZIP file is empty."),
    ],
)
def test_a_refusal_says_what_is_wrong_and_where(content, sentence):
    with pytest.raises(RnnkitError) as caught:
        read_labelled(content, limits=LIMITS)
    assert sentence in str(caught.value)


def test_an_archive_that_would_fill_the_memory_is_refused():
    bomb = zipped({f"{kind}/{i}.txt": b"0" * 3_000_000 for kind in "ab" for i in range(5)})
    assert len(bomb) < 100_000
    with pytest.raises(RnnkitError, match="Unpacked, this is larger than 20 MB"):
        read_labelled(bomb, limits=LIMITS)


def test_a_damaged_archive_is_refused():
    content = bytearray(zipped({f"{kind}/{i}.txt": b"some text" * 9 for kind in "ab" for i in range(3)}))
    content[60:90] = b"\xff" * 30
    with pytest.raises((RnnkitError, zipfile.BadZipFile)) as caught:
        read_labelled(bytes(content), limits=LIMITS)
    assert isinstance(caught.value, RnnkitError)


HARD = {
    "one lone quote on every line": lambda n: lines(*(f'{"ab"[i % 2]}\t"text number {i}' for i in range(n))),
    "one lone quote on the first line": lambda n: lines(
        'a\t"first', *(f"{'ab'[i % 2]}\ttext {i} b" for i in range(n))
    ),
    "no label at all": lambda n: lines(*(f"the text of number {i}, and so on" for i in range(n))),
    "records": lambda n: lines(*(json.dumps({"text": f"text of {i}", "label": i % 3}) for i in range(n))),
    "prefixes": lambda n: lines(*(f"__label__{i % 3} text number {i}" for i in range(n))),
    "blanks": lambda n: lines("text,label", *(" " * 50 + f"so good {i},{i % 2}" for i in range(n))),
}


@pytest.mark.parametrize("name", HARD)
def test_twice_as_many_lines_take_about_twice_the_work(name):
    assert grows(lambda content: read_labelled(content, limits=LIMITS), HARD[name], 1_500) <= MOST
