"""The page Lessons: experiments as they are computed, answers checked against them, places in the address."""

import pytest
from made_up import Visit

from pages.ui.lessons.experiment import spoken
from rnnkit.lessons import LESSONS

# For each lesson a setting that tells more than the one it starts with.
TELLING = {
    "loop": 1.5, "change": 5, "place": 6, "shape": "many to many, aligned", "training": 50,
    "scale": 0.7, "limit": 1.0, "bias": 1, "ahead": 1, "reverse": 10,
}  # fmt: skip


def figures_of(lesson, setting):
    """What an experiment finds, and which answer that makes right."""
    figures = lesson.experiment(setting).figures
    return spoken(figures, setting), lesson.question.answers.index(lesson.question.right(figures))


def said(app) -> str:
    return " ".join(block.value for block in app.markdown)


@pytest.mark.parametrize("number", range(1, len(LESSONS) + 1))
def test_an_answer_is_right_where_it_was_found_out(visit: Visit, number: int) -> None:
    """Neither a wrong answer is ticked, nor one that can be told without touching the control."""
    lesson = LESSONS[number - 1]
    app = visit("lessons", lesson=str(number))
    assert not app.exception
    assert not app.error
    assert app.header[0].value == f"{number}. {lesson.title}"
    figures, first = figures_of(lesson, lesson.control.default)
    assert lesson.said.format(**figures) in said(app)
    assert lesson.formula in app.latex[0].value
    assert lesson.question.find in said(app)
    app.radio[0].set_value(first).run()
    assert app.info[0].value.startswith("**Right for this setting.**")
    assert not app.success
    assert app.caption[0].value == "0 of 10 questions answered correctly"

    figures, right = figures_of(lesson, TELLING[lesson.name])
    app.radio[0].set_value((right + 1) % 3).run()
    control = app.select_slider[0] if app.select_slider else app.pills(key=f"lesson_{lesson.name}")
    control.set_value(TELLING[lesson.name]).run()
    because = lesson.question.answers[right].because.format(**figures)
    assert app.warning[0].value == f"**Not quite.** {lesson.question.hint}"
    assert because not in said(app)
    app.button(key=f"lesson_{lesson.name}_because").click().run()
    assert because in said(app)
    assert app.caption[0].value == "0 of 10 questions answered correctly"
    app.radio[0].set_value(right).run()
    assert app.success[0].value == f"**Right.** {because}"
    assert app.caption[0].value == "1 of 10 questions answered correctly"
    assert app.query_params["answers"][number - 1] == "abc"[right]


def test_what_was_once_right_stays_ticked(visit: Visit) -> None:
    app = visit("lessons", lesson="1", answers="c")
    assert app.caption[0].value == "1 of 10 questions answered correctly"
    assert "correctly at another setting" in app.info[0].value
    app.radio[0].set_value(1).run()
    assert "Right." in app.success[0].value
    assert app.query_params["answers"] == "b000000000"


def test_an_old_link_opens_with_its_answers_but_without_ticks(visit: Visit) -> None:
    app = visit("lessons", lesson="2", answers="201")
    assert app.caption[0].value == "0 of 10 questions answered correctly"
    app.button(key="lesson_next").click().run()
    assert app.header[0].value.startswith("3.")
    assert app.query_params["answers"] == "201"
    assert app.radio[0].value == 0
    app.button(key="lesson_back").click().run()
    assert app.header[0].value.startswith("2.")
    assert app.radio[0].value is None


@pytest.mark.parametrize("junk", ["0", "11", "-1", "two", "1e0", "9" * 5000, "<b>", "²"])
def test_a_lesson_that_is_not_there(visit: Visit, junk: str) -> None:
    app = visit("lessons", lesson=junk, answers=junk, lesson_loop=junk)
    assert not app.exception
    assert not app.error
    assert app.header[0].value.startswith("1.")
    assert "There is no such lesson" in app.info[0].value


@pytest.mark.parametrize(("answers", "count"), [("", 0), ("c21a", 2), ("9x²d", 0), ("a" * 99, 10)])
def test_answers_that_cannot_be_are_left_out(visit: Visit, answers: str, count: int) -> None:
    app = visit("lessons", lesson="9", answers=answers)
    assert not app.exception
    assert app.caption[0].value == f"{count} of 10 questions answered correctly"


def test_the_menu_leads_back_to_the_lesson(visit: Visit) -> None:
    app = visit("lessons", lesson="4", answers="000c")
    app.switch_page("pages/memory.py").run()
    app.query_params.clear()
    app.switch_page("pages/lessons.py").run()
    assert app.header[0].value.startswith("4.")
    assert "Right." in app.success[0].value


def test_an_answer_is_kept_when_the_browser_reports_no_choice_for_a_moment(visit: Visit) -> None:
    app = visit("lessons", lesson="2", answers="201")
    app.radio[0].set_value(1).run()
    assert app.query_params["answers"] == "2210000000"
    app.radio[0].set_value(None).run()
    assert app.query_params["answers"] == "2210000000"
    assert app.radio[0].value == 1
