"""Rows of several classes as rows of one, in each of the three ways."""

import pytest

from rnnkit.data.labelled import LabelledOverrides, read_labelled
from rnnkit.errors import DataError

CELLS = ("a|b", "a", "b", "a|b", "b", "c|a")
MANY = "text,label\n" + "".join(f"thing {n} is here,{CELLS[n % 6]}\n" for n in range(30))
FLAGS = "text,hot,pie\n" + "".join(f"thing {n} is here,{n % 2},{int(n % 3 == 0)}\n" for n in range(30))


@pytest.mark.parametrize(
    ("content", "decided", "counts"),
    [
        (MANY, {"several_as": "single"}, {"a": 5, "b": 10}),
        (MANY, {"several_as": "combination"}, {"a": 5, "a + b": 10, "a + c": 5, "b": 10}),
        (MANY, {"has": "c"}, {"c": 5, "not c": 25}),
        (FLAGS, {"several_as": "combination"}, {"hot": 10, "hot + pie": 5, "none": 10, "pie": 5}),
        (FLAGS, {"has": "pie"}, {"not pie": 20, "pie": 10}),
    ],
)
def test_each_row_gets_one_class(content: str, decided: dict[str, str], counts: dict[str, int]) -> None:
    found = read_labelled(content.encode(), LabelledOverrides(**decided))
    assert not found.multilabel
    assert dict(found.counts) == counts
    assert found.dropped == 30 - sum(counts.values())


def test_rare_combinations_are_left_out_and_said() -> None:
    found = read_labelled((MANY + "one more,b|c\n").encode(), LabelledOverrides(several_as="combination"))
    assert "b + c" not in found.classes
    assert any(
        "1 row with a rare combination of classes left out" in one for one in found.understood["notes"]
    )


def test_a_class_that_is_not_there_is_refused() -> None:
    with pytest.raises(DataError, match="There is no class d; there are a, b, c"):
        read_labelled(MANY.encode(), LabelledOverrides(has="d"))


def test_rows_of_one_class_each_are_left_as_they_are() -> None:
    plain = "text,label\n" + "".join(f"thing {n} is here,{'ab'[n % 2]}\n" for n in range(20))
    assert read_labelled(plain.encode(), LabelledOverrides(has="d")).classes == ("a", "b")
