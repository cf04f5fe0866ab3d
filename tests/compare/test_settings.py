"""Which settings differ, and which runs repeat each other."""

from rnnkit.compare import differing, recipe, settings_of
from rnnkit.config import repeated, title
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text.settings import TextConfig


def test_only_what_differs_is_told_in_the_words_of_the_form():
    one = ForecastConfig(cell="lstm", hidden_size=64).model_dump()
    two = ForecastConfig(cell="gru", hidden_size=64, dropout=0.1).model_dump()
    found = differing({"a": one, "b": two})
    assert found == {"cell": {"a": "lstm", "b": "gru"}, "dropout": {"a": 0.3, "b": 0.1}}
    assert [title(ForecastConfig, name) for name in found] == ["Cell", "Dropout"]
    assert title(TextConfig, "bptt") == "Steps back"
    assert title(TextConfig, "hidden_size") == title(ForecastConfig, "hidden_size") == "Hidden size"


def test_equal_values_are_equal_however_they_are_spelled():
    assert differing({"a": {"targets": ("x",), "budget": 60.0}, "b": {"targets": ["x"], "budget": 60}}) == {}


def test_a_setting_that_one_of_the_tasks_does_not_have_is_no_difference():
    forecast, text = ForecastConfig().model_dump(), TextConfig(seed=3).model_dump()
    found = differing({"a": forecast, "b": text})
    assert "seed" in found
    assert "horizon" not in found
    assert "bptt" not in found


def test_nothing_differs_between_no_runs_or_one():
    assert differing({}) == {}
    assert differing({"a": {"seed": 1}}) == {}


def test_a_timed_run_is_told_by_its_time_and_not_by_the_steps_it_managed():
    asked = {"task": "forecast", "budget": 60.0, "steps": None, "lookback": None}
    resolved = {"task": "forecast", "budget": None, "steps": 812, "lookback": 24, "pace": [[1, 812]]}
    assert settings_of(asked, resolved) == {"budget": 60.0, "steps": None, "lookback": 24, "epochs": None}


def test_runs_that_differ_in_their_seed_alone_repeat_each_other():
    one, two = ForecastConfig(seed=1), ForecastConfig(seed=2)
    assert recipe(one.model_dump(), {}) == recipe(two.model_dump(mode="json"), {})
    assert recipe(one.model_dump(), {}) != recipe(one.replace(hidden_size=8).model_dump(), {})


def test_a_repeat_of_a_timed_run_takes_its_steps_and_other_seconds_are_no_repeat():
    timed = ForecastConfig(budget=20.0)
    quick, slow = ({"pace": [[0, planned], [3, steps]]} for planned, steps in ((400, 464), (100, 143)))
    again = repeated(timed, quick, seed=7)
    assert (again.seed, again.budget, again.pace) == (7, 20.0, ((0, 400), (3, 464)))
    assert recipe(timed.model_dump(), quick) == recipe(again.model_dump(mode="json"), {})
    assert recipe(timed.model_dump(), quick) != recipe(timed.model_dump(), slow)
    counted = ForecastConfig(steps=30)
    assert repeated(counted, {}, seed=1) == counted.replace(seed=1)
