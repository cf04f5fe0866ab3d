"""Searches with real networks: the test part is opened once, rankings repeat, and what was killed goes on."""

import math
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from rnnkit.config import parse
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.execute import JOBS, _outcome, carry_out
from rnnkit.runs.searching import SearchDriver
from rnnkit.runs.sql.rows import Search
from rnnkit.runs.store import Store
from rnnkit.runs.trial_job import RoundKeeper
from rnnkit.runs.worker import checkpointer
from rnnkit.search.settings import SearchConfig, TrialConfig
from rnnkit.search.trials import ranking
from rnnkit.training import loop as training
from rnnkit.training.fitting import NO_CHECKPOINTS
from tests.runs.searched import asked


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    yield opened
    opened.close()


def searched(store: Store, search_id: str) -> Search:
    InlineJobs(store.url).wake()
    return store.of("ann").searches.get(search_id)


def ranked(store: Store, search_id: str) -> list[tuple[int, int, float]]:
    search = store.of("ann").searches.get(search_id)
    return ranking(parse(SearchConfig, search.config), store.of("ann").searches.trials(search_id))


def test_the_best_third_goes_on_and_the_winner_alone_opens_the_test_part(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    report = JOBS["memory"].report
    from rnnkit.tasks.memory import run as memory

    plain = memory.report
    monkeypatch.setattr(memory, "report", lambda *args: (opened.append(report), plain(*args))[1])
    search = searched(store, asked(store))
    assert (search.state, search.reason, len(opened)) == ("finished", "", 1)
    trials = store.of("ann").searches.trials(search.id)
    assert [(trial.unit.setting, trial.unit.repeat, trial.round) for trial in trials][:6] == [
        (setting, repeat, 0) for setting in range(3) for repeat in range(2)
    ]
    best = ranked(store, search.id)[0][0]
    assert [trial.unit.setting for trial in trials[6:]] == [best]
    for trial in trials:
        summary = store.results.summary(trial.run)
        assert "metrics" not in summary
        assert "test" not in str(store.results.frame_names(trial.run))
        assert store.results.weights(trial.run) == b""
    winner = store.runs.get(search.winner)
    summary = store.results.summary(winner.id)
    assert (winner.state, winner.search, winner.task) == ("finished", None, "memory")
    assert summary["metrics"]
    assert summary["steps"] == 90
    assert summary["config"]["hidden_size"] == (4, 6, 8)[best]
    assert store.audit() == []


def test_the_winner_goes_on_from_its_trial_and_is_what_it_would_have_been_alone(store: Store) -> None:
    search = searched(store, asked(store))
    winner = store.runs.get(search.winner)
    alone = store.of("ann")
    run_id = alone.queue.submit(winner.config, winner.dataset_id)
    InlineJobs(store.url).wake()
    assert store.results.weights(run_id) == store.results.weights(winner.id)
    both = [store.results.summary(each)["metrics"] for each in (run_id, winner.id)]
    assert both[0] == both[1]
    assert store.progress.curve(winner.id)["step"].tolist() in ([], [90]), "nothing is trained twice"


def test_the_same_seed_gives_the_same_ranking_and_the_scores_are_the_least_losses(store: Store) -> None:
    first, second = (searched(store, asked(store, seed=3)) for _ in range(2))
    assert ranked(store, first.id) == ranked(store, second.id)
    assert all(math.isfinite(score) for _, _, score in ranked(store, first.id))
    trial = store.of("ann").searches.trials(first.id)[0]
    assert trial.score == store.progress.curve(trial.run)["valid_loss"].min()


def test_a_trial_that_is_killed_goes_on_from_its_checkpoint_and_nothing_changes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker dies amid the second round, and with it whoever drives the search."""
    monkeypatch.setattr(training, "YIELD_SECONDS", 0.0)
    monkeypatch.setattr(checkpointer, "EVERY", 0.0)
    monkeypatch.setattr(checkpointer, "SHARE", 1e9)
    monkeypatch.setattr(checkpointer, "NETWORK_RATE", 1e12)
    calm = searched(store, asked(store, seed=5))
    rough = asked(store, seed=5)
    killed = play_until_killed(store, rough, lambda run, step: run.label and step == 50)
    assert store.runs.get(killed).state == "interrupted"
    assert 45 <= store.of("ann").queue.checkpoint(killed).step <= 50
    assert searched(store, rough).state == "finished"
    assert store.runs.get(killed).attempt == 2
    assert ranked(store, rough) == ranked(store, calm.id)
    scores = [
        store.results.summary(store.of("ann").searches.get(each).winner)["metrics"]
        for each in (rough, calm.id)
    ]
    assert scores[0] == scores[1]


def test_a_trial_that_died_before_its_first_checkpoint_starts_anew(store: Store) -> None:
    calm = searched(store, asked(store, seed=5))
    rough = asked(store, seed=5)
    play_until_killed(store, rough, lambda _, step: step >= 1)
    assert searched(store, rough).state == "finished"
    assert ranked(store, rough) == ranked(store, calm.id)


def test_a_round_that_has_nothing_left_to_do_hands_on_what_it_began_with() -> None:
    """On a busy host a round may begin when the time of the whole training is over."""
    config = TrialConfig(of="memory", settings="{}", setting=0, round=1, seconds=0.5)
    keeper = RoundKeeper(NO_CHECKPOINTS, b"earlier", config)
    assert keeper.newest() == b"earlier"
    assert keeper.checkpoint() == b"earlier"
    assert RoundKeeper(NO_CHECKPOINTS, None, config).checkpoint() is None


def play_until_killed(store: Store, search_id: str, when: Callable[[object, int], bool]) -> str:
    """Drive a search until a moment comes in one of its trials, in which its process dies."""
    driver = SearchDriver(store)
    while True:
        driver.look(1)
        run = store.queue.claim("gone")
        if run is None or run.search != search_id:
            raise AssertionError("the moment never came")

        class Dies(BaseException):
            pass

        def watch(progress, run=run) -> None:
            if progress.phase == "training" and when(run, progress.step):
                raise Dies

        work = partial(_outcome, store, run.id, JOBS)
        try:
            carry_out(store, run.id, run.attempt, work, watch=watch)
        except Dies:
            store.queue.finish(run.id, run.attempt, "interrupted", "The server stopped.")
            return run.id
