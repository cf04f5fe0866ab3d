"""A few pages are drawn at once; the next begins when one is done, or when it has waited long."""

from collections.abc import Iterator
from contextlib import ExitStack
from threading import Event, Semaphore, Thread

import pytest

from pages.ui.page import turns


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[Semaphore]:
    found = Semaphore(turns.AT_ONCE)
    monkeypatch.setattr(turns, "_places", found)
    yield found
    assert [found.acquire(blocking=False) for _ in range(turns.AT_ONCE + 1)] == [True] * turns.AT_ONCE + [
        False
    ]


def test_the_next_page_begins_when_one_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 60.0)
    begun = Event()

    def draw() -> None:
        with turns.turn():
            begun.set()

    with ExitStack() as drawn:
        for _ in range(turns.AT_ONCE):
            drawn.enter_context(turns.turn())
        waiting = Thread(target=draw)
        waiting.start()
        assert not begun.wait(0.05)
    assert begun.wait(60)
    waiting.join()


def test_a_page_that_ends_in_an_exception_gives_its_place_back() -> None:
    for _ in range(turns.AT_ONCE + 1):
        with pytest.raises(ValueError, match="drawn anew"), turns.turn():
            raise ValueError("drawn anew")


def test_whoever_waited_long_goes_on_whatever_holds_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    with ExitStack() as stuck:
        for _ in range(2 * turns.AT_ONCE):
            stuck.enter_context(turns.turn())
