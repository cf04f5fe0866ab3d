"""Each verdict by its facts, and the four data sets of the first lesson end to end without training."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verdict_frames import curve, outcome_frame

from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.worth.facts import ForecastFacts, facts
from rnnkit.tasks.forecast.worth.judge import judge

SETTLED = ForecastFacts(
    errors={"model": 1.0, "last value": 2.0, "mean": 3.0, "linear": 1.2},
    margins={"last value": 0.03, "mean": 0.03, "linear": 0.03},
    train_length=500,
)


def with_errors(**changes):
    """The settled facts with other numbers."""
    return dataclasses.replace(SETTLED, **changes)


def errors(model, **others):
    return {"model": model} | {"last value": 2.0, "mean": 3.0, "linear": 1.2} | others


def test_beats_names_the_best_baseline_and_by_how_much():
    verdict = judge(SETTLED)
    assert verdict.kind == "beats"
    assert verdict.sentence == "Beats the best baseline, the linear model, by 17 % (MASE 1 against 1.2)."
    assert verdict.setting_changes == {}


def test_almost_exact_is_praised_only_where_no_baseline_is():
    """Errors of 0.02 and less beside 2.0 of the last value: what the others have decides."""
    own = judge(with_errors(errors=errors(0.02)))
    assert own.kind == "beats"
    assert own.sentence == (
        "Almost exact: 99 % less error than repeating the last value, "
        "98 % less than the best baseline, the linear model."
    )
    exact = judge(with_errors(errors=errors(0.02, linear=6e-8)))
    assert exact.kind == "ties"
    assert exact.sentence == (
        "Very accurate: 99 % less error than repeating the last value. "
        "But the linear model is exact, so this needs no network."
    )
    better = judge(with_errors(errors=errors(0.02, ets=0.001)))
    assert better.sentence.endswith("But ETS is 20 times as accurate, so this needs no network.")
    alike = judge(with_errors(errors=errors(0.02, theta=0.0199)))
    assert (alike.kind, alike.sentence) == ("ties", "Almost exact, but so is Theta: this needs no network.")


def test_a_winner_within_the_luck_of_any_baseline_is_none():
    """0.97 is 3 % below the best, and below the next by less than the 10 % that may be luck there."""
    close = {"model": 0.97, "linear": 1.0, "ets": 1.01}
    assert judge(with_errors(errors=close, margins={"linear": 0.02, "ets": 0.1})).kind == "ties"
    assert judge(with_errors(errors=close, margins={"linear": 0.02, "ets": 0.02})).kind == "beats"


NAMED = {"last value": "the last value", "seasonal naive": "the seasonal naive forecast", "mean": "the mean"}
NAMED |= {"linear": "the linear model", "ets": "ETS", "theta": "Theta", "drift": "drift"}


ERRORS = st.builds(
    lambda model, others: {"model": model} | others,
    st.floats(1e-9, 1e3),
    st.dictionaries(st.sampled_from(sorted(NAMED)), st.just(0.0) | st.floats(1e-9, 1e3), min_size=1),
)
ANY = st.builds(
    ForecastFacts,
    errors=ERRORS,
    margins=st.floats(0.02, 0.4).map(lambda margin: dict.fromkeys(NAMED, margin)),
    noise_share=st.sampled_from([0.0, 1.0]),
    walk_share=st.sampled_from([0.0, 1.0]),
    movement=st.sampled_from([0.05, 1.0]),
    valid_fall=st.sampled_from([0.0, 0.3]),
)


@settings(max_examples=400)
@given(ANY)
def test_no_table_in_which_a_baseline_is_as_good_is_praised(found):
    verdict = judge(found)
    others = {name: error for name, error in found.errors.items() if name != "model"}
    best = min(others, key=others.__getitem__)
    if found.errors["model"] >= others[best] * (1 - found.margins[best]):
        assert verdict.kind != "beats"
        assert not verdict.sentence.startswith(("Beats", "Almost exact:"))
        hopeless = found.noise_share or found.walk_share
        assert NAMED[best] in verdict.sentence.replace("The ", "the ") or hopeless
    assert len(verdict.sentence) <= 160


def test_data_is_no_noise_where_another_method_beats_the_mean():
    verdict = judge(with_errors(noise_share=1.0, errors=errors(3.1, linear=1.2)))
    assert (verdict.kind, "the linear model" in verdict.sentence) == ("loses", True)
    verdict = judge(with_errors(walk_share=1.0, errors=errors(2.2, linear=1.2)))
    assert "random walk" not in verdict.sentence


def test_a_winner_that_was_still_learning_is_offered_more_time():
    verdict = judge(with_errors(valid_fall=0.2))
    assert verdict.kind == "beats"
    assert verdict.setting_changes == {"budget": 180.0}


def test_a_difference_within_luck_is_a_tie():
    assert judge(with_errors(errors=errors(1.18))).kind == "ties"
    assert judge(with_errors(errors=errors(1.22))).kind == "ties"


def test_loses_says_by_how_much():
    verdict = judge(with_errors(errors=errors(1.5)))
    assert verdict.kind == "loses"
    assert verdict.sentence == "Loses to the linear model by 25 % (MASE 1.5 against 1.2)."


def test_loses_to_an_exact_baseline_without_dividing_by_nothing():
    verdict = judge(with_errors(errors=errors(1.5, linear=0.0)))
    assert verdict.sentence.startswith("Loses to the linear model, which is exact")


def test_a_hopeless_loss_is_told_in_multiples():
    assert "with 10 times its error" in judge(with_errors(errors=errors(12.0))).sentence


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"movement": 0.05}, "flat"),
        ({"copying": 0.2, "errors": errors(1.9)}, "copy"),
        ({"valid_rise": 0.5, "train_gap": 0.2}, "overfit"),
        ({"valid_fall": 0.3}, "undertrained"),
        ({"diverged": True}, "diverged"),
        ({"noise_share": 1.0, "errors": errors(3.1, linear=2.9) | {"last value": 4.0}}, "noise"),
        ({"walk_share": 1.0, "errors": errors(2.2, linear=1.9)}, "loses"),
        ({"walk_share": 1.0, "errors": errors(2.02, linear=1.9)}, "ties"),
    ],
)
def test_each_flag_has_its_kind_and_sentence(changes, kind):
    verdict = judge(with_errors(**({"errors": errors(1.5)} | changes)))
    assert verdict.kind == kind
    assert len(verdict.sentence) <= 160
    assert verdict.suggestion


def test_flags_are_no_reproach_to_a_forecast_that_wins():
    assert judge(with_errors(movement=0.05, copying=0.2)).kind == "beats"


def test_noise_in_which_the_network_finds_much_is_not_called_noise():
    assert judge(with_errors(noise_share=1.0)).kind == "beats"


def test_a_tie_that_lies_far_apart_says_why_it_is_one():
    """A quarter behind the best baseline (1.5 against 1.2), where so few windows may be off by half."""
    sentence = judge(with_errors(errors=errors(1.5), margins={"linear": 0.5})).sentence
    assert "but with so few test windows that could be chance" in sentence


def test_without_baselines_there_is_nothing_to_beat():
    verdict = judge(with_errors(errors={"model": 1.0}, margins={}))
    assert verdict.kind == "ties"
    assert "nothing to beat" in verdict.sentence


@pytest.mark.parametrize(
    ("config", "changes", "expected"),
    [
        ({"normalization": "none"}, {"movement": 0.05}, {"normalization": "last"}),
        ({"lookback": 10}, {"movement": 0.05, "seasonality": 12}, {"lookback": 24}),
        ({"shortcut": False}, {"copying": 0.1}, {"shortcut": True}),
        ({"epochs": 20}, {"valid_fall": 0.3}, {"epochs": 60}),
        ({"steps": 500}, {"valid_fall": 0.3}, {"steps": 1500}),
        ({"budget": 3600}, {"valid_fall": 0.3}, {}),
        ({"hidden_size": 64}, {"valid_rise": 0.5, "train_gap": 0.2}, {"hidden_size": 32}),
        ({"hidden_size": 8}, {"valid_rise": 0.5, "train_gap": 0.2}, {"weight_decay": 0.01}),
        ({"learning_rate": 0.5}, {"diverged": True}, {"learning_rate": 0.05}),
    ],
)
def test_the_offered_change_fits_the_settings_and_is_valid(config, changes, expected):
    asked = ForecastConfig(**config)
    verdict = judge(with_errors(errors=errors(1.5), **changes), asked)
    assert verdict.setting_changes == expected
    asked.replace(**verdict.setting_changes)


def ridge_like(noise, seed=0):
    """Stands for a network that found the linear answer, but for a little noise."""
    rng = np.random.default_rng(seed)
    return lambda frame: frame["linear"] + noise * rng.normal(size=len(frame))


def first_lesson(name):
    """A series, and how close a trained network comes to its linear answer."""
    rng = np.random.default_rng(0)
    return {
        "noise": (rng.normal(size=1000), 0.1),
        "walk": (rng.normal(size=1000).cumsum(), 0.05),
        "ramp": (np.arange(1.0, 101.0), 0.02),
        "sine": (np.sin(0.1 * np.arange(1000)), 0.001),
    }[name]


def verdict_on(name, horizon=1, seed=0):
    values, miss = first_lesson(name)
    train = round(0.8 * len(values))
    test = outcome_frame(values, train, horizon)
    test["y_hat"] = ridge_like(miss, seed)(test)
    return judge(facts(test, curve(), {("s", "y"): values[:train]}))


@pytest.mark.parametrize("horizon", [1, 12])
def test_noise_walk_ramp_and_sine_get_four_different_right_verdicts(horizon):
    verdicts = {name: verdict_on(name, horizon) for name in ("noise", "walk", "ramp", "sine")}
    assert len({verdict.sentence for verdict in verdicts.values()}) == 4
    assert verdicts["noise"].kind == "noise"
    assert verdicts["walk"].kind in ("ties", "loses")
    assert "random walk" in verdicts["walk"].sentence
    assert verdicts["ramp"].kind == "ties"
    assert "drift is exact, so this needs no network" in verdicts["ramp"].sentence
    assert verdicts["sine"].kind == "ties"
    assert "the linear model is exact, so this needs no network" in verdicts["sine"].sentence


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("horizon", [1, 24])
def test_walks_and_noise_of_any_seed_are_recognised(seed, horizon):
    rng = np.random.default_rng(100 + seed)
    for values, word in ((rng.normal(size=600), "noise"), (rng.normal(size=600).cumsum(), "walk")):
        test = outcome_frame(values, 480, horizon)
        test["y_hat"] = test["linear"]
        verdict = judge(facts(test, curve(), {("s", "y"): values[:480]}))
        assert word in verdict.sentence or dependence_was_luck(values[:480], word)


def dependence_was_luck(values, word):
    """One test in a hundred finds what is not there; those series are not asked again."""
    from rnnkit.tasks.forecast.worth.facts import dependence

    return dependence(values if word == "noise" else np.diff(values)) > 0


def test_a_sine_that_was_not_learned_is_no_success():
    values = np.sin(0.1 * np.arange(1000))
    test = outcome_frame(values, 800)
    test["y_hat"] = test["last value"]
    assert judge(facts(test, curve(), {("s", "y"): values[:800]})).kind == "copy"
    test["y_hat"] = 0.0
    assert judge(facts(test, curve(), {("s", "y"): values[:800]})).kind == "flat"
