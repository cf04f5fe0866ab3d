"""A visit with tunes: upload, train, hear what was written, and take it home."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.screens import TELEPHONE, press, sideways, turn
from rnnkit.data.samples.dances import dances
from rnnkit.data.tunes import read_tunes
from rnnkit.music import timed

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000
TUNES = "\n".join(dances(0).split("\n\n")[:60])


def seconds(audio: Locator) -> float:
    """How long a sound is, once the browser has read so much of it that it knows."""
    return audio.evaluate(
        "a => new Promise(done => a.readyState ? done(a.duration)"
        " : a.addEventListener('loadedmetadata', () => done(a.duration)))"
    )


def test_a_visit_with_tunes(visit: Visit, tmp_path: Path) -> None:
    # Fewer steps take longer: a network that has not learned to end writes a hundred tunes of full length.
    page = visit("/compose?budget=Steps&steps=120&learning_rate=0.02&hidden_size=16&embedding_size=16")
    file = {"name": "dances.abc", "mimeType": "text/vnd.abc", "buffer": TUNES.encode()}
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_text("60 tunes").first).to_be_visible()
    press(page.locator(".st-key-train button"))

    get = page.locator("[class*=st-key-get_abc_written_] button")
    expect(get).to_be_visible(timeout=PATIENCE)
    audio = page.locator("audio:visible")
    expect(audio).to_have_count(1)
    heard = seconds(audio)
    with page.expect_download() as waiting:
        press(get)
    waiting.value.save_as(tmp_path / "tune.abc")
    (tune,) = read_tunes((tmp_path / "tune.abc").read_bytes()).tunes
    assert heard == pytest.approx(min(timed(tune).seconds, 120), abs=0.1)
    assert page.locator("[class*=st-key-drawn_written_] svg rect").count() > 0

    tempo = page.get_by_role("slider", name="Tempo")
    tempo.focus()
    tempo.press("Home")  # the slowest there is
    slow = min(timed(tune, 40).seconds, 120)
    page.wait_for_function(
        f"[...document.querySelectorAll('audio')].some(a => Math.abs(a.duration - {slow}) < 0.1)"
    )
    turn(page, TELEPHONE, "dark")
    assert sideways(page) <= TELEPHONE
