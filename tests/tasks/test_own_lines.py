"""Straight lines of their own: fitted as by hand, mixed as by hand, and taken where series differ."""

import io

import numpy as np
import pandas as pd
import pytest
import torch

from rnnkit.baselines import Ridge
from rnnkit.baselines.own_lines import OwnLines
from rnnkit.config import parse
from rnnkit.data import read_table
from rnnkit.errors import ConfigError
from rnnkit.files.model_file import Model
from rnnkit.tasks.forecast.inputs.channels import channels
from rnnkit.tasks.forecast.inputs.windows import Windows
from rnnkit.tasks.forecast.inside import inside
from rnnkit.tasks.forecast.networks.model import build
from rnnkit.tasks.forecast.networks.network import HALF
from rnnkit.tasks.forecast.networks.own_lines import SHARES, FittedLines, best_shares, put, validated_shares
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.run import run
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.starting import Panel
from tests.nn.test_forecaster import Forecaster, shape

PLAN = {"horizon": 6, "lookback": 12, "test": 24, "hidden_size": 8, "steps": 20, "seed": 0}


def panel(series=9, rows=240):
    """Hourly series that go up and down at a pace of their own, so that no line of all fits them."""
    stamps = pd.date_range("2024-01-01", periods=rows, freq="h")
    rng, steps = np.random.default_rng(0), np.arange(rows)
    parts = [
        pd.DataFrame(
            {
                "item": f"item {n}",
                "hour": stamps,
                "y": 50 + 9 * np.sin(steps * (0.2 + 0.31 * n)) + rng.normal(0, 0.3, rows),
            }
        )
        for n in range(series)
    ]
    return pd.concat(parts, ignore_index=True)


def table_of(frame):
    with io.BytesIO() as file:
        frame.to_csv(file, index=False)
        return read_table(file.getvalue())


def test_a_line_of_its_own_continues_what_a_line_of_all_cannot():
    waves = [np.sin(np.arange(300) * pace) for pace in (0.1, 0.9, 2.0)]
    shared = Ridge.fit(waves, 4, 4)  # of three waves a line of all would need six
    own = OwnLines.fit(waves, shared, (3,))
    assert own.lines.shape == (3, 5, 4)
    for wave, pace, line in zip(waves, (0.1, 0.9, 2.0), own.lines, strict=True):
        answer = wave[-1] + (wave[-4:] - wave[-1]) @ line[:-1] + line[-1]
        truth = np.sin(np.arange(300, 304) * pace)
        assert np.abs(answer - truth).max() < 1e-3
        assert np.abs(shared.predict(wave[None])[0] - truth).max() > 1e-2


def test_a_series_of_too_few_windows_has_the_line_of_all():
    waves = [np.sin(np.arange(300) * 0.1), np.sin(np.arange(14) * 0.9)]
    shared = Ridge.fit(waves, 12, 4)
    own = OwnLines.fit(waves, shared, ())
    np.testing.assert_array_equal(own.lines[1], np.concatenate([shared.weights, shared.bias[None]]))


def test_shares_by_hand():
    """Of errors that are least at 0.15 that is taken; few of one series count less than those of all."""
    place = np.arange(len(SHARES))
    at_three, at_ten = np.abs(place - 3) + 20.0, np.abs(place - 10) + 20.0
    assert best_shares(np.stack([at_three, at_three]), np.array([4, 9])).tolist() == [0.15, 0.15]
    many = np.stack([*[at_three] * 9, at_ten, 0 * at_ten])
    found = best_shares(many, np.array([5] * 10 + [0]))
    assert found.tolist() == [0.15] * 11
    assert SHARES.max() < 1  # the network always has a say


def test_a_series_that_never_changes_leaves_the_others_their_lines():
    still = pd.DataFrame(
        {"item": "still", "hour": pd.date_range("2024-01-01", periods=240, freq="h"), "y": 50.0}
    )
    table = table_of(pd.concat([panel(4), still], ignore_index=True))
    config = resolve(table, parse(ForecastConfig, PLAN | {"transform": "none"}))
    found = channels(table, config)
    windows = Windows(found, config, torch.device("cpu"))
    model = build(config, windows).eval()
    shared = Ridge.fit([channel.z[: channel.valid_start] for channel in found], 12, 6)
    put(model, FittedLines.of(found, shared).found.lines)
    shares = validated_shares(model, windows)
    assert (shares[:4] > 0.5).all()  # the network has not learned anything


def test_the_line_of_a_series_moves_its_answers_by_its_share():
    torch.manual_seed(0)
    _, form = shape(start_with="own_lines")
    assert form.series == 0  # nobody said how many
    config, _ = shape(start_with="own_lines")
    model = Forecaster(type(form)(**{**vars(form), "series": 2})).eval()
    model.get_buffer("own")[1, -1] = 4.0  # the bias of every step
    model.get_buffer("own_share")[:] = torch.tensor([1.0, 0.25])
    answers = torch.zeros(3, config.horizon, 3) + torch.tensor([-1.0, 0.0, 1.0])
    moved = model.beside(answers, torch.zeros(3, config.lookback), torch.tensor([0, 1, -1]))
    assert moved[0, 0].tolist() == [-1, 0, 1]
    assert moved[1, 0].tolist() == [0, 1, 2]
    assert moved[2, 0].tolist() == [-1, 0, 1]


def test_several_long_series_have_lines_unless_they_cost_too_much():
    asked = parse(ForecastConfig, PLAN)
    table = table_of(panel())
    assert resolve(table, asked).start_with == "own_lines"
    assert resolve(table_of(panel(1)), asked).start_with == "linear"
    assert resolve(table, asked.replace(normalization="mean")).start_with == "linear"
    assert Panel(100, 800, 800, 168, 48).has_lines(budget=60)
    assert not Panel(100, 800, 800, 168, 48).has_lines(budget=3)
    assert not Panel(100_000, 800, 800, 168, 48).has_lines(None)
    assert not Panel(3, 60, 60, 24, 18).has_lines(None)
    with pytest.raises(ConfigError, match="Lines of their own read values relative to the last one"):
        parse(ForecastConfig, {"start_with": "own_lines", "normalization": "mean"})


def test_a_run_is_better_with_them_where_series_differ_and_says_how_much_they_are():
    table = table_of(panel())
    with_lines = run(table, parse(ForecastConfig, PLAN))
    without = run(table, parse(ForecastConfig, PLAN | {"start_with": "linear"}))
    said = [
        note for note in with_lines.summary["notes"] if note.startswith("Each series has a straight line")
    ]
    assert len(said) == 1
    assert with_lines.summary["metrics"]["model"]["mase"] < 0.5 * without.summary["metrics"]["model"]["mase"]
    future = [one.frames["future"]["y_hat"].to_numpy() for one in (with_lines, without)]
    assert np.abs(future[0] - future[1]).max() > 0
    again = run(table, parse(ForecastConfig, with_lines.summary["config"]))
    pd.testing.assert_frame_equal(again.frames["future"], with_lines.frames["future"])


def test_a_look_inside_a_network_sees_the_lines_beside_it():
    table = table_of(panel(3))
    config = resolve(table, parse(ForecastConfig, PLAN | {"transform": "none"}))
    found = channels(table, config)
    network = build(config, Windows(found, config, torch.device("cpu")))
    weights = {name: weight.numpy().copy() for name, weight in network.state_dict().items()}
    plain = inside(Model(config, weights=weights), table).probe.whole()
    weights["own"][:, -1] = 4.0  # the bias of every step
    lifted = inside(Model(config, weights=weights), table).probe.whole()
    torch.testing.assert_close(lifted, plain + HALF * 4.0)
