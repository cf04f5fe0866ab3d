import math
import threading
from pathlib import Path

import pandas as pd
import pytest

from rnnkit.errors import ConfigError, JobError, NotFoundError
from rnnkit.runs import store as store_module
from rnnkit.runs.store import Store, open_store
from rnnkit.runs.store import home as home_folder
from rnnkit.runs.transitions import LateWriteError
from rnnkit.training.progress import Progress
from tests.runs.conftest import CONFIG, queue


def point(step: int, **values: float | None) -> Progress:
    return Progress("training", step, 100, step / 10, **values)


def running(store: Store, dataset_id: str) -> str:
    run_id = store.of("").queue.submit(CONFIG, dataset_id)
    assert store.queue.claim("me", run_id)
    return run_id


# Data sets


def test_a_data_set_comes_back_as_it_was(store: Store) -> None:
    content = bytes(range(256))
    dataset = store.datasets.get(store.of("ann").uploads.add("a\x00.csv", content, '{"header": true}'))
    assert (dataset.name, dataset.content, dataset.overrides, dataset.viewer) == (
        "a.csv",
        content,
        '{"header": true}',
        "ann",
    )


def test_the_same_data_is_kept_once_but_other_decisions_or_viewers_are_other_data(store: Store) -> None:
    first = store.of("").uploads.add("a.csv", b"1")
    assert store.of("").uploads.add("b.csv", b"1") == first
    others = {
        store.of("").uploads.add("a.csv", b"1", '{"header": false}'),
        store.of("x").uploads.add("a.csv", b"1"),
    }
    assert len(others | {first}) == 3
    assert {store.datasets.get(key).sha256 for key in others} == {store.datasets.get(first).sha256}


def test_missing_things_are_not_found(store: Store, dataset_id: str) -> None:
    run_id = store.of("").queue.submit(CONFIG, dataset_id)
    for look in (
        lambda: store.datasets.get("nope"),
        lambda: store.runs.get("' OR 1=1--"),
        lambda: store.of("").library.delete("nope"),
        lambda: store.results.summary(run_id),
        lambda: store.results.frame(run_id, "../../etc/passwd"),
        lambda: store.results.weights("nope"),
        lambda: store.of("").queue.submit(CONFIG, "nope"),
    ):
        with pytest.raises(NotFoundError):
            look()


@pytest.mark.parametrize("config", ["", "[]", "{}", "3", '{"task'])
def test_settings_must_name_their_task(store: Store, dataset_id: str, config: str) -> None:
    with pytest.raises(ConfigError, match="task"):
        store.of("").queue.submit(config, dataset_id)


# The queue


def test_a_new_run_waits_with_its_place(store: Store, dataset_id: str) -> None:
    first, second, third = (
        store.of("").queue.submit(CONFIG, dataset_id, label=cell) for cell in ("RNN", "GRU", "LSTM")
    )
    assert [run.place for run in store.runs.find()] == [1, 2, 3]
    assert store.of("").queue.cancel(second)
    assert store.runs.get(second).state == "cancelled"
    assert store.runs.get(third).place == 2
    claimed = store.queue.claim("me")
    assert claimed is not None
    assert (claimed.id, claimed.state, claimed.attempt, claimed.place) == (first, "running", 1, None)
    assert store.runs.get(third).place == 1
    assert store.queue.counts() == {"running": 1, "queued": 1, "cancelled": 1}


def test_runs_are_listed_by_group_and_state_in_their_order(store: Store) -> None:
    ids = [queue(store, viewer, group="g")[0] for viewer in ("ann", "bob", "ann")]
    (other,) = queue(store, "bob")
    store.queue.claim("me", ids[0])
    assert [run.id for run in store.runs.find()] == [*ids, other]
    assert [run.id for run in store.runs.find(group="g")] == ids
    assert [run.id for run in store.of("ann").runs.find(group="g")] == [ids[0], ids[2]]
    assert [run.id for run in store.runs.find(states={"running"})] == [ids[0]]
    assert [run.id for run in store.runs.find(limit=2)] == [ids[2], other]
    assert store.runs.find(states=[]) == []
    assert [run.id for run in store.runs.find(group=other)] == [other]  # alone, it is a group of its own


