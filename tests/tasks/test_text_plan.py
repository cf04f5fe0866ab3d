"""What a text run will be: decided from text and budget, counted, and refused where it is too large."""

import pytest
import torch

from rnnkit.config import parse
from rnnkit.errors import ConfigError
from rnnkit.host import machine
from rnnkit.tasks.text.corpus import read_corpus
from rnnkit.tasks.text.networks.model import build
from rnnkit.tasks.text.plan import count_weights, estimate, resolve
from rnnkit.tasks.text.settings import TextConfig
from tests.tasks.texts import HAMLET, sentences


@pytest.fixture(autouse=True)
def two_fast_cores(monkeypatch):
    """What is decided depends on the machine; here all are alike."""
    monkeypatch.setattr(machine, "_CORES", 2)
    monkeypatch.setattr(machine, "_SIXTEEN_BITS", True)


def plan(text, **settings):
    config = parse(TextConfig, settings)
    corpus = read_corpus(text, config)
    return corpus, resolve(corpus, config)


def test_a_minute_takes_a_narrower_network_than_three():
    text = sentences(60_000)
    minute, long = (plan(text, budget=budget)[1] for budget in (60, 180))
    assert minute.hidden_size < long.hidden_size
    assert long.dropout > 0
    assert 16 <= minute.batch_size <= 64


def test_a_slow_machine_takes_a_narrower_network_and_drops_less(monkeypatch):
    text = sentences(60_000)
    fast = plan(text, budget=180)[1]
    monkeypatch.setattr(machine, "_SIXTEEN_BITS", False)
    slow = plan(text, budget=180)[1]
    assert slow.hidden_size < fast.hidden_size
    assert plan(text, budget=900)[1].hidden_size == fast.hidden_size
    assert plan(text, budget=30)[1].dropout < plan(text, budget=120)[1].dropout


def test_many_different_symbols_are_tied_and_a_short_time_takes_fewer_streams():
    """Tied weights halve the work where there are thousands of words; too few steps teach nothing."""
    few, many = sentences(5_000), " ".join(f"w{n % 3000}" for n in range(60_000))
    assert not plan(few)[1].tied
    corpus, resolved = plan(many, unit="word", budget=60)
    assert len(corpus.vocabulary) > 1_000
    assert resolved.tied
    assert not plan(many, unit="word", tied=False)[1].tied
    sizes = [plan(many, unit="word", budget=budget)[1].batch_size for budget in (2, 10, 600)]
    assert sizes == [8, 16, 32]
    assert plan(many, unit="word", budget=None, steps=10)[1].batch_size == 32


def test_what_is_given_is_left_alone():
    given = {"hidden_size": 77, "dropout": 0.11, "batch_size": 3, "learning_rate": 0.002, "embedding_size": 9}
    _, resolved = plan(sentences(), **given)
    assert {name: getattr(resolved, name) for name in given} == given


def test_five_lines_are_learned_without_dropout():
    _, resolved = plan(HAMLET)
    assert (resolved.dropout, resolved.batch_size) == (0.0, 1)


def test_the_more_often_a_text_is_read_the_more_is_dropped():
    """1,500 words are some 6,000 symbols; 50 steps of 24 streams of 50 read each of them about ten times."""
    text = sentences()
    dropouts = [plan(text, epochs=epochs)[1].dropout for epochs in (2, 10, 40)]
    assert 0 == dropouts[0] < dropouts[1] < dropouts[2]
    corpus, resolved = plan(text, budget=None, steps=50)
    assert 9 < 50 * resolved.batch_size * resolved.bptt / len(corpus.training) < 25
    assert resolved.dropout == dropouts[1]
    long = sentences(60_000)
    assert [plan(long, budget=budget)[1].dropout for budget in (5, 60)] == [dropouts[0], dropouts[2]]


def test_a_resolved_run_is_resolved_to_itself():
    corpus, resolved = plan(sentences())
    assert resolve(corpus, resolved) == resolved


@pytest.mark.parametrize(
    "settings", [{}, {"tied": True}, {"bidirectional": True, "attention": True}], ids=str
)
def test_an_estimate_counts_the_weights_that_are_built(settings):
    corpus, resolved = plan(sentences(), hidden_size=16, **settings)
    model = build(resolved, len(corpus.vocabulary))
    found = estimate(corpus, resolved)
    assert found.weights == count_weights(resolved, len(corpus.vocabulary))
    assert found.weights == sum(weight.numel() for weight in model.parameters())
    assert found.seconds == resolved.budget
    assert found.lessons == f"{len(corpus.training):,} symbols to learn from"
    assert 0 < found.megabytes < 50
    assert torch.get_default_dtype() == torch.float32


def test_more_steps_take_longer():
    text = sentences()
    few, many = (estimate(*plan(text, steps=steps)).seconds for steps in (10, 1000))
    assert many == pytest.approx(100 * few)


def test_a_budget_steps_and_epochs_exclude_each_other():
    with pytest.raises(ConfigError, match="Give one of a time budget, epochs or steps, not 2"):
        parse(TextConfig, {"budget": 60, "steps": 5})


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"hidden_size": 0}, "Hidden size: whole number 1-1,024"),
        ({"hidden_size": 1024, "num_layers": 4}, "M weights; limit 8 M"),
        ({"dropout": 1.0}, "Dropout: number from 0 to 1"),
        ({"unit": "letter"}, "Unit: one of char, word, bpe"),
        ({"cell": "../../x"}, "Cell: one of rnn, gru, lstm"),
        ({"bptt": 0}, "Steps back: whole number 1-1,000"),
        ({"horizon": 3}, "no setting called horizon"),
    ],
)
def test_settings_out_of_bounds_are_refused(settings, words):
    with pytest.raises(ConfigError, match=words):
        parse(TextConfig, settings)
