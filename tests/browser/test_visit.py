"""Visits from the first link to the last download: a real browser, a real server, real training."""

import csv
import math
import re
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotThere

from browser.screens import TELEPHONE, press, sideways, write
from browser.sharing import shared_link

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000
TRIES, SOON = 10, 5_000
HEADINGS = {"Home": "RNN playground", "Forecast": "Forecast a time series", "Lessons": "Lessons"}


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten years of months with a German accent: semicolons, decimal commas, days first."""
    path = tmp_path_factory.mktemp("data") / "Umsätze.csv"
    lines = []
    for month in range(120):
        value = 100 + month + 20 * math.sin(2 * math.pi * month / 12)
        lines.append(f"01.{month % 12 + 1:02d}.{2010 + month // 12};{value:.2f}".replace(".", ","))
    lines = [line.replace(",", ".", 2) for line in lines]
    path.write_text("Datum;Umsatz\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def upload(page: Page, path: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(path)
    expect(page.get_by_text("120 rows · every month")).to_be_visible(timeout=PATIENCE)


def train(page: Page) -> None:
    page.locator(".st-key-train button").dblclick()


def scores(page: Page) -> None:
    """Wait for the end of the training."""
    expect(page.get_by_text("Scores on the test part")).to_be_visible(timeout=PATIENCE)


def test_a_visit_from_upload_to_download(first: Page, visit: Visit, sales: Path, tmp_path: Path) -> None:
    page = first  # the first request of a fresh server was a deep link
    expect(page.get_by_test_id("stSidebarNav").get_by_text("Home")).to_be_visible()
    upload(page, sales)
    train(page)
    scores(page)
    drawn(page)
    with page.expect_download() as waiting:
        press(page.get_by_role("button", name="All forecasts CSV"))
    waiting.value.save_as(tmp_path / "forecast.csv")
    rows = list(csv.DictReader((tmp_path / "forecast.csv").read_text("utf-8-sig").splitlines()))
    assert {row["network"] for row in rows} == {"GRU"}
    assert len(rows) == 12
    assert all(float(row["lo"]) <= float(row["hi"]) for row in rows)

    one_start_is_drawn(page)
    the_result_keeps_its_settings(page)
    through_the_menu(page, "Home", "Forecast", "Lessons", "Forecast")
    drawn(page)
    alone = page.context.new_page()  # the run alone, as a link to it has it
    alone.goto(page.url.partition("?")[0] + "?run=" + parse_qs(urlsplit(page.url).query)["run"][0])
    drawn(alone)
    alone.close()
    told_apart(page)

    other = visit(shared_link(page), width=TELEPHONE, scheme="dark")  # somebody else, at night
    scores(other)
    drawn(other)
    assert sideways(other) <= TELEPHONE
    dark = other.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert dark == "rgb(21, 25, 28)"
    expect(other.locator(".st-key-train")).to_have_count(0)
    press(other.locator(".st-key-copy_shared button"))
    expect(other.get_by_text("Drop a file with a table here")).to_be_visible()


def drawn(page: Page) -> None:
    """Wait for the chart of the forecast: the network's line is in it, and has points."""
    expect(page.locator(".st-key-forecast .legendtext", has_text="GRU").first).to_be_visible()
    line = page.locator(".st-key-forecast .scatterlayer .js-line").last
    expect(line).to_have_attribute("d", re.compile(r"^M[\d.,-]+[LHVC][\d.]"))


def one_start_is_drawn(page: Page) -> None:
    """Choose one moment, see its forecast, and go back to all of them."""
    for words in ("2017-12-01", "all 2 starts"):
        choice = page.get_by_role("combobox", name="Forecast made at")
        pick(page, choice, words)
        expect(choice).to_have_value(words)
        drawn(page)


def the_result_keeps_its_settings(page: Page) -> None:
    """Change a setting: the result stays that of its own, which is said between the two, and undo it."""
    own = page.locator("p", has_text="tune").filter(has_text="hidden size 16")
    fold = page.locator(".st-key-part_model summary").first
    said = page.get_by_text("Settings changed since the result below:")
    press(fold)
    size = page.get_by_role("spinbutton", name="Hidden size", exact=True)
    write(size, "12")
    expect(said).to_be_visible()
    expect(own).to_be_visible()
    press(page.get_by_role("button", name="Undo the changes"))
    expect(said).to_have_count(0)
    expect(size).to_have_value("16")
    press(fold)


def pick(page: Page, choice: Locator, words: str) -> None:
    """Choose from a list; one that was opened is closed again by a rerun that comes to its end."""
    option = page.get_by_role("option", name=words)
    for _ in range(TRIES):
        if choice.get_attribute("aria-expanded") != "true":
            press(choice)
        try:
            return option.click(timeout=SOON)
        except NotThere:
            continue
    pytest.fail(f"{words} could not be chosen")


def through_the_menu(page: Page, *titles: str) -> None:
    """Click pages of the menu in turn; at the end the run and the data are there that were before."""
    before = parse_qs(urlsplit(page.url).query)
    for title in titles:
        press(page.get_by_test_id("stSidebarNav").get_by_role("link").filter(has_text=title))
        expect(page.locator("h1")).to_have_text(HEADINGS[title])
    for name in ("run", "data"):
        expect(page).to_have_url(re.compile(rf"[?&]{name}={before[name][0]}(&|$)"))


