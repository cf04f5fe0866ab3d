"""The ten lessons in a real browser, one after the other: try, answer wrongly, answer rightly, go on."""

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, expect

from pages.ui.lessons.experiment import key_of, spelled, spoken
from rnnkit.lessons import LESSONS, Figures, Lesson, Setting
from tests.browser.screens import press

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000
WIDTH = 390


def test_all_ten_lessons(visit: Visit) -> None:
    page = visit("/lessons", width=WIDTH, scheme="dark")
    for number, lesson in enumerate(LESSONS, start=1):
        heading = page.get_by_role("heading", name=f"{number}. {lesson.title}")
        expect(heading).to_be_in_viewport()
        expect(page.locator(".katex-error")).to_have_count(0)
        expect(page.get_by_label(lesson.alt).first).to_be_visible()
        judged(page, lesson, *tried(page, lesson))
        expect(page.get_by_text(f"{number} of 10 questions answered correctly")).to_be_visible()
        assert int(page.evaluate("document.documentElement.scrollWidth")) <= WIDTH
        if number < len(LESSONS):
            press(page.get_by_role("button", name=f"Next: {number + 1}"))

    # Each press of Back leads to another lesson, for all that was answered and set on the way.
    for number in (9, 8):
        page.go_back()
        expect(page.get_by_role("heading", name=f"{number}. ")).to_be_visible()
    for number in (9, 10):
        page.go_forward()
        expect(page.get_by_role("heading", name=f"{number}. ")).to_be_visible()

    press(page.get_by_text("Link to this lesson"))
    expect(page.get_by_test_id("stCode")).to_contain_text(re.compile(r"/lessons\?lesson=10$"))
    page.reload()
    expect(page.get_by_role("heading", name="10. ")).to_be_visible()
    expect(page.get_by_text("10 of 10 questions answered correctly")).to_be_visible()


def experiments(lesson: Lesson, settings: Sequence[Setting]) -> Iterator[tuple[Setting, Figures]]:
    """What is found with each setting, one after the other."""
    return ((setting, lesson.experiment(setting).figures) for setting in settings)


def tried(page: Page, lesson: Lesson) -> tuple[Setting, Figures]:
    """Move the control until it shows more than at the start; what it is set to then, and what is found."""
    options = lesson.control.options
    place = options.index(lesson.control.default)
    near = sorted(options, key=lambda one: abs(options.index(one) - place))
    to, found = next((one, seen) for one, seen in experiments(lesson, near) if lesson.tells(one, seen))
    if isinstance(to, str):
        press(page.locator(f".st-key-{key_of(lesson)}").get_by_text(to, exact=True))
    else:
        slider = page.get_by_role("slider", name=lesson.control.label)
        for _ in range(abs(options.index(to) - place)):
            slider.press("ArrowRight" if options.index(to) > place else "ArrowLeft")
    expect(page).to_have_url(re.compile(re.escape(f"{key_of(lesson)}={quote_plus(spelled(to))}") + r"(&|$)"))
    return to, found


def judged(page: Page, lesson: Lesson, setting: Setting, found: Figures) -> None:
    """Answer wrongly, then rightly: first a hint, then the figures of this very setting are told."""
    right = lesson.question.right(found)
    wrong = next(answer for answer in lesson.question.answers if answer is not right)
    because = right.because.format(**spoken(found, setting))
    for answer, words in ((wrong, f"Not quite. {lesson.question.hint}"), (right, f"Right. {because}")):
        press(page.get_by_role("radiogroup").get_by_text(answer.words, exact=True))
        expect(page.get_by_test_id("stAlertContainer")).to_have_text(re.compile(re.escape(words)))
