"""A fault that lasts an hour costs a few lines in the log, not a few thousand."""

import logging

from rnnkit.jobs.repeat_filter import RepeatFilter


def record(message: str, error: Exception | None = None) -> logging.LogRecord:
    caught = (type(error), error, None) if error else None
    return logging.LogRecord("broker", logging.WARNING, "", 0, "It waits: %s", (message,), caught)


def test_what_is_said_twice_a_second_for_an_hour_is_written_eleven_times() -> None:
    now = 0.0
    repeats = RepeatFilter(lambda: now)
    written = []
    for _ in range(7200):
        said = record("busy")
        if repeats.filter(said):
            written.append((now, said.getMessage()))
        now += 0.5
    assert [second for second, _ in written] == [0, 10, 30, 70, 150, 310, 630, 1230, 1830, 2430, 3030]
    assert [text for _, text in written[:3]] == [
        "It waits: busy",
        "It waits: busy (19 more times until now)",
        "It waits: busy (39 more times until now)",
    ]


def test_something_else_is_written_at_once() -> None:
    repeats = RepeatFilter(lambda: 0.0)
    assert [repeats.filter(record(message)) for message in ("a", "b", "a")] == [True, True, False]
    assert [repeats.filter(record("a", OSError(text))) for text in ("x", "y", "x")] == [True, True, False]


def test_a_fault_that_comes_back_later_is_news_again() -> None:
    now = 0.0
    repeats = RepeatFilter(lambda: now)
    assert repeats.filter(record("busy"))
    now = 3600.0
    again = record("busy")
    assert repeats.filter(again)
    assert again.getMessage() == "It waits: busy"


def test_what_is_remembered_is_bounded() -> None:
    repeats = RepeatFilter(lambda: 0.0)
    for number in range(1000):
        repeats.filter(record(str(number)))
    assert len(repeats._said) <= 100