def told_apart(page: Page) -> None:
    """Train another GRU on the same data: its size is in its name wherever both are listed."""
    data = parse_qs(urlsplit(page.url).query)["data"][0]
    page.goto(page.url.partition("?")[0] + f"?budget=Epochs&epochs=5&hidden_size=8&cells=GRU&data={data}")
    train(page)
    scores(page)
    expect(page.locator("p", has_text="tune GRU")).to_contain_text("hidden size 8")
    names = [f"GRU, hidden size {size}" for size in (8, 16)]
    press(page.get_by_test_id("stSidebarNav").get_by_text("Compare"))
    listed = page.get_by_test_id("stDataFrame").first.locator('tbody td[aria-colindex="1"]')
    expect(listed).to_have_text(names)
    press(page.get_by_test_id("stSidebarNav").get_by_text("Home"))
    for name in names:
        expect(page.get_by_role("link", name=f"{name} on Umsätze.csv")).to_be_visible()
    press(page.get_by_test_id("stSidebarNav").get_by_text("Forecast"))
    drawn(page)


def test_a_leak_is_told_and_left_out_with_one_switch(visit: Visit, tmp_path: Path) -> None:
    sales = [n + 7 * n**3 % 101 for n in range(122)]
    rows = [f"{2010 + n // 12}-{n % 12 + 1:02d},{sales[n]},{sales[n + 2]}" for n in range(120)]
    (tmp_path / "leaking.csv").write_text("month,sales,hint\n" + "\n".join(rows) + "\n", "utf-8")
    page = visit("/forecast?past_covariates=hint&targets=sales")
    upload(page, tmp_path / "leaking.csv")
    expect(page.get_by_text("hint holds what sales will be 2 rows later")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".st-key-leak_guard").get_by_test_id("stDataFrame")).to_be_visible(timeout=PATIENCE)
    press(page.get_by_text("Leave out hint"))
    expect(page.get_by_text("nothing here gives the answers away")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("hint holds what sales will be")).to_have_count(0, timeout=PATIENCE)
    page.reload()
    expect(page.get_by_text("nothing here gives the answers away")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Leave out hint")).to_be_visible(timeout=PATIENCE)


def test_a_long_run_is_stopped_and_keeps_what_it_learned(visit: Visit, sales: Path) -> None:
    page = visit("/forecast?hidden_size=16&budget=5+min")
    upload(page, sales)
    train(page)
    expect(page.get_by_text(re.compile(r"Step \d")).first).to_be_visible(timeout=PATIENCE)
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_have_count(1)  # the double click started one run
    page = gone_and_back(page)
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_have_count(1)
    press(stop)
    expect(page.get_by_text("the best weights so far were kept")).to_be_visible(timeout=PATIENCE)
    scores(page)


def gone_and_back(page: Page) -> Page:
    """Lose the network, reload again and again, close the tab and open another: the run goes on."""
    before = step(page)
    page.context.set_offline(True)
    assert page.evaluate("fetch('/_stcore/health').then(() => false, () => true)")  # nothing comes through
    page.context.set_offline(False)
    for _ in range(5):
        page.reload(wait_until="domcontentloaded")
    address = page.url
    page.close()
    again = page.context.new_page()
    again.set_default_timeout(PATIENCE)
    again.goto(address)
    after = step(again)
    assert after > before
    again.wait_for_function(
        "after => +document.body.innerText.match(/Step ([\\d,]+)/)?.[1].replaceAll(',', '') > after",
        arg=after,
    )
    return again


def step(page: Page) -> int:
    """How far the run is that the page shows."""
    words = page.get_by_text(re.compile(r"Step \d")).first.inner_text()
    return int(re.search(r"Step ([\d,]+)", words)[1].replace(",", ""))


def test_nothing_is_wider_than_a_telephone(visit: Visit, server: str) -> None:
    page = visit(width=TELEPHONE)
    for path in ("/", "/forecast", "/generate"):
        page.goto(server + path)
        page.locator("h1").wait_for()
        expect(page.get_by_test_id("stMain").get_by_role("button").last).to_be_visible()
        assert sideways(page) <= TELEPHONE, path


OUTSIDE = (
    *("/../x", "/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/app.py", "//etc/passwd"),
    *(
        "/media/../../etc/passwd",
        "/static/../../app.py",
        "/app.py",
        "/pages/home.py",
        "/nope%00",
        "/nope?page=../x",
    ),
)


def test_an_address_that_is_no_page_leads_home_and_shows_nothing_of_the_disk(
    visit: Visit, server: str
) -> None:
    """The paths go out as they are: a browser would have made them harmless first."""
    shell = answer(server, "/")
    for path in OUTSIDE:
        assert answer(server, path) in (shell, (400, b"Bad Request"), (404, b"Not Found")), path
    page = visit("/nope?page=../x")
    expect(page.get_by_role("dialog").get_by_text("does not seem to exist")).to_be_visible()
    press(page.get_by_role("dialog").get_by_role("button"))
    expect(page.locator("h1")).to_have_text("RNN playground")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def answer(server: str, path: str) -> tuple[int, bytes]:
    """The status and the body that the server gives for a path."""
    with closing(HTTPConnection(server.removeprefix("http://"), timeout=30)) as connection:
        connection.request("GET", path)
        found = connection.getresponse()
        return found.status, found.read()


def test_one_click_on_an_example_shows_a_moving_curve(visit: Visit) -> None:
    page = visit("/")
    press(page.locator(".st-key-preset_sunspots button").first)  # one network
    expect(page.get_by_text("Forecast a time series")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg").first).to_be_visible(timeout=PATIENCE)
