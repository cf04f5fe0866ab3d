"""What anybody may write behind the address of a page: each is answered, and none is an incident."""

import pytest
from made_up import ME, Visit, monthly_csv

from rnnkit.runs.store import Store

# By the numbers of the list of bad inputs that the limits of this app were drawn from.
IDS = {
    "76 unknown": "nope",
    "76 quotes": "' OR 1=1--",
    "77 twice": ["a", "b"],
    "78 long": "a" * 100_000,
    "82 zero": "\x00",
    "82 no UTF-8": "\ufffd\ufffd",
    "82 turned": "\u202egnp.exe",
}


def texts(app: object) -> str:
    found = [element.value for kind in ("error", "warning", "info") for element in getattr(app, kind)]
    return "\n".join(map(str, found))


@pytest.mark.parametrize("page", ["forecast", "your_run"])
def test_an_id_that_is_none_reads_like_one_that_is_missing(visit: Visit, page: str) -> None:
    missing = texts(visit(page, run="missing"))
    for number, value in IDS.items():
        app = visit(page, run=value)
        assert not app.exception, number
        assert texts(app) == missing, number


WRONG = ("../x", "\x00", "\ufffd", "\u202e", ["1", "2"], "9" * 400, "NaN", "inf", "-1e999", "True")
NAMES = ("hidden_size", "budget", "cells", "sample", "lesson", "seed", "targets", "bidirectional")


@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:8])
def test_settings_that_are_none_are_ignored_or_refused(
    visit: Visit, store: Store, value: str | list[str]
) -> None:
    """79: an address knows no page but its path; 82: and nothing behind it is taken as it is."""
    data = store.of(ME).uploads.add("sales.csv", monthly_csv())
    app = visit("forecast", data=data, **dict.fromkeys(NAMES, value))
    assert not app.exception
    assert "incident" not in texts(app)
    assert "\u202e" not in texts(app)


SPELLED = {
    "3 s": 3.0,
    "instant": 3.0,
    "Instant": 3.0,
    "60 s": 60.0,
    "1 min": 60.0,
    "90 s": 90.0,
    "STEPS": "steps",
}


@pytest.mark.parametrize("words", SPELLED)
def test_a_length_of_training_is_understood_however_it_is_spelled(
    visit: Visit, store: Store, words: str
) -> None:
    data = store.of(ME).uploads.add("sales.csv", monthly_csv())
    app = visit("forecast", data=data, budget=words)
    assert app.session_state["budget"] == SPELLED[words]
    assert app.button(key="train").proto.disabled is False
