"""Turns in front of the workers: worked examples, and that the place shown is the order of the start."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from rnnkit.runs.sql.schema import runs, uses
from rnnkit.runs.store import Store
from tests.runs.conftest import queue


def start(store: Store) -> str:
    """Start the next run and give the label of its owner."""
    run = store.queue.claim("me")
    assert run is not None
    return run.viewer


def end(store: Store, viewer: str) -> None:
    """End the oldest working run of a visitor."""
    run = store.of(viewer).runs.find(states=["running"])[0]
    store.queue.finish(run.id, run.attempt, "finished")


def waiting(store: Store) -> str:
    """Whose runs wait, in the order of their places."""
    found = store.runs.find(states=["queued"])
    assert sorted(run.place for run in found) == list(range(1, len(found) + 1))
    return "".join(run.viewer for run in sorted(found, key=lambda run: run.place))


def test_one_who_comes_later_goes_before_the_second_run_of_another(store: Store) -> None:
    queue(store, "a", 3)
    queue(store, "b", 2)
    queue(store, "c", 1)
    assert waiting(store) == "abcaba"
    assert [start(store) for _ in range(6)] == list("abcaba")


def test_a_lone_visitor_has_every_place_but_gets_no_second_one_while_another_waits(store: Store) -> None:
    queue(store, "a", 6)
    assert [start(store), start(store)] == ["a", "a"]
    queue(store, "b", 2)
    assert waiting(store) == "bbaaaa"
    end(store, "a")
    assert start(store) == "b"  # a still works on one
    end(store, "a")
    assert start(store) == "a"  # each has one again


def test_after_a_long_run_alone_a_newcomer_is_next(store: Store) -> None:
    queue(store, "a", 5)
    for _ in range(3):
        start(store)
        end(store, "a")
    queue(store, "b", 2)
    assert waiting(store) == "baba"
    assert start(store) == "b"
    end(store, "b")
    assert waiting(store) == "aba"


def test_runs_that_were_taken_back_cost_no_turn(store: Store) -> None:
    queue(store, "b", 2)
    for run_id in queue(store, "a", 5):
        store.of("a").queue.cancel(run_id)
    queue(store, "a", 1)
    assert waiting(store) == "bab"


steps = st.lists(st.tuples(st.sampled_from(["ask", "start", "end"]), st.sampled_from("abc")), max_size=25)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(steps)
def test_place_one_starts_next_and_none_has_two_while_another_has_nothing(
    store: Store, doings: list[tuple[str, str]]
) -> None:
    with store._database.writing() as connection:
        connection.execute(delete(runs))
        connection.execute(delete(uses))  # all examples are of one hour
    for doing, viewer in doings:
        at_work = Counter(run.viewer for run in store.runs.find(states=["running"]))
        if doing == "ask" and len(store.of(viewer).runs.find(states=["queued"])) < 3:
            queue(store, viewer, 2)
        elif doing == "end" and at_work[viewer]:
            end(store, viewer)
        elif doing == "start" and (order := waiting(store)):
            chosen = start(store)
            assert chosen == order[0]
            assert at_work[chosen] == min(at_work[other] for other in set(order))
