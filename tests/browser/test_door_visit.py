"""Servers that ask before they show anything: a password, an account; addresses survive the question."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import PATIENCE, ROOT, inherited, newcomer, serving
from browser.one_provider import CLIENT, SECRET, provider
from browser.screens import at_rest, write

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
SAMPLE = "/forecast?sample=airline&cells=GRU&hidden_size=16"
FORECAST = "Forecast a time series"


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Browsers nobody used before."""
    contexts: list[BrowserContext] = []

    def newly() -> BrowserContext:
        contexts.append(newcomer(browser))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1]

    yield newly
    for context in contexts:
        context.close()


def opened(context: BrowserContext, where: str) -> Page:
    page = context.new_page()
    page.goto(where)
    page.locator("h1").wait_for()
    return page


def test_a_password_is_asked_for_once_and_the_address_survives_it(
    tmp_path: Path, said: list[str], arrive: Callable[[], BrowserContext]
) -> None:
    with serving(tmp_path, said, RNNKIT_PASSWORD=PASSWORD) as where:
        with urlopen(f"{where}/_stcore/health") as answer:
            assert answer.read() == b"ok"
        port = where.rpartition(":")[2]
        probe = [sys.executable, "-m", "rnnkit", "healthy", "--port", port]
        asked = subprocess.run(probe, cwd=ROOT, env=inherited() | {"RNNKIT_HOME": str(tmp_path)}, check=False)
        assert asked.returncode == 0
        context = arrive()
        page = opened(context, where + SAMPLE)
        field = page.get_by_label("Password", exact=True)
        expect(field).to_be_visible()
        expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
        write(field, "not the password")
        expect(page.get_by_text("This password is wrong: 4 tries left.")).to_be_visible()
        write(field, PASSWORD)
        expect(page.get_by_role("heading", name=FORECAST)).to_be_visible()
        assert re.search(r"[?&]cells=GRU\b", page.url)
        assert "sample=airline" in page.url
        page.reload()
        expect(page.get_by_role("heading", name=FORECAST)).to_be_visible()
        expect(opened(context, where).get_by_test_id("stSidebarNav")).to_be_visible()
        expect(opened(arrive(), where).get_by_label("Password", exact=True)).to_be_visible()


def free_port() -> int:
    """A port that nobody listens on now: the provider has to know it before the server starts."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_an_account_owns_runs_on_every_device(
    tmp_path: Path, said: list[str], arrive: Callable[[], BrowserContext]
) -> None:
    port = free_port()
    secrets = tmp_path / "secrets.toml"
    with provider() as one:
        secrets.write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{"c" * 40}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{one.issuer}/.well-known/openid-configuration"\n'
        )
        options = (f"--server.port={port}", f"--secrets.files={secrets}")
        with serving(tmp_path / "home", said, *options, RNNKIT_LOGIN="optional") as where:
            page = opened(arrive(), where + SAMPLE)
            expect(page.get_by_role("heading", name=FORECAST)).to_be_visible()
            expect(page.get_by_text("Airline passengers · 144 rows")).to_be_visible()
            at_rest(page)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_text("Signed in as Ada L.")).to_be_visible()
            expect(page.get_by_role("heading", name=FORECAST)).to_be_visible()
            assert re.search(r"[?&]cells=GRU\b", page.url)
            page.get_by_role("button", name="Take them along").click()
            expect(page.get_by_text("All of it is in your account now.")).to_be_visible()
            expect(page.get_by_text("Airline passengers · 144 rows")).to_be_visible()
            kept = re.sub("sample=airline&?", "", page.url)  # which everybody may read
            other = opened(arrive(), kept)
            expect(other.get_by_text("This data is not in your browser")).to_be_visible()
            at_rest(other)
            other.get_by_role("button", name="Sign in").click()
            expect(other.get_by_text("Airline passengers · 144 rows")).to_be_visible()
            other.get_by_role("button", name="Sign out").click()
            expect(other.get_by_role("button", name="Sign in")).to_be_visible()
