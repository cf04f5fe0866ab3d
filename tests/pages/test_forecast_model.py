"""The Model part: everything in the address, costs before the start, refusals with a way out."""

import pytest
from made_up import ME, NoJobs, Visit, hourly_csv, monthly_csv
from streamlit.testing.v1 import AppTest

from rnnkit.config import parse
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast.settings import ForecastConfig


@pytest.fixture
def data(store: Store) -> str:
    """Eight years of months."""
    return store.of(ME).uploads.add("sales.csv", monthly_csv())


def config_of(store: Store) -> ForecastConfig:
    return parse(ForecastConfig, store.runs.find()[0].config)


def train(app: AppTest) -> AppTest:
    return app.button(key="train").click().run()


def test_suggestions_and_cost_stand_there_before_the_start(visit: Visit, data: str) -> None:
    app = visit("forecast", data=data)
    assert app.number_input(key="horizon").value is None
    assert "automatic: 12" in app.number_input(key="horizon").placeholder
    assert any("weights" in caption.value and "MB" in caption.value for caption in app.caption)


@pytest.mark.parametrize(
    ("weekend", "asked", "said"), [(0.5, {}, True), (0.5, {"lookback": "48"}, False), (1.0, {}, False)]
)
def test_it_is_said_that_a_week_is_read_back_where_days_make_up_weeks(
    visit: Visit, store: Store, weekend: float, asked: dict[str, str], said: bool
) -> None:
    data = store.of(ME).uploads.add("load.csv", hourly_csv(weekend))
    captions = [caption.value for caption in visit("forecast", data=data, **asked).caption]
    assert any("looks back over a whole week (168 steps)" in caption for caption in captions) == said


def test_settings_in_the_address_are_those_of_the_run(visit: Visit, data: str, store: Store) -> None:
    app = visit(
        "forecast", data=data, cells=["GRU", "BiLSTM"], hidden_size="32", horizon="6", budget="20 s", seed="7"
    )
    train(app)
    assert [run.label for run in store.runs.find()] == ["GRU", "BiLSTM"]
    config = config_of(store)
    assert (config.hidden_size, config.horizon, config.budget, config.seed) == (32, 6, 20.0, 7)


def test_training_several_networks_is_one_group_in_the_address(
    visit: Visit, data: str, store: Store, jobs: NoJobs
) -> None:
    app = train(visit("forecast", data=data, cells=["RNN", "GRU"]))
    first, second = store.runs.find()
    assert first.group == second.group == app.query_params["run"]
    assert jobs.woken == 1


def test_a_double_click_starts_one_run(visit: Visit, data: str, store: Store) -> None:
    app = train(visit("forecast", data=data))
    train(app)
    assert len(store.runs.find()) == 1


def test_other_settings_start_another_run(visit: Visit, data: str, store: Store) -> None:
    app = train(visit("forecast", data=data))
    app.number_input(key="hidden_size").set_value(16).run()
    train(app)
    assert len(store.runs.find()) == 2


def test_the_fold_keeps_its_name_and_what_was_changed_stands_beside_it(visit: Visit, data: str) -> None:
    app = visit("forecast", data=data)
    app.number_input(key="weight_decay").set_value(0.1).run()
    app.number_input(key="patience").set_value(5).run()
    assert "More settings" in [fold.label for fold in app.expander]
    assert "Changed: Weight decay, Patience" in [caption.value for caption in app.caption]


def test_more_settings_are_drawn_once_they_are_opened_or_changed_and_mean_the_same_when_they_are_not(
    visit: Visit, data: str, store: Store
) -> None:
    closed = visit("forecast", data=data, more=False)
    assert "weight_decay" not in {field.key for field in closed.number_input}
    train(closed)
    train(visit("forecast", data=data))
    first, second = (run.config for run in store.runs.find())
    assert first == second
    linked = visit("forecast", data=data, more=False, weight_decay="0.1")
    assert linked.number_input(key="weight_decay").value == 0.1
    assert "Changed: Weight decay" in [caption.value for caption in linked.caption]


