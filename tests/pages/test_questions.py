"""A question about a file has answers on buttons: each reads the file so, and the question is gone."""

import pytest
from made_up import ME, Visit

from pages.ui.classify.text_answers import answers
from rnnkit.data.labelled import LabelledOverrides, read_labelled
from rnnkit.runs.store import Store

ROWS = range(60)
NA = "text,label\n" + "".join(f"thing number {n} is here,{('NA', 'EU', 'US')[n % 3]}\n" for n in ROWS)
LEVEL = "text,label\n" + "".join(f"thing number {n} is here,{('A:x', 'A:y', 'B:z')[n % 3]}\n" for n in ROWS)
SPACED = "".join(f"{('LOC', 'NUM')[n % 2]} what is the thing {n} of here\n" for n in ROWS)
TWO = "said,a,b\nso good now,up,x\nso bad now,down,x\na joy to me,up,y\nno fun at all,down,y\n"


@pytest.mark.parametrize(
    ("content", "key", "read"),
    [
        (NA, "missing", {"It is a class": ("EU", "NA", "US"), "The label is missing": ("EU", "US")}),
        (LEVEL, "level", {"The first part": ("A", "B"), "The whole label": ("A:x", "A:y", "B:z")}),
        (SPACED, "label", {"Yes, it is the class": ("LOC", "NUM")}),
        (TWO, "label", {"a": ("down", "up"), "b": ("x", "y")}),
    ],
    ids=("missing", "level", "spaced", "label"),
)
def test_each_answer_reads_the_file_so_and_asks_no_more(
    content: str, key: str, read: dict[str, tuple[str, ...]]
) -> None:
    data = read_labelled(content.encode())
    (question,) = [one for one in data.questions if one.key == key]
    found = {
        words: read_labelled(content.encode(), overrides)
        for words, overrides in answers(data, LabelledOverrides(), question)
    }
    assert {words: again.classes for words, again in found.items()} == read
    assert not any(one.key == key for again in found.values() for one in again.questions)


def test_a_click_on_an_answer_shows_the_file_read_so(store: Store, visit: Visit) -> None:
    page = visit("classify", data=store.of(ME).uploads.add("regions.csv", NA.encode(), "{}"))
    assert any("or does it mean that the label is missing?" in one.value for one in page.markdown)
    next(one for one in page.button if one.label == "The label is missing").click().run()
    assert not page.exception
    assert any("40 texts · 2 classes" in one.value for one in page.caption)
    assert not any("or does it mean" in one.value for one in page.markdown)


def test_a_file_that_cannot_be_classified_says_why_and_can_be_read_differently(
    store: Store, visit: Visit
) -> None:
    many = "text,label\n" + "".join(f"thing {n} is here,{('a|b', 'a', 'b')[n % 3]}\n" for n in ROWS)
    page = visit("classify", data=store.of(ME).uploads.add("many.csv", many.encode(), "{}"))
    assert not page.exception
    assert "Some texts have several classes" in page.error[0].value
    page.session_state["fold_labelled_differently"] = True
    page.run()
    assert any(one.label == "Classes of a text" for one in page.selectbox)


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("Keep 40 texts of one class", "40 texts · 2 classes"),
        ("Each combination is a class", "60 texts · 3 classes"),
        ("Tell it from the others", "60 texts · 2 classes"),
    ],
)
def test_texts_of_several_classes_get_one_by_a_click(
    store: Store, visit: Visit, words: str, understood: str
) -> None:
    many = "text,label\n" + "".join(f"thing {n} is here,{('a|b', 'a', 'b')[n % 3]}\n" for n in ROWS)
    page = visit("classify", data=store.of(ME).uploads.add("many.csv", many.encode(), "{}"))
    next(one for one in page.button if one.label == words).click().run()
    assert not page.exception
    assert not page.error
    assert any(understood in one.value for one in page.caption)
