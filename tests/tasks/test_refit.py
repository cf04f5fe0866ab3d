"""Once it has its score, a network learns on with all rows and forecasts; the scored one never saw them."""

import copy

import numpy as np
import pytest
import torch
from safetensors.numpy import load

from rnnkit.baselines import Ridge
from rnnkit.bundle.from_run import kept_from
from rnnkit.bundle.recompute import difference
from rnnkit.bundle.use import use
from rnnkit.config import parse
from rnnkit.config.further import further
from rnnkit.errors import DataError
from rnnkit.files.about import DataSource
from rnnkit.files.kept import SCORED
from rnnkit.runs.execute import execute
from rnnkit.runs.start_weights import trained_model
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast import run as forecasting
from rnnkit.tasks.forecast.run import prepare, ridge_of, to_all_rows
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from rnnkit.training import loop as training
from rnnkit.training import refit
from rnnkit.training.fitting import Clock, Ending, fit
from rnnkit.training.loop import Interval, Pace
from rnnkit.training.rates import Rates
from rnnkit.training.refit import Refit
from tests.tasks.tables import outcome_of, sine, table_of
from tests.tasks.test_go_on_fitting import Keeps, forecast
from tests.tasks.test_play import Asked, Holds, paused

ASKED = {"horizon": 4, "test": 60, "stride": 1, "lookback": 12, "steps": 40}
LATER = 20  # steps that such a run learns on for: half of what it took before


def outcome(y=None, **settings):
    return outcome_of(table_of({"a": sine(noise=0.1) if y is None else y}), **ASKED | settings)


def as_kept(found):
    return kept_from(found, "a run", DataSource(name="a.csv", sha256="0" * 64, bytes=1))


@pytest.fixture(scope="module")
def on():
    return outcome()


@pytest.fixture(scope="module")
def off():
    return outcome(refit=False)


def test_scores_are_those_of_a_run_that_does_not_learn_on_and_forecasts_are_others(on, off):
    assert on.summary["metrics"] == off.summary["metrics"]
    assert on.frames["test"].equals(off.frames["test"])
    assert on.files[SCORED] == off.weights != on.weights
    assert SCORED not in off.files
    assert not np.allclose(on.frames["future"]["y_hat"], off.frames["future"]["y_hat"])
    assert on.summary["config"]["refit_steps"] == LATER


def test_what_is_scored_never_saw_the_rows_of_the_score_and_what_forecasts_did(on):
    y = sine(noise=0.1)
    y[-60:] += 5
    moved = outcome(y)
    assert moved.files[SCORED] == on.files[SCORED]
    assert moved.weights != on.weights


def line_after(y):
    """The line of a network before and after it took in all rows, and the one that is fitted to them."""
    prepared = prepare(
        table_of({"a": y}), parse(ForecastConfig, ASKED), torch.device("cpu"), Clock(lambda _: None)
    )
    work = prepared.work
    model = to_all_rows(
        copy.deepcopy(work.model), work.windows, ridge_of(work.windows.channels, work.baselines, work.config)
    )
    (channel,) = work.windows.channels
    whole = Ridge.fit([channel.z], 12, 4, channel.season)
    return work.model.line, model.line, whole


def test_before_it_learns_on_the_line_is_moved_to_that_of_all_rows():
    y = sine(200, noise=0.1)
    y[-60:] += np.arange(60) / 10
    scored, moved, whole = line_after(y)
    np.testing.assert_allclose(moved.weight.detach().T, whole.weights, atol=1e-5)
    np.testing.assert_allclose(moved.bias.detach(), whole.bias, atol=1e-5)
    assert (moved.weight - scored.weight).abs().max() > 0.01


def test_of_many_windows_learning_on_moves_the_line_alone(monkeypatch):
    monkeypatch.setattr(forecasting, "MOST_MOVED", 1)
    scored, moved, _ = line_after(sine(200, noise=0.1))
    assert (moved.weight == scored.weight).all()
    assert (moved.bias == scored.bias).all()


def test_intervals_are_as_wide_as_those_that_were_calibrated_before(on, off):
    assert on.files["scaler.json"].count(b"factors") == 1
    factors = [as_kept(run).parts["scaler.json"].split(b'"lines"')[0] for run in (on, off)]
    assert factors[0] == factors[1]


