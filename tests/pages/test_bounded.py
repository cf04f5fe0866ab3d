"""Copies in memory: made once, the longest unused dropped where there is no room."""

import pytest

from pages.ui.access.bounded_cache import LEAST, MEGABYTE, Bounded

ROOM = 10 * LEAST


@pytest.fixture
def kept():
    return Bounded[str](ROOM / MEGABYTE, lambda value: len(value) * LEAST)


def test_a_value_is_made_once_until_all_is_forgotten(kept):
    made = []

    def make():
        made.append(1)
        return "x"

    assert [kept.get("a", make), kept.get("a", make), len(made)] == ["x", "x", 1]
    kept.clear()
    kept.get("a", make)
    assert len(made) == 2


def test_the_longest_unused_goes_first(kept):
    for key in "abc":
        kept.get(key, lambda: "xxx")
    kept.get("a", lambda: "new")  # used again: now the newest
    kept.get("d", lambda: "xxx")
    assert [kept.get(key, lambda: "again") for key in "ad"] == ["xxx", "xxx"]
    assert kept.get("b", lambda: "again") == "again"


def test_what_is_larger_than_the_room_stays_until_the_next_comes(kept):
    kept.get("large", lambda: "x" * 99)
    assert kept.get("large", lambda: "new") == "x" * 99
    kept.get("a", lambda: "x")
    assert kept.get("large", lambda: "new") == "new"


def test_an_error_is_not_kept(kept):
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: str(1 / 0))
    assert kept.get("a", lambda: "x") == "x"
