"""A worker dies in the middle of a real run: its store shows the curve and the weights of a whole one."""

from collections.abc import Callable, Mapping
from functools import cache
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd
import pytest

from rnnkit.config import parse
from rnnkit.runs.execute import execute
from rnnkit.runs.store import Store
from rnnkit.runs.worker import checkpointer as keeper
from rnnkit.runs.worker.checkpoints import Checkpoints
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.training import loop as training
from tests.tasks.tables import sine
from tests.tasks.texts import SMALL, sentences

Ask = Callable[[], str]


class Death(BaseException):
    """What no worker survives or writes down."""


@pytest.fixture
def a_checkpoint_at_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "NETWORK_RATE", 1e12)
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)
    monkeypatch.setattr(keeper, "EVERY", 0.0)
    monkeypatch.setattr(keeper, "SHARE", 1e9)


def forecast_of(store: Store) -> str:
    rows = "".join(f"{step},{value}\n" for step, value in enumerate(sine(noise=0.1)))
    dataset = store.of("").uploads.add("sine.csv", b"t,y\n" + rows.encode())
    config = parse(ForecastConfig, {"hidden_size": 8, "steps": 30, "horizon": 4, "test": 60, "stride": 1})
    return store.of("").queue.submit(config.model_dump_json(), dataset)


def text_of(store: Store, steps: int = 30) -> str:
    dataset = store.of("").uploads.add("grammar.txt", sentences(400).encode())
    config = parse(TextConfig, SMALL | {"steps": steps, "dropout": 0.2})
    return store.of("").queue.submit(config.model_dump_json(), dataset)


def work(store: Store, run_id: str) -> None:
    claimed = store.queue.claim("me", run_id)
    assert claimed is not None
    execute(store, run_id, claimed.attempt)


class Whole(NamedTuple):
    """What a run leaves that nothing disturbed."""

    weights: bytes
    curves: tuple[pd.DataFrame, pd.DataFrame]
    metrics: Mapping[str, object]


def left(store: Store, run_id: str) -> Whole:
    """What a run left, without the seconds it took."""
    curves = (store.progress.curve(run_id), store.results.frame(run_id, "curve"))
    progress, result = (curve.drop(columns="seconds") for curve in curves)
    return Whole(store.results.weights(run_id), (progress, result), store.results.summary(run_id)["metrics"])


@cache
def whole(made: Callable[[Store], str]) -> Whole:
    """The undisturbed run of a kind, trained once; a store in a database of its own is like any other."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/whole.sqlite")
        run_id = made(store)
        work(store, run_id)
        try:
            return left(store, run_id)
        finally:
            store.close()


@pytest.mark.usefixtures("a_checkpoint_at_every_step")
@pytest.mark.parametrize("made", [forecast_of, text_of])
@pytest.mark.parametrize("step", [0, 7, 20, 30])
def test_the_run_ends_as_if_nothing_had_happened(
    store: Store, made: Callable[[Store], str], step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, run_id = whole(made), made(store)
    keep = Checkpoints.keep

    def keep_and_die(self: Checkpoints, run_id: str, attempt: int, at: int, content: bytes) -> None:
        keep(self, run_id, attempt, at, content)
        if at == step:
            raise Death

    monkeypatch.setattr(Checkpoints, "keep", keep_and_die)
    with pytest.raises(Death):
        work(store, run_id)
    monkeypatch.setattr(Checkpoints, "keep", keep)
    store.queue.finish(run_id, 1, "failed", "The worker was killed (signal 9).")
    assert store.of("").queue.resume(run_id) == step
    work(store, run_id)
    assert store.runs.get(run_id).state == "finished"
    assert store.runs.get(run_id).attempt == 2
    found = left(store, run_id)
    assert found.weights == expected.weights
    for curve, undisturbed in zip(found.curves, expected.curves, strict=True):
        assert curve["step"].tolist() == list(range(31))
        assert curve.equals(undisturbed)
    assert found.metrics == expected.metrics


def test_a_checkpoint_of_another_version_is_refused_in_one_sentence(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = text_of(store)
    store.queue.claim("me", run_id)
    store.checkpoints.keep(run_id, 1, 3, b"what an app of tomorrow would write")
    store.queue.finish(run_id, 1, "interrupted")
    store.of("").queue.resume(run_id)
    work(store, run_id)
    assert store.runs.get(run_id).state == "failed"
    assert store.runs.get(run_id).reason == "This checkpoint is damaged; train the run again."


def test_a_run_starts_from_the_weights_of_another(store: Store) -> None:
    first = text_of(store, steps=5)
    work(store, first)
    config = parse(TextConfig, SMALL | {"steps": 5, "start_from": first})
    further = store.of("").queue.submit(config.model_dump_json(), store.runs.get(first).dataset_id)
    work(store, further)
    assert store.runs.get(further).state == "finished"
    start = store.progress.curve(further)["valid_loss"].iloc[0]
    assert start == pytest.approx(store.progress.curve(first)["valid_loss"].min(), abs=1e-6)


def test_a_run_that_learned_from_what_chooses_now_is_no_start(store: Store) -> None:
    first = text_of(store)
    claimed = store.queue.claim("me", first)
    results = {"summary": {"metrics": {"validation": {}}}, "frames": {}, "weights": b""}
    store.recorder.complete(first, claimed.attempt, "finished", **results)
    config = parse(TextConfig, SMALL | {"steps": 5, "start_from": first})
    further = store.of("").queue.submit(config.model_dump_json(), store.runs.get(first).dataset_id)
    work(store, further)
    reason = "This run is from before texts had a test part of their own; train it again."
    assert (store.runs.get(further).state, store.runs.get(further).reason) == ("failed", reason)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start_from": "nobody"}, "The run to start from is not there any more; train without it."),
        ({"hidden_size": 30}, "Hidden size: 30 here, 24 in the run it starts from; take the same."),
    ],
)
def test_a_start_that_cannot_be_fails_in_one_sentence(store: Store, change: dict, words: str) -> None:
    first = text_of(store, steps=5)
    work(store, first)
    config = parse(TextConfig, SMALL | {"start_from": first} | change)
    run_id = store.of("").queue.submit(config.model_dump_json(), store.runs.get(first).dataset_id)
    work(store, run_id)
    assert (store.runs.get(run_id).state, store.runs.get(run_id).reason) == ("failed", words)


def test_the_run_of_another_person_or_of_other_data_is_no_start(store: Store) -> None:
    first = text_of(store, steps=5)
    work(store, first)
    config = parse(TextConfig, SMALL | {"start_from": first}).model_dump_json()
    for viewer, text, words in (("other", 400, "not there any more"), ("", 500, "has other data")):
        visitor = store.of(viewer)
        run_id = visitor.queue.submit(config, visitor.uploads.add("a.txt", sentences(text).encode()))
        work(store, run_id)
        assert words in store.runs.get(run_id).reason


def test_a_run_without_weights_is_no_start(store: Store) -> None:
    first = text_of(store)
    store.of("").queue.cancel(first)
    config = parse(TextConfig, SMALL | {"start_from": first}).model_dump_json()
    run_id = store.of("").queue.submit(config, store.runs.get(first).dataset_id)
    work(store, run_id)
    assert store.runs.get(run_id).reason == "The run to start from left no weights; choose a finished one."
