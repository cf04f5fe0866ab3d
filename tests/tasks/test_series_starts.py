"""Many short series: each has a start of its own, which the forecast is before anything is learned."""

import numpy as np
import pytest
import torch

from rnnkit.baselines import Baselines
from rnnkit.config import parse
from rnnkit.tasks.forecast.inputs.channels import channels
from rnnkit.tasks.forecast.inputs.starts import starts_of, weigh
from rnnkit.tasks.forecast.inputs.windows import Windows
from rnnkit.tasks.forecast.networks.model import build, forecast, start_from_nothing
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.worth import report
from tests.tasks.tables import outcome_of, table_of

PLAN = {"horizon": 4, "lookback": 8, "test": 8}
COVERED = {"horizon": 6, "lookback": 6, "test": 6, "steps": 5, "refit": False}


def monthly(number=24, length=72, seed=0, swing=(3, 9)):
    """A level that wanders and a season that is a series' own."""
    rng = np.random.default_rng(seed)
    step = np.arange(length)
    return {
        f"s{n:02}": 100
        + np.cumsum(rng.normal(size=length))
        + rng.uniform(*swing) * np.sin(2 * np.pi * (step / 12 + rng.uniform()))
        for n in range(number)
    }


@pytest.mark.parametrize("strategy", ["direct", "recursive", "encoder_decoder"])
def test_before_anything_is_learned_the_forecast_is_the_start(strategy):
    table = table_of(monthly())
    config = resolve(table, parse(ForecastConfig, PLAN | {"strategy": strategy, "transform": "none"}))
    assert config.start_with == "per_series"
    found = channels(table, config)
    starts = starts_of(found, config, None)
    windows = Windows(found, config, torch.device("cpu"), starts)
    model = build(config, windows)
    start_from_nothing(model)
    positions = windows.positions("test", 4)
    batch = windows.gather(positions)
    answers = forecast(model.eval(), batch, config.normalization) + batch.level[..., None]
    wanted = starts.of(*windows.owners(positions))
    assert answers[..., 1].detach().numpy() == pytest.approx(wanted, abs=1e-5)


def test_shared_weights_are_off_by_as_much_where_each_was_chosen_as_where_none_was():
    """The weights of each series fit its validation part too well to tell how far it will be off."""
    series = {name: y[:44] for name, y in monthly(150).items()}
    plan = {"horizon": 8, "lookback": 8, "test": 8, "transform": "none"}
    config = resolve(table_of(series), parse(ForecastConfig, plan))
    found = channels(table_of(series), config)
    starts, owner = starts_of(found, config, None), np.arange(150)

    def off(begin, cutoff):
        truth = np.stack([channel.z[cutoff : cutoff + 8] for channel in found])
        return np.abs(begin(owner, np.full(150, cutoff)) - truth).mean()

    valid, test = found[0].valid_start, found[0].test_start
    assert off(starts.of, valid) < off(starts.shared, valid)
    assert starts.shared(owner[:1], np.array([test])) == pytest.approx(
        np.einsum("m,mnk->nk", starts.weights.mean(axis=0), starts.members(owner[:1], np.array([test])))
    )


def test_a_start_reads_nothing_behind_its_cutoff():
    series = monthly()
    changed = {name: np.concatenate([y[:-8], y[-8:] + 1000]) for name, y in series.items()}
    config = resolve(table_of(series), parse(ForecastConfig, PLAN))
    owner, cutoff = np.arange(24), np.full(24, 64)
    one, two = (
        starts_of(channels(table_of(values), config), config, None).of(owner, cutoff)
        for values in (series, changed)
    )
    assert one == pytest.approx(two, abs=1e-9)


@pytest.mark.parametrize("still", [False, True])
def test_how_much_of_a_correction_is_taken_is_told_without_the_test_part(monkeypatch, still):
    series = {name: 0 * y + 5 for name, y in monthly().items()} if still else monthly()
    table = table_of(series)
    config = resolve(table, parse(ForecastConfig, PLAN | {"start_with": "per_series", "transform": "none"}))
    found = channels(table, config)
    windows = Windows(found, config, torch.device("cpu"), starts_of(found, config, None))
    baselines = Baselines.fit([channel.train for channel in found], 1, config.horizon, config.lookback)
    read, scales = [], report.seasonal_scales
    monkeypatch.setattr(
        report, "seasonal_scales", lambda parts, season: read.extend(map(len, parts)) or scales(parts, season)
    )
    made = report.Report(config, windows, build(config, windows), baselines)
    assert 0 <= made.calibrated.trust <= 0.5
    assert read == [channel.test_start for channel in found]


def test_a_run_says_its_starts_and_is_better_than_the_season_before():
    outcome = outcome_of(table_of(monthly()), **PLAN, steps=20)
    scores = outcome.summary["metrics"]
    assert scores["model"]["mase"] < min(scores["seasonal naive"]["mase"], scores["linear"]["mase"])
    said = [note for note in outcome.summary["notes"] if note.startswith("Starts (largest weight): ")]
    assert len(said) == 1
    assert len(said[0]) <= 160


def test_few_or_long_series_or_covariates_start_from_one_line():
    asked = parse(ForecastConfig, PLAN)
    assert resolve(table_of(monthly(5)), asked).start_with == "linear"
    assert resolve(table_of(monthly(24, 400)), asked).start_with == "own_lines"
    assert resolve(table_of(monthly()), asked.replace(shortcut=False)).start_with == "linear"
    assert resolve(table_of(monthly(5)), asked.replace(start_with="per_series")).start_with == "per_series"


def test_weights_by_hand():
    """Of two equal series each gets the same; one without a validation part gets those of all."""
    alike = weigh(np.array([[1.0, 2, 2, 3], [2.0, 4, 4, 6], [0.0, 0, 0, 0]]))
    assert alike[0] == pytest.approx(alike[1])
    assert alike[2] == pytest.approx(alike[0])
    assert alike[0] == pytest.approx(
        np.exp(-10 * np.array([0.5, 1, 1, 1.5])) / np.exp(-10 * np.array([0.5, 1, 1, 1.5])).sum()
    )
    assert weigh(np.array([[1.0, 2, 2, 0.1]]), linear=False)[0, 3] == 0
    assert weigh(np.zeros((1, 4))).tolist() == [[0.5, 0.5, 0, 0]]


def wandering(seed):
    """Short series with one or two validation windows each."""
    return monthly(40, 36, seed, swing=(1, 6))


def test_intervals_of_short_series_hold_what_they_promise():
    """Calibrated on the errors with which the weights of each series were chosen, they held 0.73 of 0.80."""
    held = [
        outcome_of(table_of(wandering(seed)), **COVERED).summary["metrics"]["model"]["coverage"]
        for seed in range(3)
    ]
    assert 0.76 <= np.mean(held) <= 0.86
