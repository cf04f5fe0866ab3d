"""A room in three browsers: a teacher and two members, from the code to the shake-up, and a projector."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from rnnkit.data.samples import samples_of
from tests.browser.screens import at_rest, press, sideways, turn, write

pytestmark = pytest.mark.browser

EXAMPLE = samples_of("forecast")["electricity"].title
Visit = Callable[..., Page]
TRAINED = 180_000  # two runs one after the other, on a machine that does other things


def part_of_address(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query)[name][0]


def opened(page: Page) -> str:
    """Open a room with one example, a second for a run; its code, as the teacher's page shows it."""
    press(page.get_by_text("Open a room for a class", exact=True))
    examples = page.locator(".st-key-room_examples_forecast")
    press(examples.get_by_label("Clear all"))
    at_rest(page)
    press(examples.locator("input"))
    page.get_by_role("option", name=EXAMPLE, exact=True).click()
    at_rest(page)
    write(page.locator(".st-key-room_title input"), "Class 9b", ends="Tab")
    write(page.locator(".st-key-room_budget input"), "1", ends="Tab")
    at_rest(page)
    press(page.locator(".st-key-open_the_room button"))
    expect(page.get_by_text("You are its teacher.")).to_be_visible()
    code = page.locator("code", has_text="?room=").inner_text().rpartition("=")[2]
    expect(page.get_by_role("heading", name=f"{code[:4]} {code[4:]}")).to_be_visible()
    return code


def joined(page: Page, code: str, name: str) -> None:
    """Join by the code as it is read out, under a name."""
    write(page.locator(".st-key-room_code input"), f"{code[:4].lower()} {code[4:]}", ends="Tab")
    write(page.locator(".st-key-room_name input"), name, ends="Tab")
    press(page.get_by_role("button", name="Join the room"))
    expect(page.get_by_text(f"You are {name}")).to_be_visible()


def trained(page: Page, size: str) -> None:
    """Open the form of the room, change what is open, see what is locked, and train."""
    press(page.get_by_role("link", name=f"Open the form: {EXAMPLE}"))
    expect(page.locator(".st-key-in_room")).to_contain_text("All else is locked.")
    at_rest(page)
    expect(page.locator(".st-key-lookback input")).to_be_disabled()
    write(page.locator(".st-key-hidden_size input"), size, ends="Tab")
    at_rest(page)
    press(page.locator(".st-key-train button"))
    expect(page.get_by_role("heading", name="Result")).to_be_visible()
    press(page.get_by_role("link", name="Back to the room"))


def test_a_room_from_the_code_to_the_shake_up(visit: Visit) -> None:
    teacher = visit("/room")
    code = opened(teacher)
    secret = part_of_address(teacher, "teach")
    first, second = visit("/room"), visit(f"/room?room={code}", width=390, scheme="dark")
    joined(first, code, "Ada")
    joined(second, code, "Bob")
    assert sideways(second) <= 390

    projector_link = teacher.get_by_role("link", name="Open the projector").get_attribute("href") or ""
    assert secret not in projector_link
    screen = visit(f"/room?{urlsplit(projector_link).query}", width=1920)
    expect(screen.locator(".code")).to_have_text(f"{code[:4]} {code[4:]}")
    expect(screen.get_by_test_id("stSidebar")).to_have_count(0)
    expect(screen.get_by_text("2 members")).to_be_visible()

    trained(first, "4")
    trained(second, "8")
    for page, name in ((first, "Ada"), (second, "Bob")):
        expect(page.get_by_text("1 of 20 scored on the hidden rows.")).to_be_visible(timeout=TRAINED)
        expect(page.get_by_text("one standard error")).to_be_visible()
        expect(page.get_by_text(f"You are {name}")).to_be_visible()

    press(teacher.get_by_text("The board", exact=True))
    expect(screen.locator("table")).to_contain_text("baseline")
    expect(screen.locator("table")).to_contain_text("member")
    assert "Ada" not in screen.locator(".slide").inner_text()

    press(teacher.locator(".st-key-fold_end_room summary"))
    press(teacher.get_by_text("Everybody is done"))
    at_rest(teacher)
    press(teacher.locator(".st-key-end_room button"))
    for page in (teacher, first, second):
        expect(page.get_by_role("heading", name="Shake-up")).to_be_visible()
        expect(page.get_by_text("This is the other half")).to_be_visible()
    expect(screen.locator("table")).to_contain_text("Ada")
    expect(screen.locator(".foot")).to_contain_text(re.compile("rank"))
    turn(second, 390, "light")
    assert sideways(second) <= 390