def test_the_network_that_forecasts_is_the_one_that_is_kept(on):
    kept = as_kept(on)
    assert difference(kept) == 0.0
    rows = "".join(f"{step},{value}\n" for step, value in enumerate(sine(noise=0.1)))
    again = use(kept, b"ds,y\n" + rows.encode())
    columns = ["y_hat", "lo", "hi"]
    np.testing.assert_allclose(again.frames["future"][columns], on.frames["future"][columns], rtol=1e-6)
    assert "test" not in again.frames  # it has seen them all


@pytest.mark.parametrize(("several", "words"), [(False, "60 rows;"), (True, "60 rows of each series;")])
def test_one_line_says_which_network_is_scored_and_which_forecasts(several, words):
    series = {"a": sine(noise=0.1)} | ({"b": sine(noise=0.2)} if several else {})
    said = outcome_of(table_of(series), **ASKED).summary
    assert said["beyond"].startswith(f"Scores are of a network that never saw the last {words}")
    assert said["beyond"].endswith("the forecast comes from one that learned on with all rows.")
    assert said["beyond"] in said["notes"]


@pytest.mark.parametrize("step", [40, 47, 60])
def test_a_run_that_is_killed_while_it_learns_on_goes_on_bit_for_bit(monkeypatch, step):
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)
    keeper = Keeps(at={step})
    whole = forecast(keeper)
    assert max(keeper.kept) == 60
    again = forecast(Keeps(keeper.kept[step], at=()))
    assert (again.weights, again.files[SCORED]) == (whole.weights, whole.files[SCORED])
    assert again.frames["future"].equals(whole.frames["future"])
    assert again.summary["metrics"] == whole.summary["metrics"]
    assert again.summary["config"] == whole.summary["config"]


@pytest.fixture
def every_step_is_an_interval(monkeypatch):
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)


@pytest.mark.usefixtures("every_step_is_an_interval")
@pytest.mark.parametrize("looks", [46, 52])
def test_a_run_that_is_paused_while_it_learns_on_goes_on_bit_for_bit(looks):
    whole = forecast(Keeps(at=()))
    step, kept, _ = paused(forecast, None, (looks, "pause"))
    assert 40 < step < 60
    later, kept, _ = paused(forecast, kept, (0, "pause"), (0, "step"))
    assert later == step + 1
    again = forecast(Holds(kept), wishes=Asked((0, "pause"), (0, "step"), (0, "go_on")))
    assert (again.weights, again.files[SCORED]) == (whole.weights, whole.files[SCORED])
    assert again.frames["future"].equals(whole.frames["future"])
    assert again.summary["config"] == whole.summary["config"]


@pytest.mark.usefixtures("every_step_is_an_interval")
def test_what_was_asked_in_training_is_not_asked_again_of_what_learns_on():
    asked = Asked((5, "halve"), (6, "pause"), (6, "go_on"))
    whole = forecast(Keeps(at=()), wishes=asked)
    assert asked.steps == {1: 4, 2: 5, 3: 5}
    assert [factor for _, factor in whole.summary["config"]["rates"]] == [0.5]
    assert forecast(Keeps(at=()), **whole.summary["config"]).weights == whole.weights


@pytest.mark.usefixtures("every_step_is_an_interval")
def test_rates_and_time_are_passed_over_while_it_learns_on_and_the_pause_behind_them_is_not():
    whole = forecast(Keeps(at=()))
    step, kept, seen = paused(forecast, None, (46, "halve"), (46, "longer"), (46, "pause"))
    assert (step > 40, seen) == (True, 3)
    again = forecast(Holds(kept), wishes=Asked(*3 * [(0, "pause")], (0, "go_on")))
    assert again.weights == whole.weights
    assert again.summary["config"]["rates"] == []


@pytest.mark.usefixtures("every_step_is_an_interval")
def test_a_paused_run_that_is_stopped_forecasts_with_the_network_of_its_scores(off):
    _, kept, _ = paused(forecast, None, (46, "pause"))
    stopped = forecast(Keeps(kept, at=()), should_stop=lambda: True)
    assert SCORED not in stopped.files
    assert stopped.summary["beyond"].startswith("The run was stopped before it had learned on")


def test_a_run_is_repeated_from_its_settings(on):
    assert outcome(**on.summary["config"]).weights == on.weights


