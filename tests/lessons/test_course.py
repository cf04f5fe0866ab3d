"""The lessons as data: whole sentences, and answers that nothing but the figures makes right."""

import re
from string import Formatter

import pytest

from rnnkit.lessons import LESSONS, Lesson
from rnnkit.lessons.drawing import draw
from rnnkit.pictures import palette

BY_NAME = {lesson.name: lesson for lesson in LESSONS}
TRIED = [
    pytest.param(lesson, setting, id=f"{lesson.name}-{setting}")
    for lesson in LESSONS
    for setting in lesson.control.options[:: max(1, len(lesson.control.options) // 5)]
]
# Made-up figures, and the place of the answer that they make right: any answer can be right.
MADE_UP = [
    ("loop", {"kept": 1, "steps": 20}, 0),
    ("loop", {"kept": 19, "steps": 20}, 1),
    ("loop", {"kept": 20, "steps": 20}, 2),
    ("change", {"before": 0, "after": 0, "later": 4}, 0),
    ("change", {"before": 0, "after": 4, "later": 4}, 1),
    ("change", {"before": 1, "after": 4, "later": 4}, 2),
    ("place", {"shared_apart": 0.0, "own_apart": 0.0}, 0),
    ("place", {"shared_apart": 0.0, "own_apart": 0.5}, 1),
    ("place", {"shared_apart": 0.5, "own_apart": 0.5}, 2),
    ("shape", {"alike": 1, "speaks": 1}, 0),
    ("shape", {"alike": 1, "speaks": 5}, 1),
    ("shape", {"alike": 0, "speaks": 1}, 2),
    ("training", {"after_first": "l", "after_second": "o"}, 0),
    ("training", {"after_first": "o", "after_second": "o"}, 1),
    ("training", {"after_first": "o", "after_second": "l"}, 2),
    ("scale", {"linear": 0.00099}, 0),
    ("scale", {"linear": 1.0}, 1),
    ("scale", {"linear": 1001.0}, 2),
    ("limit", {"start": 9.0, "worst": 9.0, "end": 2.0, "silent": 1.0}, 0),
    ("limit", {"start": 9.0, "worst": 9.0, "end": 0.5, "silent": 1.0}, 1),
    ("limit", {"start": 9.0, "worst": 9.1, "end": 0.5, "silent": 1.0}, 2),
    ("bias", {"rnn": 0.3, "gru": 0.2, "lstm": 0.1}, 0),
    ("bias", {"rnn": 0.1, "gru": 0.3, "lstm": 0.2}, 1),
    ("bias", {"rnn": 0.1, "gru": 0.2, "lstm": 0.3}, 2),
    ("ahead", {"one": 95.0, "both": 96.0}, 0),
    ("ahead", {"one": 94.9, "both": 95.0}, 1),
    ("ahead", {"one": 50.0, "both": 50.0}, 2),
    ("reverse", {"with": 96.0, "without": 95.0}, 0),
    ("reverse", {"with": 95.0, "without": 94.9}, 1),
    ("reverse", {"with": 94.9, "without": 99.0}, 2),
]


@pytest.mark.parametrize(("name", "figures", "place"), MADE_UP)
def test_the_figures_make_an_answer_right(name: str, figures: dict[str, object], place: int) -> None:
    question = BY_NAME[name].question
    assert question.right(figures) is question.answers[place]


def test_every_answer_of_every_lesson_can_be_right() -> None:
    reached = {(name, place) for name, _, place in MADE_UP}
    assert reached == {(one.name, place) for one in LESSONS for place in range(len(one.question.answers))}


@pytest.mark.parametrize(("lesson", "setting"), TRIED)
def test_whatever_is_tried_one_answer_holds_and_every_gap_is_filled(lesson: Lesson, setting: object) -> None:
    found = lesson.experiment(setting)
    right = lesson.question.right(found.figures)  # refuses none and several
    for sentence in (lesson.said, right.because):
        gaps = {gap for _, gap, _, _ in Formatter().parse(sentence) if gap}
        assert gaps <= {*found.figures, "setting"}
    shown = [found.picture]
    if found.aside:
        assert {gap for _, gap, _, _ in Formatter().parse(found.aside.words) if gap} <= {*found.aside.figures}
        shown.append(found.aside.picture)
    for picture in shown:
        assert len(picture.frame())
        assert len(draw(picture, dark=False).data) > 0


@pytest.mark.parametrize("lesson", [one for one in LESSONS if one.name not in {"change", "place"}])
def test_trying_something_else_changes_the_right_answer(lesson: Lesson) -> None:
    """Except where the lesson is that it never does."""
    rights = {lesson.question.right(lesson.experiment(one).figures).words for one in lesson.control.options}
    assert len(rights) > 1


@pytest.mark.parametrize("lesson", [one for one in LESSONS if one.name != "training"])
def test_the_setting_to_start_with_never_tells_and_some_other_does(lesson: Lesson) -> None:
    settings = {one: lesson.experiment(one).figures for one in lesson.control.options}
    assert not lesson.tells(lesson.control.default, settings[lesson.control.default])
    assert any(lesson.tells(one, figures) for one, figures in settings.items())


def test_the_palest_tint_of_a_chain_is_no_paper() -> None:
    """Many to one: hardly a nudge arrives from the first input, but the sentence counts it."""
    chain = BY_NAME["shape"].experiment("many to one").picture
    first = next(row.strengths[0] for row in chain.rows if row.name == "x")
    assert 0 < first < 0.03 * max(row for row in chain.rows[0].strengths if row)
    for mode in ("light", "dark"):
        inputs = draw(chain, dark=mode == "dark").data[1]
        assert inputs.text[0] == "x<sub>1</sub>"
        tint, paper = (bytes.fromhex(one[1:]) for one in (inputs.marker.color[0], palette.BACKGROUND[mode]))
        assert sum(abs(a - b) for a, b in zip(tint, paper, strict=True)) > 40  # of 765: it is seen


def test_ten_lessons_in_the_order_of_a_first_course() -> None:
    assert [lesson.short for lesson in LESSONS] == [
        "Idea", "Unrolled", "Shared", "Shapes", "Training", "Gradients", "Clipping", "Gates", "Both ways",
        "Attention",
    ]  # fmt: skip
    assert len(BY_NAME) == len(LESSONS)


def test_facts() -> None:
    """Names and years, as the papers have them."""
    text = " ".join(" ".join(lesson.words) for lesson in LESSONS)
    for fact in (
        "Hopfield (1982)", "Jordan (1986)", "Elman (1990)", "Werbos 1990", "Hochreiter (1991)",
        "Bengio, Simard and Frasconi (1994)", "Pascanu, Mikolov and Bengio 2013",
        "Hochreiter and Schmidhuber 1997", "Gers, Schmidhuber and Cummins (2000)", "Cho et al. 2014",
        "Schuster and Paliwal 1997", "Sutskever, Vinyals and Le 2014",
        "Bahdanau, Cho and Bengio 2015", "Luong, Pham and Manning (2015)",
        "three gates and a candidate", "two gates and a candidate",
    ):  # fmt: skip
        assert fact in text


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_sentences_are_short_and_whole(lesson: Lesson) -> None:
    for paragraph in (*lesson.words, lesson.task, lesson.said, *(a.because for a in lesson.question.answers)):
        assert paragraph.endswith(".")
        assert "  " not in paragraph
        sentences = re.split(r"(?<=[.:;?]) ", paragraph.replace("et al.", "et al"))
        assert max(len(sentence.split()) for sentence in sentences) <= 40
    assert lesson.question.words.endswith("?")
