"""Each verdict on a language model by its facts."""

import dataclasses
import math

import pandas as pd
import pytest

from rnnkit.tasks.text.judge import TextFacts, judge_text, size_that_helps
from rnnkit.tasks.text.settings import TextConfig

SETTLED = TextFacts(
    characters=1_003_854, model=1.48, ngram=1.669, order=5, unigram=3.347, training=1.35, weights=350_000
)
HAMLET = TextFacts(characters=200, training=0.003, weights=74_015)


def with_facts(**changes):
    """The settled facts with other numbers."""
    return dataclasses.replace(SETTLED, **changes)


def test_beats_counting_and_says_by_how_much():
    verdict = judge_text(SETTLED)
    assert verdict.kind == "beats"
    assert verdict.sentence == (
        "Beats counting: 11 % less surprise than the best n-gram, of order 5 "
        "(1.48 against 1.67 nats per character)."
    )
    assert verdict.suggestion == ""


def test_a_gain_of_one_percent_over_counting_is_no_victory():
    verdict = judge_text(with_facts(model=1.645))
    assert verdict.kind == "ties"
    assert verdict.sentence == (
        "Is hardly better than counting 5 symbols at a time, by 1 % (1.65 against 1.67 nats per character)."
    )
    assert judge_text(with_facts(model=1.6)).kind == "beats"


def test_the_five_lines_are_memory_not_skill():
    verdict = judge_text(HAMLET)
    assert verdict.kind == "memorised"
    assert verdict.sentence == (
        "This is memory, not skill: it knows its 200 characters by heart, too few to score on."
    )
    assert verdict.suggestion == "Bring a longer text: about 100,000 characters would help."


def test_a_tiny_text_that_is_not_learned_yet_wants_time():
    verdict = judge_text(dataclasses.replace(HAMLET, training=2.0))
    assert verdict.kind == "undertrained"
    assert verdict.setting_changes == {"budget": 180.0}


def test_a_small_text_learned_by_heart_wants_more_text_and_dropout():
    verdict = judge_text(with_facts(characters=20_000, model=2.1, valid_rise=0.2, train_gap=0.4))
    assert verdict.kind == "memorised"
    assert "by heart and loses to counting 5 symbols" in verdict.sentence
    assert verdict.suggestion.startswith("Bring a longer text: about 400,000 characters would help.")
    assert verdict.setting_changes == {"dropout": 0.5}
    dropped = judge_text(
        with_facts(characters=20_000, model=2.1, valid_rise=0.2, train_gap=0.4), TextConfig(dropout=0.5)
    )
    assert dropped.setting_changes == {}


def test_still_learning_wants_time_in_the_way_it_is_counted():
    facts = with_facts(model=1.9, valid_fall=0.1)
    assert judge_text(facts).kind == "undertrained"
    assert judge_text(facts, TextConfig(epochs=4)).setting_changes == {"epochs": 12}
    assert judge_text(facts, TextConfig(steps=100)).setting_changes == {"steps": 300}


def test_ties_and_losses_tell_both_figures():
    assert judge_text(with_facts(model=1.67)).kind == "ties"
    verdict = judge_text(with_facts(model=2.0))
    assert verdict.kind == "loses"
    assert verdict.sentence == "Loses to counting 5 symbols at a time (2 against 1.67 nats per character)."
    assert judge_text(with_facts(model=4.0)).sentence.startswith("Knows less than how frequent")


def test_divergence_comes_first():
    verdict = judge_text(with_facts(diverged=True), TextConfig(learning_rate=0.1))
    assert verdict.kind == "diverged"
    assert verdict.setting_changes == {"learning_rate": 0.01}


def test_the_curve_tells_how_training_went():
    rising = [2.0] * 5 + [1.6, 1.7, 1.8, 1.9, 2.0]
    curve = pd.DataFrame({"valid_loss": rising, "train_loss": [2.0 - 0.15 * i for i in range(10)]})
    facts = SETTLED.with_curve(curve)
    assert facts.valid_rise == pytest.approx(0.1875)
    assert facts.train_gap < 0.5
    assert SETTLED.with_curve(curve.head(2)) == SETTLED


@pytest.mark.parametrize("model", [0.001, 1.5, 1.669, 1.9, 9.0, math.nan, math.inf])
@pytest.mark.parametrize("ngram", [1.669, math.nan])
@pytest.mark.parametrize("characters", [2, 200, 8_000_000])
@pytest.mark.parametrize("rise", [0.0, 0.3])
@pytest.mark.parametrize("fall", [0.0, 0.3])
def test_every_sentence_is_short_and_every_change_is_a_setting(model, ngram, characters, rise, fall):
    facts = with_facts(
        model=model, ngram=ngram, characters=characters, valid_rise=rise, valid_fall=fall, train_gap=0.3
    )
    verdict = judge_text(facts)
    assert len(verdict.sentence) <= 160
    assert len(verdict.suggestion) <= 160
    assert verdict.sentence.endswith(".")
    TextConfig().replace(**verdict.setting_changes)


def test_the_size_that_would_help_is_a_round_number_above_what_there_is():
    assert size_that_helps(HAMLET) == 100_000
    assert size_that_helps(SETTLED) == 4_000_000
    assert size_that_helps(with_facts(characters=10, weights=350_000)) == 400_000


def test_counting_one_symbol_at_a_time_is_counting_single_symbols():
    verdict = judge_text(with_facts(model=2.0, order=1))
    assert verdict.sentence.startswith("Loses to counting single symbols (2 against ")