def test_each_run_is_claimed_once_when_two_threads_race(store: Store) -> None:
    ids = queue(store, "ann", 10) + queue(store, "bob", 10)
    claimed: dict[str, list[str]] = {"a": [], "b": []}
    start = threading.Barrier(2)

    def take(worker: str) -> None:
        mine = Store(store.url)
        start.wait()
        while run := mine.queue.claim(worker):
            claimed[worker].append(run.id)
        mine.close()

    threads = [threading.Thread(target=take, args=(worker,)) for worker in claimed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed["a"] + claimed["b"]) == sorted(ids)
    assert all(run.worker in claimed and run.id in claimed[run.worker] for run in store.runs.find())


def test_an_empty_queue_and_a_taken_run_give_nothing(store: Store, dataset_id: str) -> None:
    assert store.queue.claim("me") is None
    run_id = running(store, dataset_id)
    assert store.queue.claim("you", run_id) is None
    assert store.runs.get(run_id).worker == "me"


# Progress


def test_progress_joins_the_curve_and_moves_the_run(store: Store, dataset_id: str) -> None:
    run_id = running(store, dataset_id)
    store.queue.begin(run_id, 1, pid=7)
    store.recorder.log(run_id, 1, [Progress("preparing", 0, 0, 0.1)])
    store.recorder.log(run_id, 1, [point(1, train_loss=0.5), point(2, train_loss=0.4, eta=3.0)])
    store.recorder.log(run_id, 1, [Progress("training", 2, 100, 0.3, valid_loss=0.6, device="cpu")])
    run = store.runs.get(run_id)
    assert (run.phase, run.step, run.steps, run.device, run.pid) == ("training", 2, 100, "cpu", 7)
    assert (run.train_loss, run.valid_loss, run.eta, run.share) == (0.4, 0.6, None, 0.02)
    curve = store.progress.curve(run_id)
    assert list(curve["step"]) == [1, 2]
    assert list(curve["train_loss"]) == [0.5, 0.4]
    assert math.isnan(curve["valid_loss"][0])
    assert curve["valid_loss"][1] == 0.6
    assert list(store.progress.curve(run_id, after=1)["step"]) == [2]
    assert store.progress.curve(run_id, after=2).empty
    assert (curve.dtypes == store.progress.curve(run_id, after=2).dtypes).all()


def test_losses_that_are_not_finite_are_kept_as_missing(store: Store, dataset_id: str) -> None:
    run_id = running(store, dataset_id)
    store.recorder.log(run_id, 1, [point(1, train_loss=math.nan, eta=math.inf)])
    assert store.runs.get(run_id).train_loss is None
    assert store.runs.get(run_id).eta is None
    assert math.isnan(store.progress.curve(run_id)["train_loss"][0])


def test_a_late_writer_is_refused(store: Store, dataset_id: str) -> None:
    run_id = running(store, dataset_id)
    for attempt in (0, 2):
        with pytest.raises(LateWriteError):
            store.recorder.log(run_id, attempt, [point(1, train_loss=1.0)])
        assert not store.queue.finish(run_id, attempt, "finished")
    assert store.queue.finish(run_id, 1, "failed", "because")
    with pytest.raises(LateWriteError):
        store.recorder.log(run_id, 1, [point(1, train_loss=1.0)])
    with pytest.raises(LateWriteError):
        store.recorder.complete(run_id, 1, "finished", summary={"late": True}, frames={}, weights=b"")
    assert store.progress.curve(run_id).empty
    assert (store.runs.get(run_id).state, store.runs.get(run_id).reason) == ("failed", "because")


# Stop


def test_stop_cancels_what_waits_and_asks_what_works(store: Store, dataset_id: str) -> None:
    waiting, working = store.of("").queue.submit(CONFIG, dataset_id), running(store, dataset_id)
    assert not store.queue.stop_requested(working)
    store.queue.request_stop(waiting)
    store.queue.request_stop(working)
    assert store.runs.get(waiting).state == "cancelled"
    assert store.runs.get(working).state == "running"
    assert store.runs.get(working).stop_requested
    assert store.queue.stop_requested(working)
    assert not store.of("").queue.cancel(working)


def test_a_worker_whose_run_ended_or_vanished_should_stop(store: Store, dataset_id: str) -> None:
    run_id = running(store, dataset_id)
    store.queue.finish(run_id, 1, "interrupted")
    assert store.queue.stop_requested(run_id)
    store.of("").library.delete(run_id)
    assert store.queue.stop_requested(run_id)


# Results


