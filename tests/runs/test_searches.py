"""Searches in the store: whose they are, what they may take, and that their trials belong together."""

import math
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rnnkit.errors import ConfigError, JobError, LimitError, NotFoundError
from rnnkit.runs.quotas import Quotas
from rnnkit.runs.searching import SearchDriver
from rnnkit.runs.store import Store
from tests.runs.searched import asked, driven

SOON = "At most 2 of your searches may go on at once"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(
        f"sqlite:///{tmp_path / 'runs.sqlite'}", Quotas(queued_each=3, runs_each=3, free_megabytes=0)
    )
    yield opened
    opened.close()


def test_trials_come_into_the_queue_a_few_at_a_time_and_take_no_place_of_other_runs(store: Store) -> None:
    search_id = asked(store, over={"hidden_size": tuple(range(2, 14))})
    driven(store, search_id, SearchDriver(store), slots=2)
    waiting = store.queue.waiting()
    assert [(run.task, run.search, run.viewer) for run in waiting] == [("trial", search_id, "ann")] * 2
    mine = store.of("ann")
    dataset_id = mine.searches.get(search_id).dataset_id
    for _ in range(3):
        own = mine.queue.submit('{"task": "memory"}', dataset_id)
        mine.queue.cancel(own)
    assert len(mine.runs.newest(10)) == 3, "trials are not listed among the runs of a person"
    assert len(store.of("ann").searches.trials(search_id)) == 2, "nor do they push out others, or go first"
    assert store.audit() == []


def test_nobody_plays_with_a_trial(store: Store) -> None:
    driven(store, asked(store), SearchDriver(store), slots=1)
    (trial,) = store.queue.waiting()
    with pytest.raises(JobError, match="A search decides how its trials are trained"):
        store.of("ann").queue.wish(trial.id, "double")


def test_another_visitor_takes_turns_with_a_search(store: Store) -> None:
    search_id = asked(store, over={"hidden_size": tuple(range(2, 14))})
    driven(store, search_id, SearchDriver(store), slots=2)
    bob = store.of("bob")
    run_id = bob.queue.submit('{"task": "memory"}', bob.uploads.add("a", b"1"))
    assert [run.id for run in store.queue.waiting()].index(run_id) == 1


def test_a_search_is_nobody_elses(store: Store) -> None:
    search_id = asked(store)
    bob = store.of("bob").searches
    assert bob.find() == []
    for look in (bob.get, bob.trials, bob.measure, bob.delete):
        with pytest.raises(NotFoundError, match="no such search"):
            look(search_id)
    bob.stop(search_id)
    bob.touch(search_id)
    assert store.of("ann").searches.get(search_id).active


def test_a_search_counts_as_one_run_of_the_hour_and_two_go_on_at_once(store: Store) -> None:
    first = asked(store)
    asked(store)
    with pytest.raises(LimitError, match=SOON):
        asked(store)
    store.of("ann").searches.stop(first)
    asked(store)
    strict = Store(store.url, Quotas(runs_an_hour=3, free_megabytes=0))
    strict.of("ann").searches.stop(store.of("ann").searches.find()[0].id)
    with pytest.raises(LimitError, match="At most 3 runs an hour"):
        asked(strict)


def test_what_is_too_much_for_one_search_is_refused(store: Store) -> None:
    with pytest.raises(ConfigError, match="300 trainings are too many for one search, at most 240"):
        asked(store, folds=10, seeds=10)
    short = Store(store.url, Quotas(run_seconds=60, free_megabytes=0))
    with pytest.raises(LimitError, match="A search may take at most 60 s here"):
        asked(short, steps=None, budget=61.0)


def test_a_search_is_deleted_with_its_trials_and_only_when_it_has_ended(store: Store) -> None:
    search_id = asked(store)
    driven(store, search_id, SearchDriver(store), slots=2)
    mine = store.of("ann")
    with pytest.raises(JobError, match="This search still goes on; stop it"):
        mine.searches.delete(search_id)
    mine.searches.stop(search_id)
    assert {run.state for run in store.runs.find()} == {"cancelled"}
    assert not SearchDriver(store).look(2), "nobody starts another trial"
    mine.searches.delete(search_id)
    assert store.runs.find() == []


def test_trials_are_forgotten_with_their_search_and_never_before(store: Store) -> None:
    search_id = asked(store)
    driven(store, search_id, SearchDriver(store), slots=2)
    old = time.time() + 40 * 24 * 3600
    store.retention.prune(old)
    assert len(store.runs.find()) == 2, "the search goes on"
    store.of("ann").searches.stop(search_id)
    assert store.retention.prune(old) == 2, "the search, and then its data"
    assert (store.runs.find(), store.of("ann").searches.find()) == ([], [])


def test_everything_of_a_visitor_is_gone_with_searches(store: Store) -> None:
    search_id = asked(store)
    driven(store, search_id, SearchDriver(store), slots=2)
    store.of("ann").library.delete_everything()
    assert (store.of("ann").searches.find(), store.runs.find()) == ([], [])
    assert not SearchDriver(store).look(2)


def test_a_search_that_cannot_be_driven_ends_with_a_reason_and_the_others_go_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = asked(store), asked(store, "bob")
    monkeypatch.setattr(
        store.searches,
        "trials",
        lambda search_id, plain=store.searches.trials: (
            [1 / 0, plain][search_id == sound] if search_id == broken else plain(search_id)
        ),
    )
    driven(store, broken, SearchDriver(store))
    assert store.of("ann").searches.get(broken).state == "failed"
    assert "Something broke inside the app" in store.of("ann").searches.get(broken).reason
    assert store.of("bob").searches.trials(sound)


def test_seconds_count_while_somebody_looks_and_not_while_nobody_did(store: Store) -> None:
    search_id = asked(store, steps=None, budget=100.0)
    now = [0.0]
    driver = SearchDriver(store, lambda: now[0])
    for moment in (0.0, 1.0, 2.5, 60.0, 60.5):
        now[0] = moment
        found = driven(store, search_id, driver)
    assert found.seconds == 5.5, "the store hears of it once a second"
    now[0] = 1_000.0
    assert driven(store, search_id, SearchDriver(store, lambda: now[0])).seconds == 5.5
    alone = SearchDriver(store, lambda: now[0], longest=math.inf)
    driven(store, search_id, alone)
    now[0] += 20.0
    assert driven(store, search_id, alone).seconds == 25.5
