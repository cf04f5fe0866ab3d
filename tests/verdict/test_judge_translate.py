"""The verdict on translators, case by case."""

from dataclasses import replace

from rnnkit.tasks.translate.judge import TranslateFacts, judge_translate
from rnnkit.tasks.translate.settings import TranslateConfig

GOOD = TranslateFacts(pairs=1000, model=2.0, baseline=40.0, name="nearest", exact=0.9)


def test_a_translator_that_saves_edits_beats_what_is_simple() -> None:
    verdict = judge_translate(GOOD)
    assert verdict.kind == "beats"
    assert verdict.sentence == (
        "Beats the nearest source it knows: 90 % of the test part word for word, 95 % fewer edits "
        "(2 against 40 edits per 100 characters)."
    )


def test_sentences_are_told_by_bleu() -> None:
    verdict = judge_translate(replace(GOOD, words=9.0, bleu=21.3, baseline_bleu=8.4))
    assert "BLEU 21.3 against 8.4" in verdict.sentence


def test_one_that_learned_by_heart_is_told_so() -> None:
    verdict = judge_translate(replace(GOOD, model=41.0, valid_rise=0.3, train_gap=0.2))
    assert verdict.kind == "memorised"
    assert verdict.setting_changes == {"dropout": 0.5}


def test_one_that_was_still_learning_trains_longer() -> None:
    verdict = judge_translate(replace(GOOD, model=41.0, valid_fall=0.2))
    assert (verdict.kind, verdict.setting_changes) == ("undertrained", {"budget": 180.0})


def test_ties_losses_and_divergence() -> None:
    assert judge_translate(replace(GOOD, model=40.5)).kind == "ties"
    lost = judge_translate(replace(GOOD, model=60.0))
    assert (lost.kind, lost.setting_changes) == ("loses", {"budget": 180.0})
    assert judge_translate(replace(GOOD, diverged=True)).kind == "diverged"


def test_without_attention_attention_is_advised() -> None:
    assert judge_translate(GOOD, TranslateConfig(attention="none")).setting_changes == {"attention": "luong"}