def test_results_come_back_as_they_were(store: Store, dataset_id: str) -> None:
    run_id = running(store, dataset_id)
    frame = pd.DataFrame({"unique_id": ["a"], "y_hat": [1.25]})
    summary = {"metrics": {"model": {"mase": math.nan}}}
    store.recorder.complete(run_id, 1, "finished", summary=summary, frames={"test": frame}, weights=b"\x00w")
    assert store.runs.get(run_id).state == "finished"
    assert store.results.summary(run_id) == {"metrics": {"model": {"mase": None}}}
    assert store.results.summaries([run_id, "nope"]) == {run_id: store.results.summary(run_id)}
    assert store.results.frame_names(run_id) == ("test",)
    pd.testing.assert_frame_equal(store.results.frame(run_id, "test"), frame)
    assert store.results.weights(run_id) == b"\x00w"


def test_results_and_end_state_come_together_or_not_at_all(store: Store, dataset_id: str) -> None:
    run_id = running(store, dataset_id)
    with pytest.raises(LateWriteError):
        store.recorder.complete(run_id, 9, "finished", summary={}, frames={}, weights=b"")
    assert store.runs.get(run_id).state == "running"
    assert store.results.frame_names(run_id) == ()


def test_a_run_is_deleted_with_all_it_left_but_not_while_it_works(store: Store, dataset_id: str) -> None:
    run_id = running(store, dataset_id)
    store.recorder.log(run_id, 1, [point(1, train_loss=1.0)])
    with pytest.raises(JobError, match="stop it"):
        store.of("").library.delete(run_id)
    store.recorder.complete(run_id, 1, "finished", summary={}, frames={}, weights=b"w")
    store.of("").library.delete(run_id)
    assert store.runs.find() == []
    for look in (
        store.progress.curve,
        store.progress.samples,
        store.runs.history,
        store.results.frame_names,
        store.results.weights,
    ):
        with pytest.raises(NotFoundError):
            look(run_id)


# Facts and leases


def test_facts_are_kept_and_replaced(store: Store) -> None:
    assert store.facts.get("machine") is None
    store.facts.set("machine", {"cores": 2})
    store.facts.set("machine", {"cores": 4, "step_ms": math.nan})
    assert store.facts.get("machine") == {"cores": 4, "step_ms": None}


def test_a_lease_has_one_holder(store: Store) -> None:
    assert store.leases.take("broker", "a")
    assert not store.leases.take("broker", "b")
    assert store.leases.take("broker", "a")
    assert store.leases.get("broker") == ("a", 2)
    assert not store.leases.take("broker", "b", replacing="c")
    assert store.leases.take("broker", "b", replacing="a")
    assert not store.leases.take("broker", "a")
    store.leases.release("broker", "a")
    assert store.leases.get("broker") is not None
    store.leases.release("broker", "b")
    assert store.leases.get("broker") is None


# Where it lives


def test_the_store_lives_in_the_home_folder_unless_told_otherwise(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    assert (home / "runs.sqlite").exists()
    store.facts.set("here", 1)
    store.close()
    monkeypatch.setenv("RNNKIT_DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite'}")
    other = open_store()
    assert other.facts.get("here") is None
    other.close()


def test_without_a_setting_the_home_is_beside_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RNNKIT_HOME")
    assert home_folder() == Path(__file__).resolve().parents[2] / ".rnnkit"


def test_an_installed_package_keeps_its_runs_where_it_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where somebody else's app.py lies beside the package, among what is installed."""
    monkeypatch.delenv("RNNKIT_HOME")
    monkeypatch.setattr(store_module, "__file__", str(tmp_path / "site-packages/rnnkit/runs/store.py"))
    (tmp_path / "site-packages").mkdir()
    (tmp_path / "site-packages/app.py").touch()
    monkeypatch.chdir(tmp_path)
    assert home_folder() == tmp_path / ".rnnkit"


def test_samples_are_kept_apart_from_the_curve_and_go_with_the_run(store: Store, dataset_id: str) -> None:
    run_id = running(store, dataset_id)
    store.recorder.log(
        run_id, 1, [point(1, valid_loss=2.0), point(2, valid_loss=1.9, sample="to be\nor\x00 not")]
    )
    store.recorder.log(run_id, 1, [point(2, valid_loss=1.9, sample="again"), point(5, sample="to be")])
    assert store.progress.samples(run_id).to_dict("list") == {
        "step": [2, 5],
        "seconds": [0.2, 0.5],
        "text": ["to be\nor not", "to be"],
    }
    assert store.progress.samples(run_id, after=2)["step"].tolist() == [5]
    assert store.progress.curve(run_id)["step"].tolist() == [1, 2]
    store.queue.finish(run_id, 1, "finished")
    store.of("").library.delete(run_id)
    again = running(store, dataset_id)
    assert store.progress.samples(again).empty
