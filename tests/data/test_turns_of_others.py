"""While a large or hostile file is read, whoever else is served by the process gets a turn."""

import contextlib
import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from rnnkit.data import read_table, read_text
from rnnkit.errors import DataError
from tests.data.hostile import PLACES, run_of
from tests.data.test_text import POEMS

MOST = 1.0
"""Seconds that nobody shall wait for a turn."""


def longest_pause(work: Callable[[], object]) -> float:
    """Seconds of work of this process in which another thread of it had no turn, the longest of them.

    Time in which the machine did something else is not counted.
    """
    done, pauses = threading.Event(), [0.0]

    def tick() -> None:
        last = time.process_time()
        while not done.wait(0.002):
            pauses.append((now := time.process_time()) - last)
            last = now

    other = threading.Thread(target=tick)
    other.start()
    with contextlib.suppress(DataError):
        work()
    done.set()
    other.join()
    return max(pauses)


def table() -> object:
    rows = "".join(
        f"2024-{1 + i % 12:02d}-{1 + i % 28:02d},{i * 7 % 1000 / 7:.3f},{i}\n" for i in range(40_000)
    )
    return read_table(("day,y,z\n" + rows * 3).encode())


def text() -> object:
    return read_text((POEMS * (5_000_000 // len(POEMS.encode()))).encode())


def hostile(place: str) -> object:
    read = read_text if place == "text" else read_table
    for piece in ("1 ", "UTC ", '"\n', "\u0315\u0300"):
        with contextlib.suppress(DataError):
            read(PLACES[place](run_of(piece, 300_000)).encode())
    return None


WORK = {"a table": table, "a text": text} | {f"hostile {place}": partial(hostile, place) for place in PLACES}


@pytest.mark.parametrize("what", WORK)
def test_others_have_their_turn_while_a_file_is_read(what: str) -> None:
    """A pause that is over in two of three tries was the machine's, not the reading's."""
    assert any(longest_pause(WORK[what]) < MOST for _ in range(3))


def test_a_piece_of_work_that_gives_no_turn_is_seen() -> None:
    """The measure itself: one call of sorting takes every turn while it lasts; in pieces it does not."""
    count, piece = 2_000_003, 10_000
    numbers = [i * 7919 % count for i in range(count)]
    whole = longest_pause(lambda: sorted(numbers))
    parted = min(
        longest_pause(lambda: [sorted(numbers[at : at + piece]) for at in range(0, count, piece)])
        for _ in range(3)  # the first try may meet a machine that is slow to wake a thread
    )
    assert whole > 5 * parted
