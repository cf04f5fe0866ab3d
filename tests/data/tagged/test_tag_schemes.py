"""Schemes of tags: told apart, brought to BIO, and written back as they were."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnkit.data.tagged.schemes import bio_spans, find_scheme, spans_of, to_bio, write

TYPES = ("PER", "LOC", "creative-work")


@st.composite
def sentences(draw: st.DrawFn) -> list[tuple[int, list[tuple[int, int, str]]]]:
    """Lengths of sentences and spans in them that do not overlap."""
    found = []
    for length in draw(st.lists(st.integers(1, 12), min_size=1, max_size=4)):
        edges = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
        pairs = list(zip(edges[::2], edges[1::2], strict=False))
        found.append((length, [(a, b, draw(st.sampled_from(TYPES))) for a, b in pairs]))
    return found


@pytest.mark.parametrize("name", ["BIO", "IOB1", "BIOES", "BILOU", "BMES"])
@given(sentences())
@settings(max_examples=40)
def test_tags_of_every_scheme_are_read_and_written_back(
    name: str, found: list[tuple[int, list[tuple[int, int, str]]]]
) -> None:
    tags = [write(spans, length, name) for length, spans in found]
    scheme = find_scheme(tags)
    if scheme.spans:  # without a span there is no scheme
        assert [spans_of(row, scheme) for row in tags] == [spans for _, spans in found]
        bio = [to_bio(row, scheme) for row in tags]
        assert [write(bio_spans(row), len(row), name) for row in bio] == tags


def test_an_i_that_opens_spans_tells_iob1_from_bio() -> None:
    assert find_scheme([["I-PER", "O", "I-LOC", "B-LOC"]]).name == "IOB1"
    assert find_scheme([["B-PER", "O", "I-LOC", "B-LOC", "B-PER"]]).name == "BIO"


def test_types_keep_their_hyphens() -> None:
    tags = ["B-creative-work", "I-creative-work", "O"]
    assert find_scheme([tags]).types == ["creative-work"]


def test_word_classes_that_look_like_letters_are_no_scheme() -> None:
    assert not find_scheme([["DET", "NOUN", "S", "B", "VERB"]]).spans


def test_plain_tags_around_an_outside_become_spans() -> None:
    tags = ["LOC", "LOC", "O", "O", "PER", "O"]
    assert to_bio(tags, find_scheme([tags])) == ["B-LOC", "I-LOC", "O", "O", "B-PER", "O"]


def test_slips_of_the_pen_are_read_as_outside() -> None:
    tags = ["B-PER", "I-PER", *["O"] * 200, "0PER"]
    scheme = find_scheme([tags])
    assert (scheme.name, scheme.strange) == ("BIO", {"0PER": 1})
    assert to_bio(tags, scheme)[-1] == "O"