def test_a_timed_run_keeps_its_budget_and_is_repeated_from_its_settings():
    first = outcome(steps=None, budget=2.0)
    assert first.summary["seconds"] < 3.0
    assert first.summary["config"]["refit_steps"] > 0
    assert outcome(**first.summary["config"]).weights == first.weights


def test_a_run_that_is_stopped_forecasts_with_the_network_of_its_scores():
    found = outcome(steps=100_000, stop_after=6)
    assert SCORED not in found.files
    assert found.summary["beyond"] == (
        "The run was stopped before it had learned on with all rows. So the forecast comes from the network "
        "of the scores, which never saw the last 60 rows."
    )
    assert found.summary["config"]["refit"] is False


def test_training_that_diverges_while_it_learns_on_keeps_the_network_of_the_scores(monkeypatch, off):
    monkeypatch.setattr(refit, "RATE", 1e30)
    found = outcome(refit_steps=5)
    assert found.weights == off.weights
    assert found.summary["beyond"].startswith("Training diverged before it had learned on with all rows.")


def test_settings_that_were_written_before_there_was_this_one_repeat_what_they_did(on, off):
    old = {name: value for name, value in off.summary["config"].items() if not name.startswith("refit")}
    assert parse(ResolvedForecast, old).refit is False
    assert outcome(**old).weights == off.weights
    assert parse(ForecastConfig, {"horizon": 4}).refit is True


def test_a_run_that_trains_another_further_counts_its_own_steps(on):
    asked = parse(ForecastConfig, on.summary["config"] | {"task": "forecast"})
    assert asked.refit_steps == LATER
    assert further(asked, on.summary["config"], "an-id").refit_steps is None


@pytest.mark.parametrize(
    ("ending", "growth", "steps"),
    [
        (Ending(steps=900, best_step=60), 2.0, 120),  # twice as many rows
        (Ending(steps=300, best_step=300), 2.0, 150),  # a third of the whole
        (Ending(steps=1, best_step=1), 2.0, 1),
    ],
)
def test_it_learns_on_for_as_many_steps_as_were_best_within_its_share(ending, growth, steps):
    refit = Refit(lambda _: None, growth)
    assert refit.steps_after(ending) == steps
    assert refit.share(ending) == pytest.approx(steps / (ending.steps + steps))


def test_time_that_learning_on_will_not_need_goes_to_training():
    """Of 30 s a third is left to it at first; where nothing gets better, ever less."""
    clock = Clock(lambda _: None)
    clock.keep(30.0, 0.0)
    left = []

    class Still:
        """Was best at step 20 of 1,000."""

        rates, stepwise, step = Rates(), False, 1_000

        def run(self, _pace, seconds):
            for step in (0, 20, 100, 1_000):
                left.append(round(seconds() + clock.seconds, 6))
                yield Interval(step, 1_000, 1.0, 1.0, 0.1, best=step == 20)
            left.append(round(seconds() + clock.seconds, 6))

    fit(Still(), Pace.of(1_000), clock, lambda: False, later=Refit(lambda _: None, growth=1.0).share)
    assert left == pytest.approx([20.0, 20.0, 20.0, 30 / 1.2, 30 / 1.02])


def test_a_checkpoint_of_learning_on_is_refused_where_nobody_learns_on(monkeypatch):
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)
    keeper = Keeps(at={50})
    forecast(keeper)
    with pytest.raises(DataError, match="another network"):
        forecast(Keeps(keeper.kept[50]), hidden_size=9)


def test_both_weights_are_of_one_shape(on):
    kept, scored = load(on.weights), load(on.files[SCORED])
    assert {name: array.shape for name, array in kept.items()} == {
        name: array.shape for name, array in scored.items()
    }


def test_a_run_is_trained_further_from_the_weights_that_were_scored(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    rows = "".join(f"{step},{value}\n" for step, value in enumerate(sine(noise=0.1)))
    dataset = store.of("").uploads.add("sine.csv", b"t,y\n" + rows.encode())
    run_id = store.of("").queue.submit(
        parse(ForecastConfig, ASKED | {"hidden_size": 8}).model_dump_json(), dataset
    )
    execute(store, run_id, store.queue.claim("me", run_id).attempt)
    scored = load(store.results.files(run_id)[SCORED])
    start = trained_model(store, store.runs.get(run_id)).weights
    assert all(np.array_equal(start[name], weights) for name, weights in scored.items())
    assert store.results.weights(run_id) != store.results.files(run_id)[SCORED]
