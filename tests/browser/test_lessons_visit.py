"""The nine lessons in a real browser, one after the other: try, answer wrongly, answer rightly, go on."""

import re
from collections.abc import Callable
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, expect

from pages.ui.lessons.lab import key_of, spelled, spoken
from rnnkit.lessons import LESSONS, Lesson, Setting

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000
WIDTH = 390


def test_all_nine_lessons(visit: Visit) -> None:
    page = visit("/lessons", width=WIDTH, scheme="dark")
    expect.set_options(timeout=PATIENCE)
    for number, lesson in enumerate(LESSONS, start=1):
        expect(page.get_by_role("heading", name=f"{number}. {lesson.title}")).to_be_visible()
        expect(page.locator(".katex-error")).to_have_count(0)
        expect(page.get_by_label(lesson.alt).first).to_be_visible()
        judged(page, lesson, tried(page, lesson))
        expect(page.get_by_text(f"Questions answered: {number} of 9")).to_be_visible()
        assert int(page.evaluate("document.documentElement.scrollWidth")) <= WIDTH
        if number < len(LESSONS):
            page.get_by_role("button", name=f"Next: {number + 1}").click()

    page.get_by_text("Link to this lesson").click()
    expect(page.get_by_test_id("stCode")).to_contain_text(re.compile(r"/lessons\?lesson=9$"))
    page.reload()
    expect(page.get_by_role("heading", name="9. ")).to_be_visible()
    expect(page.get_by_text("Questions answered: 9 of 9")).to_be_visible()
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()


def tried(page: Page, lesson: Lesson) -> Setting:
    """Move the control by one; what it is set to then."""
    options = lesson.control.options
    place = options.index(lesson.control.default)
    to = options[place + 1 if place + 1 < len(options) else place - 1]
    if isinstance(to, str):
        page.locator(f".st-key-{key_of(lesson)}").get_by_text(to, exact=True).click()
    else:
        slider = page.get_by_role("slider", name=lesson.control.label)
        slider.press("ArrowRight" if options.index(to) > place else "ArrowLeft")
    expect(page).to_have_url(re.compile(re.escape(f"{key_of(lesson)}={quote_plus(spelled(to))}") + r"(&|$)"))
    return to


def judged(page: Page, lesson: Lesson, setting: Setting) -> None:
    """Answer wrongly, then rightly; both times the figures of this very setting are told."""
    found = lesson.experiment(setting).figures
    right = lesson.question.right(found)
    wrong = next(answer for answer in lesson.question.answers if answer is not right)
    because = right.because.format(**spoken(found, setting))
    for answer, word in ((wrong, "Not so."), (right, "Right.")):
        page.get_by_role("radiogroup").get_by_text(answer.words, exact=True).click()
        expect(page.get_by_test_id("stAlertContainer")).to_have_text(
            re.compile(re.escape(f"{word} {because}"))
        )
