"""Which cookie makes a browser the owner of its runs."""

from types import SimpleNamespace

import pytest

from pages.ui.frame import state

PLAIN, HOST = "rnnkit_visitor", "__Host-rnnkit_visitor"
MINE, PLANTED = "m" * 43, "p" * 43


@pytest.mark.parametrize(
    ("url", "cookies", "brought"),
    [
        ("https://host/home", {HOST: MINE}, MINE),
        ("https://host/home", {HOST: MINE, PLAIN: PLANTED}, MINE),
        ("https://host/home", {PLAIN: PLANTED}, ""),
        ("HTTPS://host", {PLAIN: PLANTED}, ""),
        ("https://host/home", {HOST: "short", PLAIN: PLANTED}, ""),
        ("http://localhost:8501/", {PLAIN: MINE}, MINE),
        ("http://localhost:8501/", {PLAIN: "<script>"}, ""),
        (None, {PLAIN: MINE}, MINE),
    ],
)
def test_over_https_only_the_cookie_that_nobody_else_can_set_is_taken(
    monkeypatch: pytest.MonkeyPatch, url: str | None, cookies: dict[str, str], brought: str
) -> None:
    monkeypatch.setattr("pages.ui.frame.state.st.context", SimpleNamespace(url=url, cookies=cookies))
    assert state.brought() == brought


def test_the_script_keeps_the_secret_under_the_name_that_the_server_reads() -> None:
    from pages.ui.frame.visitor_cookie import SCRIPT

    line = next(line for line in SCRIPT.read_text("utf-8").splitlines() if line.startswith("const NAME"))
    https, http = state.COOKIES["https"], state.COOKIES["http"]
    assert line == f'const NAME = location.protocol === "https:" ? "{https}" : "{http}";'
