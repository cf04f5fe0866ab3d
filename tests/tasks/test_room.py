"""What a run may take of the memory of a host, and the largest settings with which it fits."""

import pytest

from rnnkit.config import parse
from rnnkit.data import read_table
from rnnkit.data.limits import memory_alone
from rnnkit.errors import ConfigError
from rnnkit.tasks.forecast import plan as forecast_plan
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.memory import plan as memory_plan
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.tasks.text import plan as text_plan
from rnnkit.tasks.text.corpus import read_corpus
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.training.room import (
    ALONE,
    BASE,
    MEGABYTE,
    USUAL,
    WORKER,
    RoomError,
    check_megabytes,
    largest,
    largest_changes,
    most_megabytes,
)

HUGE = {"hidden_size": 512, "num_layers": 4, "batch_size": 4096, "lookback": 60, "segment": 1}


@pytest.fixture(autouse=True)
def _host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of two gigabytes."""
    monkeypatch.setattr("rnnkit.training.room.memory_total", lambda: 2_000 * MEGABYTE)


def test_a_run_may_take_what_server_and_broker_leave_and_the_usual_one_at_least(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert most_megabytes() == (2_000 * MEGABYTE - BASE - WORKER) / MEGABYTE
    with memory_alone():
        assert most_megabytes() == (2_000 * MEGABYTE - ALONE) / MEGABYTE
    monkeypatch.setattr("rnnkit.training.room.memory_total", lambda: 300 * MEGABYTE)
    assert most_megabytes() == USUAL / MEGABYTE


def test_the_largest_number_that_fits_is_found_by_halving() -> None:
    asked: list[int] = []

    def fits(value: int) -> bool:
        asked.append(value)
        return value <= 137

    assert largest(1, 4096, fits) == 137
    assert len(asked) < 15
    assert largest(1, 100, fits) == 100
    assert largest(138, 4096, fits) is None


def test_where_the_least_of_one_setting_does_not_do_the_next_is_lowered_too() -> None:
    decided, levers = {"a": 100, "b": 50}, {"a": 10, "b": 2}

    def within(most: int):
        return lambda changes: (decided | changes)["a"] * (decided | changes)["b"] <= most

    assert largest_changes(decided, levers, within(2_500)) == {"a": 50}
    assert largest_changes(decided, levers, within(300)) == {"a": 10, "b": 30}
    assert largest_changes(decided, levers, within(19)) == {}


LONG = read_table("\n".join(["y", *(str(step % 7) for step in range(3_000))]).encode())


def forecast_needs(config: ForecastConfig) -> float:
    return forecast_plan.estimate(LONG, forecast_plan.decide(LONG, config)).megabytes


def resolve_forecast(config: ForecastConfig) -> object:
    return forecast_plan.resolve(LONG, config)


WORDS = "".join(f"word{number} " for number in range(20_000))


def text_needs(config: TextConfig) -> float:
    corpus = read_corpus(WORDS, config)
    return text_plan.estimate(corpus, text_plan.decide(corpus, config)).megabytes


def resolve_text(config: TextConfig) -> object:
    return text_plan.resolve(read_corpus(WORDS, config), config)


def memory_needs(config: MemoryConfig) -> float:
    return memory_plan.estimate(memory_plan.decide(config)).megabytes


@pytest.mark.parametrize(
    ("config", "resolve", "needs", "words"),
    [
        (parse(ForecastConfig, HUGE), resolve_forecast, forecast_needs, "batch size"),
        (
            TextConfig(hidden_size=1024, bptt=1000, batch_size=4096, cell="gru"),
            resolve_text,
            text_needs,
            "batch size",
        ),
        (
            MemoryConfig(length=500, hidden_size=512, batch_size=4096, cell="lstm"),
            memory_plan.resolve,
            memory_needs,
            "batch size",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_the_largest_settings_that_do(
    config, resolve, needs, words
) -> None:
    most = most_megabytes()
    with pytest.raises(ConfigError) as refusal:
        resolve(config)
    error = refusal.value
    assert isinstance(error, RoomError)
    assert str(error).startswith(f"This run needs about {needs(config):,.0f} MB of memory; ")
    assert f"this machine can give {most:,.0f} MB. Use {words} " in str(error)
    assert resolve(config.replace(**error.changes))
    *others, (name, value) = error.changes.items()
    one_more = dict(others) | {name: value + 1}
    assert needs(config.replace(**error.changes)) <= most < needs(config.replace(**one_more))


def test_the_defaults_fit_on_the_smallest_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnkit.training.room.memory_total", lambda: 690 * MEGABYTE)
    for cell in ("rnn", "gru", "lstm"):
        assert resolve_forecast(ForecastConfig(cell=cell))
        assert resolve_text(TextConfig(cell=cell))
        for problem in memory_plan.WEIGHTS:
            assert memory_plan.resolve(MemoryConfig(cell=cell, problem=problem))


def test_an_order_is_refused_by_its_estimate_alone() -> None:
    check_megabytes(most_megabytes())
    with pytest.raises(RoomError, match=r"MB of memory; this machine can give .* Train a smaller network\.$"):
        check_megabytes(most_megabytes() + 1)