def test_epochs_replace_the_time(visit: Visit, data: str, store: Store) -> None:
    train(visit("forecast", data=data, budget="Epochs", epochs="5"))
    config = config_of(store)
    assert (config.budget, config.epochs) == (None, 5)


def test_an_empty_number_of_epochs_says_what_is_taken(visit: Visit, data: str, store: Store) -> None:
    app = visit("forecast", data=data, budget="Epochs")
    assert app.number_input(key="epochs").placeholder == "automatic: 10"
    train(app)
    assert config_of(store).epochs == 10


def test_an_hour_in_a_link_is_an_hour(visit: Visit, data: str, store: Store) -> None:
    train(visit("forecast", data=data, budget="1 h"))
    assert config_of(store).budget == 3600


def test_impossible_lengths_are_refused_where_they_stand_with_a_way_out(
    visit: Visit, data: str, store: Store
) -> None:
    app = visit("forecast", data=data, lookback="90", horizon="12")
    assert len(app.error) == 1
    assert "rows" in app.error[0].value
    assert "train" not in {button.key for button in app.button}
    next(button for button in app.button if button.label == "Use the suggested lookback").click().run()
    assert not app.error
    assert app.number_input(key="lookback").value is None


def test_too_many_weights_are_refused_with_a_smaller_size(visit: Visit, data: str) -> None:
    app = visit("forecast", data=data, hidden_size="512", num_layers="4", cells=["BiLSTM"])
    assert "limit 8 M" in app.error[0].value
    next(button for button in app.button if "hidden size 128" in button.label).click().run()
    assert app.number_input(key="hidden_size").value == 128


def test_a_batch_larger_than_the_data_is_said(visit: Visit, data: str) -> None:
    app = visit("forecast", data=data, batch_size="4096", horizon="12", lookback="24", test="24")
    assert [info.value for info in app.info] == [
        "Batch size: 37 instead of 4,096, since there is no more to learn from."
    ]


def test_a_run_that_would_be_stopped_for_its_length_says_so_before_it_starts(
    visit: Visit, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of this server is two minutes; the budget is five."""
    monkeypatch.setenv("RNNKIT_MAX_RUN_SECONDS", "120")
    app = visit("forecast", data=data, budget="5 min")
    assert [warning.value for warning in app.warning] == [
        "This takes about 5 min, but a run is stopped after 2 min here and keeps its best weights so far: "
        "train for a shorter time, or take a smaller network."
    ]
    assert "train" in {button.key for button in app.button}
    assert not visit("forecast", data=data, budget="1 min").warning
    (warning,) = visit("forecast", data=data, budget="Epochs", epochs="10000").warning
    assert warning.value.startswith("This takes about ")


def test_settings_that_cannot_be_in_a_link_are_ignored(visit: Visit, data: str) -> None:
    app = visit("forecast", data=data, hidden_size="99999", cells="<script>", strategy="../../x")
    assert not app.exception
    assert not app.error
    assert app.number_input(key="hidden_size").value == ForecastConfig().hidden_size
    assert any("gnored" in info.value for info in app.info)


def test_without_a_network_nothing_can_be_started(visit: Visit, data: str) -> None:
    app = visit("forecast", data=data)
    next(group for group in app.pills if group.key == "cells").set_value([]).run()
    assert "Choose at least one network" in app.info[0].value
    assert "train" not in {button.key for button in app.button}


def test_what_does_not_fit_into_memory_is_refused_with_one_click_to_what_does(
    visit: Visit, data: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rnnkit.training.room.memory_total", lambda: 690_000_000)
    wide = {"hidden_size": "512", "num_layers": "4", "batch_size": "64"}
    app = visit("forecast", data=data, cells=["RNN", "LSTM"], **wide)
    (error,) = app.error
    assert error.value.startswith("This run needs about ")
    assert "MB of memory; this machine can give " in error.value
    assert not any(button.key == "train" for button in app.button)
    fix = next(button for button in app.button if button.label.startswith("Use batch size 16 and "))
    fix.click().run()
    assert not app.error
    assert app.number_input(key="batch_size").value == 16
    train(app)
    assert [run.label for run in store.runs.find()] == ["RNN", "LSTM"]
