"""The parts of labelled texts: every class in each, equal texts on one side, parts of the file kept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnkit.data.labelled import LabelledParts, read_labelled, split
from rnnkit.data.labelled.finish import same
from rnnkit.errors import DataError


def csv(rows, header="text,label"):
    return "\n".join([header, *(",".join(row) for row in rows)]).encode()


def read(rows, header="text,label"):
    return read_labelled(csv(rows, header))


def sorted_rows(count=100):
    """Texts sorted by class, a fifth of them of the first."""
    return [(f"text number {i} of these", "a" if i < count // 5 else "b") for i in range(count)]


def everything(parts: LabelledParts):
    return np.concatenate([parts.train, parts.validation, parts.test, parts.left_out])


def test_a_file_sorted_by_class_gives_every_class_to_each_part():
    data = read(sorted_rows())
    parts = split(data, seed=1)
    assert sorted(everything(parts).tolist()) == list(range(100))
    assert [len(part) for part in (parts.train, parts.validation, parts.test)] == [70, 10, 20]
    for part in (parts.train, parts.validation, parts.test):
        assert np.mean(data.targets[part] == 0) == pytest.approx(0.2)
    assert not np.array_equal(parts.train, np.sort(parts.train))


def test_a_seed_decides_the_parts():
    data = read(sorted_rows())
    one, again, other = split(data, 1), split(data, 1), split(data, 2)
    assert np.array_equal(one.train, again.train)
    assert set(one.test.tolist()) != set(other.test.tolist())


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from("klmnopq"), st.sampled_from("ab")), min_size=12, max_size=60),
    st.integers(0, 5),
)
def test_equal_texts_are_on_one_side(pairs, seed):
    rows = [
        (f"the  {word} word" if i % 2 else f"The {word.upper()} word", label)
        for i, (word, label) in enumerate(pairs)
    ]
    rows += [("one more a", "a"), ("one more b", "b"), ("two more a", "a"), ("two more b", "b")]
    data = read(rows)
    parts = split(data, seed)
    sides = [{same(data.texts[i]) for i in part} for part in (parts.train, parts.validation, parts.test)]
    assert not sides[0] & sides[1]
    assert not sides[0] & sides[2]
    assert not sides[1] & sides[2]
    assert sorted(everything(parts).tolist()) == list(range(len(data)))
    assert all(sides)


def test_a_test_part_of_the_file_is_kept_and_its_copies_are_not_learned():
    rows = [(f"text number {i}", "ab"[i % 2], "train") for i in range(20)]
    rows += [("Text  number 3", "b", "test"), ("another text", "a", "test")]
    data = read(rows, "text,label,split")
    parts = split(data, seed=0)
    assert parts.test.tolist() in ([20, 21], [21, 20])
    assert parts.left_out.tolist() == [3]
    assert len(parts.validation) == 2
    assert "1 row for training has its text in the test part, too, and is not learned." in parts.notes


def test_many_small_classes_give_their_share_together():
    rows = [(f"text number {i}", f"class{i // 3}") for i in range(90)]
    parts = split(read(rows), seed=0)
    assert 14 <= len(parts.test) <= 22
    assert 6 <= len(parts.validation) <= 12


def test_a_class_that_cannot_be_learned_is_said():
    rows = [(f"text number {i}", "ab"[i % 2], "train") for i in range(10)] + [("a late one", "c", "test")]
    parts = split(read(rows, "text,label,split"), seed=0)
    assert "1 class has no row to learn from: c." in parts.notes


def test_too_few_rows_are_refused():
    with pytest.raises(DataError, match=r"^3 rows are too few to learn from; at least 4 are needed\.$"):
        split(read([("one here", "a"), ("two here", "b"), ("three here", "a")]), seed=0)
