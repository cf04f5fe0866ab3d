"""What a visit does on every page that learns from a file: bring it, train, come back to it, take it home."""

import csv
import io
import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, expect

from browser.screens import TELEPHONE, at_rest, press, sideways, turn

Visit = Callable[..., Page]


def bring(page: Page, name: str, text: str) -> None:
    """Upload a text as a file, and wait until the page can train on it."""
    page.locator("input[type=file]").first.set_input_files(file(name, text.encode()))
    expect(page.locator(".st-key-part_data summary").first).to_contain_text(name)
    expect(page.locator(".st-key-train button")).to_be_enabled()


def file(name: str, content: bytes) -> FilePayload:
    """A file that is nowhere on the disk."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def train(page: Page, scores: str) -> None:
    """Click the button twice, as people do: it trains once; returns when `scores` stand there."""
    page.locator(".st-key-train button").dblclick()
    expect(page.get_by_text(re.compile(scores))).to_be_visible()
    expect(page.get_by_role("button", name="Model file")).to_have_count(1)


def come_back(page: Page, scores: str) -> None:
    """Go to Home and open the newest run from there, then reload: its result stands there each time."""
    at_rest(page)
    press(page.get_by_test_id("stSidebarNav").get_by_text("Home"))
    runs = page.get_by_test_id("stMain").get_by_role("link", name=re.compile(r".+ on .+"))
    expect(runs).to_have_count(1)
    press(runs)
    expect(page.get_by_text(re.compile(scores))).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile(scores))).to_be_visible()


def rows(page: Page, button: str) -> list[dict[str, str]]:
    """The rows of the CSV file behind a button."""
    return list(csv.DictReader(io.StringIO(download(page, button).decode("utf-8-sig"))))


def download(page: Page, button: str) -> bytes:
    """The file behind a button."""
    with page.expect_download() as waiting:
        press(page.get_by_role("button", name=button, exact=True))
    return waiting.value.path().read_bytes()


def use_on(page: Page, name: str, text: str) -> None:
    """Drop a file on the trained network; returns once it was read."""
    press(page.get_by_text("Use on new data"))
    page.locator(".st-key-fold_use input[type=file]").set_input_files(file(name, text.encode()))
    expect(page.locator(".st-key-fold_use").get_by_text(name, exact=True)).to_be_visible()


def open_elsewhere(page: Page, visit: Visit, scores: str) -> Page:
    """Somebody else opens the model file on Home, on a telephone at night; nothing is wider than that."""
    model = download(page, "Model file")
    other = visit("/", width=TELEPHONE, scheme="dark")
    press(other.get_by_text("Open a model file"))
    other.locator(".st-key-fold_open_model input[type=file]").set_input_files(file("model.zip", model))
    expect(other.get_by_text("Matches to 1e-6")).to_be_visible()
    expect(other.get_by_text(re.compile(scores))).to_be_visible()
    assert sideways(other) <= TELEPHONE
    return other


def fits_a_telephone(page: Page) -> None:
    """The page of a result is no wider than a telephone, by day and at night."""
    for scheme in ("dark", "light"):
        turn(page, TELEPHONE, scheme)
        assert sideways(page) <= TELEPHONE
    page.set_viewport_size({"width": 1280, "height": 900})
