"""The page Lessons: experiments as they are computed, answers checked against them, places in the address."""

import pytest
from made_up import Visit

from pages.ui.lessons.lab import spoken
from rnnkit.lessons import LESSONS


def right_place(number: int) -> int:
    """Which answer the experiment makes right, as the lesson is first shown."""
    lesson = LESSONS[number - 1]
    figures = lesson.experiment(lesson.control.default).figures
    return lesson.question.answers.index(lesson.question.right(figures))


def said(app) -> str:
    return " ".join(block.value for block in app.markdown)


@pytest.mark.parametrize("number", range(1, len(LESSONS) + 1))
def test_a_lesson_shows_its_figures_and_judges_by_them(visit: Visit, number: int) -> None:
    lesson = LESSONS[number - 1]
    app = visit("lessons", lesson=str(number))
    assert not app.exception
    assert not app.error
    assert app.header[0].value == f"{number}. {lesson.title}"
    found = lesson.experiment(lesson.control.default).figures
    figures = spoken(found, lesson.control.default)
    assert lesson.said.format(**figures) in said(app)
    assert lesson.formula in app.latex[0].value
    assert not app.success
    assert not app.warning

    right = right_place(number)
    app.radio[0].set_value(right).run()
    assert app.success[0].value.startswith("**Right.**")
    assert lesson.question.answers[right].because.format(**figures) in app.success[0].value
    app.radio[0].set_value((right + 1) % 3).run()
    assert not app.success
    assert app.warning[0].value.startswith("**Not so.**")
    assert lesson.question.answers[right].because.format(**figures) in app.warning[0].value
    assert app.query_params["answers"][number - 1] == str((right + 1) % 3 + 1)


def test_another_setting_is_judged_by_its_own_figures(visit: Visit) -> None:
    app = visit("lessons", lesson="1", answers="2")
    assert "Right." in app.success[0].value
    app.select_slider[0].set_value(1.5).run()
    assert "Not so." in app.warning[0].value
    assert "still 0.859" in app.warning[0].value


def test_the_answers_so_far_survive_a_reload_and_the_way_to_the_next_lesson(visit: Visit) -> None:
    app = visit("lessons", lesson="2", answers="201")
    assert app.caption[0].value == "Questions answered: 2 of 9"
    app.button(key="lesson_next").click().run()
    assert app.header[0].value.startswith("3.")
    assert app.query_params["answers"] == "201"
    assert app.radio[0].value == 0
    app.button(key="lesson_back").click().run()
    assert app.header[0].value.startswith("2.")
    assert app.radio[0].value is None


@pytest.mark.parametrize("junk", ["0", "10", "-1", "two", "1e0", "9" * 5000, "<b>", "²"])
def test_a_lesson_that_is_not_there(visit: Visit, junk: str) -> None:
    app = visit("lessons", lesson=junk, answers=junk, lesson_loop=junk)
    assert not app.exception
    assert not app.error
    assert app.header[0].value.startswith("1.")
    assert "There is no such lesson" in app.info[0].value


@pytest.mark.parametrize(("answers", "count"), [("", 0), ("3210", 3), ("9x²4", 0), ("1" * 99, 9)])
def test_answers_that_cannot_be_are_left_out(visit: Visit, answers: str, count: int) -> None:
    app = visit("lessons", lesson="9", answers=answers)
    assert not app.exception
    assert app.caption[0].value == f"Questions answered: {count} of 9"


def test_the_menu_leads_back_to_the_lesson(visit: Visit) -> None:
    app = visit("lessons", lesson="4", answers="0003")
    app.switch_page("pages/memory.py").run()
    app.query_params.clear()
    app.switch_page("pages/lessons.py").run()
    assert app.header[0].value.startswith("4.")
    assert "Right." in app.success[0].value


def test_an_answer_is_kept_when_the_browser_reports_no_choice_for_a_moment(visit: Visit) -> None:
    app = visit("lessons", lesson="2", answers="201")
    app.radio[0].set_value(1).run()
    assert app.query_params["answers"] == "221000000"
    app.radio[0].set_value(None).run()
    assert app.query_params["answers"] == "221000000"
    assert app.radio[0].value == 1
