"""A few pages are drawn at once; the next begins when one is done, or has been drawn for long."""

from contextlib import ExitStack
from threading import Event, Thread

import pytest

from pages.ui.page.turns import AT_ONCE, HELD, Places


class Clock:
    """A clock that goes when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_place_is_free_at_once_until_so_many_draw(clock: Clock) -> None:
    places = Places(clock)
    with ExitStack() as drawn:
        for _ in range(AT_ONCE):
            assert places.wait() == 0
            drawn.enter_context(places.turn())
        assert places.wait() == HELD
    assert places.wait() == 0


def test_the_next_page_begins_when_one_is_done(clock: Clock) -> None:
    places, begun = Places(clock), Event()

    def draw() -> None:
        with places.turn():
            begun.set()

    with ExitStack() as drawn:
        for _ in range(AT_ONCE):
            drawn.enter_context(places.turn())
        waiting = Thread(target=draw)
        waiting.start()
        assert not begun.wait(0.05)
    assert begun.wait(60)
    waiting.join()


def test_who_came_first_is_served_first(clock: Clock) -> None:
    places, served, waiting = Places(clock), list[int](), list[Thread]()

    def draw(number: int) -> None:
        with places.turn():
            served.append(number)

    with ExitStack() as drawn:
        for _ in range(AT_ONCE - 1):
            drawn.enter_context(places.turn())
        with places.turn():
            for number in range(20):
                waiting.append(Thread(target=draw, args=(number,)))
                waiting[-1].start()
                while places.in_line <= number:
                    pass
        for thread in waiting:
            thread.join()
    assert served == list(range(20))


def test_a_page_that_ends_in_an_exception_gives_its_place_back(clock: Clock) -> None:
    places = Places(clock)
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ValueError, match="drawn anew"), places.turn():
            raise ValueError("drawn anew")


def test_pages_that_draw_for_long_keep_nobody_waiting(clock: Clock) -> None:
    places = Places(clock)
    with ExitStack() as reading:
        for _ in range(AT_ONCE):
            reading.enter_context(places.turn())
            clock.now += 0.25
        assert places.wait() == pytest.approx(HELD - 0.25 * AT_ONCE)
        clock.now += HELD
        assert places.wait() == 0
        for _ in range(AT_ONCE):
            assert places.wait() == 0
            reading.enter_context(places.turn())
        assert places.wait() == HELD
        clock.now += 0.5
        assert places.wait() == HELD - 0.5
