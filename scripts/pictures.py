"""Take the pictures of README.md from the running app: `python -m scripts.pictures`, or some: `... gates`.

A server of its own with an empty store, one visitor, a few short trainings (five minutes); each picture
goes to `docs/pictures` with few colours, so that it stays small.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

from scripts.chromium import find

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/pictures"
WIDTH, HEIGHT = 1440, 1000
MOST_BYTES = 150_000
PATIENCE = 120_000  # milliseconds; trainings take their budget, a busy machine longer
ROW, TICK = 35, 16  # pixels: a row of the table of Compare, and from its left into the column for ticking
FIRST = "/forecast?budget=20+s&cells=RNN&cells=GRU&cells=LSTM"


def main(wanted: Collection[str]) -> None:
    """Take the wanted pictures, or all four."""
    expect.set_options(timeout=PATIENCE)
    FOLDER.mkdir(exist_ok=True)
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find()), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, base_url=address)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        for take, scheme in TAKEN.items():
            if wanted and take.__name__ not in wanted:
                continue
            page.emulate_media(color_scheme=scheme)  # before the page is drawn: figures are drawn for it
            take(page)
        browser.close()


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh app on a free port."""
    with tempfile.TemporaryDirectory() as home:
        words = [sys.executable, "-m", "rnnkit", "app", "--port", "0", "--address", "127.0.0.1"]
        with subprocess.Popen(
            words, cwd=ROOT, env=os.environ | {"RNNKIT_HOME": home}, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            said = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stdout)
            try:
                yield next(found[0] for found in said if found)
            finally:
                process.terminate()
                process.communicate()  # a server whose words nobody reads does not end


def forecast(page: Page) -> None:
    """Three networks over what really happened."""
    page.goto(FIRST)
    page.locator(".st-key-sample_airline button").first.click()
    page.locator(".st-key-train button").click()
    expect(page.locator(".st-key-forecast .js-plotly-plot")).to_be_visible()
    expect(page.get_by_test_id("stMain").get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    save(page, "forecast", page.get_by_test_id("stAlert"))


def compare(page: Page) -> None:
    """The same three, ranked, with the curves of the two best."""
    page.goto("/compare")
    table = page.get_by_test_id("stDataFrame").first
    expect(table.locator('tbody td[aria-colindex="1"]').first).to_be_attached()
    box = table.bounding_box()
    assert box is not None
    for row in (1, 2):
        page.mouse.click(box["x"] + TICK, box["y"] + ROW * (row + 0.5))
        expect(page.get_by_text(f"{'AB'[row - 1]} · ").first).to_be_visible()
    expect(page.get_by_text("Is the difference real?")).to_be_visible()
    save(page, "compare", page.get_by_role("heading", name="Compare runs"))


def generate(page: Page) -> None:
    """A text that a network wrote, each symbol shaded by how much it surprised the model."""
    page.goto("/generate?write_length=600&write_temperature=1.3")
    page.locator(".st-key-sample_hamlet button").first.click()
    page.locator(".st-key-budget").get_by_text("1 min", exact=True).click()
    page.locator(".st-key-train button").click()
    shown = page.locator("[class*=st-key-letters_] .page").first
    expect(shown.locator("[data-place]")).to_have_count(600)
    expect(page.get_by_role("slider", name="Temperature")).to_be_visible()
    save(page, "generate", page.get_by_role("heading", name="Play", exact=True))


def gates(page: Page) -> None:
    """Every gate of every unit, as a trained network reads a text."""
    page.goto("/gates?network=lstm")
    expect(page.get_by_role("img", name=re.compile("gate of 96 units")).first).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("gates of unit 1 ")).first).to_be_visible()
    expect(page.get_by_role("radio", name="Forget")).to_be_visible()
    expect(page.get_by_role("slider", name="Unit")).to_be_visible()
    save(page, "gates", page.get_by_role("heading", name="All units over time"))


def save(page: Page, name: str, top: Locator) -> None:
    """A picture of what begins at `top`, in as many colours as fit."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    top.first.evaluate("one => { one.style.scrollMarginTop = '5rem'; one.scrollIntoView(); }")
    page.mouse.move(WIDTH - 1, HEIGHT // 2)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    for colors in (256, 128, 64, 32):
        out = io.BytesIO()
        picture.quantize(colors, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if len(out.getvalue()) < MOST_BYTES:
            break
    (FOLDER / f"{name}.png").write_bytes(out.getvalue())
    print(name, len(out.getvalue()), colors, flush=True)


TAKEN: Mapping[Callable[[Page], None], Literal["light", "dark"]] = {
    gates: "dark",
    forecast: "light",
    compare: "light",
    generate: "dark",
}

if __name__ == "__main__":
    main(sys.argv[1:])
