"""Samples: known figures, the same bytes for the same seed, settings that exist, rights written down."""

import io

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import read_table
from rnnkit.data.samples import FOLDER, SAMPLES, sample_bytes
from rnnkit.errors import ConfigError, NotFoundError
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig

SERIES = {key: sample for key, sample in SAMPLES.items() if sample.task == "forecast"}
GENERATED = [key for key, sample in SERIES.items() if sample.generate is not None]
MEASURED = [key for key in SERIES if key not in GENERATED]


def read(key, **options):
    return pd.read_csv(io.BytesIO(sample_bytes(key, **options)), encoding=SAMPLES[key].encoding)


@pytest.mark.parametrize("key", SERIES)
def test_every_sample_is_a_small_table_with_a_story_and_valid_settings(key):
    sample, frame = SAMPLES[key], read(key)
    assert 100 <= len(frame) <= 10_000
    assert len(sample_bytes(key)) < 100_000
    assert frame.shape[1] >= 2
    assert sample.sentence.endswith((".", "?"))
    assert len(sample.sentence) <= 160
    assert sample.source
    config = ForecastConfig(**sample.settings)
    named = {*config.targets, *config.past_covariates, *config.future_covariates}
    assert named <= set(frame.columns)


def test_the_sine_of_the_first_lesson():
    frame = read("sine")
    np.testing.assert_allclose(frame["y"], np.sin(0.1 * np.arange(1000)), atol=1e-8)
    # repeating the last value has a mean squared error of 1 - cos 0.1
    assert np.square(np.diff(frame["y"])).mean() == pytest.approx(1 - np.cos(0.1), rel=0.01)
    settings = SAMPLES["sine"].settings
    assert settings["horizon"] > 2 * np.pi / 0.1 / 4  # a bend of the wave, not a dot, goes on beyond the data
    assert settings["test"] % settings["horizon"] == 0


def test_the_airline_figures():
    passengers = read("airline")["passengers"]
    assert len(passengers) == 144
    assert passengers.iloc[[0, -1]].tolist() == [112, 432]
    assert passengers.sum() == 40_363
    assert passengers.max() == 622


def test_co2_keeps_its_gaps():
    frame = read("co2")
    assert len(frame) == 2284
    assert frame["co2"].isna().sum() == 59
    assert (pd.to_datetime(frame["date"]).diff().dropna() == pd.Timedelta(weeks=1)).all()


def test_elnino_is_in_the_order_of_time():
    frame = read("elnino")
    assert frame["month"].is_monotonic_increasing
    assert frame["temperature"].iloc[:3].tolist() == [23.11, 24.2, 25.37]


def test_the_ramp_and_the_noise():
    assert read("ramp")["y"].tolist() == list(range(1, 101))
    noise = read("noise")["y"]
    assert np.square(noise - 0.5).mean() == pytest.approx(1 / 12, abs=0.01)


def test_mackey_glass_stays_on_its_attractor():
    values = read("mackey_glass")["y"]
    assert values.between(0.2, 1.5).all()
    assert values.std() > 0.15


def test_shops_share_one_week_and_sell_more_in_promotions():
    frame = read("shops")
    assert frame["shop"].nunique() == 6
    weekday = pd.to_datetime(frame["date"]).dt.day_of_week
    assert frame.groupby(["shop", weekday])["sales"].mean().unstack().idxmax(axis=1).eq(5).all()
    by_promotion = frame.groupby(["shop", "promotion"])["sales"].mean().unstack()
    assert (by_promotion[1] > by_promotion[0]).all()


def test_chinese_headers_are_not_utf8():
    with pytest.raises(UnicodeDecodeError):
        sample_bytes("electricity").decode("utf-8")
    assert read("electricity").columns.tolist() == ["日期", "气温", "用电量"]


@pytest.mark.parametrize("key", GENERATED)
def test_the_same_seed_gives_the_same_bytes_and_noise_another_series(key):
    assert sample_bytes(key, noise=0.1, seed=3) == sample_bytes(key, noise=0.1, seed=3)
    assert sample_bytes(key, noise=0.1) != sample_bytes(key)


def test_noise_is_in_shares_of_the_spread():
    clean, noisy = read("sine")["y"], read("sine", noise=0.5)["y"]
    assert (noisy - clean).std() == pytest.approx(0.5 * clean.std(), rel=0.1)


@pytest.mark.parametrize("key", MEASURED)
def test_measured_data_refuses_noise_and_names_its_rights(key):
    with pytest.raises(ConfigError, match="taken as it is"):
        sample_bytes(key, noise=0.1)
    assert f"| {key}.csv |" in (FOLDER / "SOURCES.md").read_text(encoding="utf-8")


def test_unknown_samples_and_impossible_noise_are_refused():
    with pytest.raises(NotFoundError, match="no sample called nothing"):
        sample_bytes("nothing")
    with pytest.raises(ConfigError, match="from 0 to 10"):
        sample_bytes("sine", noise=11)


@pytest.mark.parametrize("key", SERIES)
def test_the_data_doctor_reads_every_sample_whole_and_its_settings_fit(key):
    table = read_table(sample_bytes(key))
    settings = resolve(table, ForecastConfig(**SAMPLES[key].settings))
    assert table.understood["rows"] == len(read(key))
    assert not table.questions
    assert not [change for change in table.changes if change.warning]
    if key not in ("airline", "sunspots", "co2", "elnino"):
        assert settings.targets == (SAMPLES[key].settings.get("targets") or ("y",))


def test_the_steps_of_the_dated_samples():
    steps = {
        key: read_table(sample_bytes(key)).understood["step"] for key in ("airline", "co2", "macro", "shops")
    }
    assert steps == {"airline": "1 month", "co2": "1 week", "macro": "1 quarter", "shops": "1 day"}


def test_the_shops_know_their_promotions_of_four_weeks_to_come():
    frame = read("shops")
    coming = frame[frame["sales"].isna()]
    assert coming.groupby("shop").size().tolist() == [28] * 6
    assert set(coming["promotion"]) == {0, 1}
    assert frame["sales"].notna().sum() == 2400
