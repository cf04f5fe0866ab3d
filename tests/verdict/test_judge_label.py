"""Verdicts on labellers."""

from dataclasses import replace

from rnnkit.tasks.label.judge import LabelFacts, judge_labels
from rnnkit.tasks.label.settings import LabelConfig

FACTS = LabelFacts(
    train_gap=0.0,
    valid_rise=0.0,
    valid_fall=0.5,
    model=0.1,
    frequent=0.3,
    majority=0.5,
    tokens=10_000,
    learned=10_000,
    apart=100,
)


def test_a_labeller_that_still_learns_is_given_time_unless_all_is_right() -> None:
    verdict = judge_labels(FACTS, LabelConfig(epochs=6))
    assert (verdict.kind, verdict.suggestion) == ("beats", "Train longer: 18 epochs.")
    done = judge_labels(replace(FACTS, model=0.0), LabelConfig(epochs=6))
    assert (done.kind, done.suggestion, done.setting_changes) == ("beats", "", {})
