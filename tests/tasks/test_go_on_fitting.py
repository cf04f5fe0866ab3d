"""A run that goes on from a checkpoint is the run that nobody interrupted: same losses, same weights."""

from collections.abc import Container
from functools import cache

import pytest

from rnnkit.config import parse
from rnnkit.errors import DataError
from rnnkit.tasks.forecast import run as forecast_run
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.memory import run as memory_run
from rnnkit.tasks.memory.plan import problem_of
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.tasks.text import run as text_run
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.training import loop as training
from rnnkit.training.fitting import Clock
from rnnkit.training.wishes import NO_WISHES
from tests.tasks.tables import sine, table_of
from tests.tasks.texts import SMALL, sentences

STEPS = 40  # with a check every 10, after the first look
PLACES = (0, 10, 13, 40)  # before the first step, beside and right after checks, at the very end


class Keeps:
    """Keeps a checkpoint at every interval, or at some steps only; begins with the one it is given."""

    def __init__(self, begin: bytes | None = None, at: Container[int] = range(1_000_000)) -> None:
        self.begin, self.at, self.kept = begin, at, {}

    def newest(self) -> bytes | None:
        return self.begin

    def offer(self, step, make) -> None:
        self.kept[step] = make() if step in self.at else b""


def text(keeper, should_stop=lambda: False, wishes=NO_WISHES, **settings):
    config = parse(TextConfig, SMALL | {"steps": STEPS} | settings)
    return text_run.run(sentences(400), config, keeper=keeper, should_stop=should_stop, wishes=wishes)


@cache
def table():
    return table_of({"a": sine(noise=0.1)})


def forecast(keeper, should_stop=lambda: False, wishes=NO_WISHES, **settings):
    config = parse(
        ForecastConfig, {"hidden_size": 8, "steps": STEPS, "horizon": 4, "test": 60, "stride": 1} | settings
    )
    return forecast_run.run(table(), config, keeper=keeper, should_stop=should_stop, wishes=wishes)


def memory(keeper, should_stop=lambda: False, wishes=NO_WISHES, **settings):
    config = parse(MemoryConfig, {"hidden_size": 8, "steps": STEPS, "length": 6} | settings)
    return memory_run.run(problem_of(config), config, keeper=keeper, should_stop=should_stop, wishes=wishes)


KINDS = [
    (memory, {"problem": "adding"}),
    (memory, {"problem": "copying", "cell": "gru"}),
    *[(forecast, {"cell": cell, "dropout": 0.3}) for cell in ("rnn", "gru", "lstm", "cnn", "transformer")],
    (forecast, {"strategy": "encoder_decoder", "bidirectional": True}),
    *[(text, {"cell": cell, "dropout": 0.2}) for cell in ("rnn", "gru", "lstm")],
    (text, {"attention": True, "num_layers": 2, "recurrent_dropout": 0.1}),
    (text, {"bidirectional": True, "context": 12, "dropout": 0.2}),
    (text, {"document_per_line": True, "tied": True}),
    (text, {"precision": "bfloat16"}),
]


@pytest.fixture(autouse=True)
def every_step_is_an_interval(monkeypatch):
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)


def losses(outcome):
    return outcome.frames["curve"].drop(columns="seconds")


@pytest.mark.parametrize(
    ("task", "settings"), KINDS, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_a_resumed_run_equals_the_one_that_was_not_interrupted_bit_for_bit(task, settings):
    keeper = Keeps(at=PLACES)
    whole = task(keeper, **settings)
    later = whole.summary["config"].get("refit_steps") or 0  # steps with all rows, where a task has them
    assert list(keeper.kept) == list(range(STEPS + later + 1))
    for step in PLACES:
        again = task(Keeps(keeper.kept[step], at=()), **settings)
        assert again.weights == whole.weights
        assert losses(again).equals(losses(whole))
        assert again.summary["metrics"] == whole.summary["metrics"]
        assert again.summary["best_step"] == whole.summary["best_step"]


@pytest.mark.parametrize("task", [forecast, text])
def test_a_resumed_timed_run_is_one_run_and_its_pace_repeats_it(task):
    keeper = Keeps()
    task(keeper, steps=None, budget=1.0)
    middle = sorted(keeper.kept)[len(keeper.kept) // 2]
    resumed = task(Keeps(keeper.kept[middle], at=()), steps=None, budget=1.0)
    assert resumed.frames["curve"]["seconds"].is_monotonic_increasing
    again = task(Keeps(at=()), **resumed.summary["config"])
    assert again.summary["steps"] == resumed.summary["steps"] >= middle
    assert again.weights == resumed.weights


def test_a_budget_goes_on_with_what_was_left():
    clock = Clock(lambda _: None)
    clock.keep(60.0, 5.0)
    clock.resume({"seconds": 48.0})
    assert clock.seconds == pytest.approx(48.0, abs=1.0)
    assert clock.left() == pytest.approx(7.0, abs=1.0)


@pytest.mark.parametrize("cut", [0, 100, -1])
def test_a_checkpoint_that_is_damaged_is_refused(cut):
    keeper = Keeps(at={20})
    text(keeper)
    with pytest.raises(DataError, match="checkpoint is damaged; train the run again"):
        text(Keeps(keeper.kept[20][:cut]))


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"hidden_size": 25}, "another network"), ({"cell": "gru"}, "another network")],
)
def test_a_checkpoint_of_another_network_is_refused(settings, words):
    keeper = Keeps(at={20})
    text(keeper)
    with pytest.raises(DataError, match=words):
        text(Keeps(keeper.kept[20]), **settings)


def test_a_checkpoint_of_another_task_is_refused():
    keeper = Keeps(at={20})
    forecast(keeper)
    with pytest.raises(DataError, match="checkpoint is damaged"):
        text(Keeps(keeper.kept[20]))


def test_the_samples_of_both_parts_are_kept():
    keeper = Keeps()
    whole = text(keeper, sample_every=0.5)
    again = text(Keeps(keeper.kept[20]), sample_every=0.5)
    assert again.frames["samples"].iloc[0]["text"] == whole.frames["samples"].iloc[0]["text"]
