"""The first page: two sentences, limits, examples that start with one click, the runs of this visit."""

from unittest.mock import DEFAULT, Mock

import pytest
from made_up import ME, STRANGER, NoJobs, Visit, monthly_csv, queued
from streamlit.runtime.scriptrunner import StopException

from pages.ui.home import presets
from pages.ui.page import start as page
from pages.ui.tasks import TASKS as PAGES
from rnnkit.data.samples import SAMPLES, samples_of
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS


def test_a_deep_link_to_a_fresh_server_shows_the_whole_page(visit: Visit) -> None:
    app = visit("home")
    assert not app.exception
    assert app.title[0].value == "RNN playground"
    assert any("5 MB, 100,000 rows and 50 columns" in caption.value for caption in app.caption)
    assert "core" in app.sidebar.caption[0].value


def test_every_sample_has_a_card(visit: Visit) -> None:
    app = visit("home")
    for task in TASKS:
        app.session_state[f"fold_examples_{task}"] = True
    app.run()
    assert not app.exception
    assert {f"preset_{key}" for key in SAMPLES} <= {button.key for button in app.button}
    folds = [box for box in app.expander if box.label == "More examples"]
    more = [one for one in PAGES.values() if one.examples and len(samples_of(one.name)) > one.examples.shown]
    assert len(folds) == len(more) > 0
    assert all(len(fold.button) for fold in folds)


def test_one_click_trains_on_a_text_and_turns_to_its_page(visit: Visit, store: Store, jobs: NoJobs) -> None:
    app = visit("home")
    app.button(key="preset_hamlet").click().run()
    (run,) = store.runs.find()
    assert (run.task, run.label, jobs.woken) == ("text", "LSTM", 1)
    assert app.title[0].value == "Generate text"
    assert app.query_params["run"] == run.group
    app.switch_page("pages/home.py").run()
    assert any("LSTM on Five lines of Hamlet" in link.proto.label for link in app.get("page_link"))


def test_each_page_comes_back_to_its_own_data(visit: Visit, store: Store) -> None:
    app = visit("generate")
    app.button(key="sample_hamlet").click().run()
    text = app.query_params["data"]
    app.query_params.clear()
    app.switch_page("pages/forecast.py").run()
    assert "data" not in app.query_params
    app.button(key="sample_sine").click().run()
    app.query_params.clear()
    app.switch_page("pages/generate.py").run()
    assert app.query_params["data"] == text


def test_one_click_trains_an_example_and_turns_to_its_runs(visit: Visit, store: Store, jobs: NoJobs) -> None:
    app = visit("home")
    app.button(key="preset_sine").click().run()
    runs = store.runs.find()
    assert [run.label for run in runs] == ["RNN", "LSTM", "GRU"]
    assert jobs.woken == 1
    assert app.title[0].value == "Forecast a time series"
    assert app.query_params["run"] == runs[0].group


def test_a_click_is_answered_by_the_next_rerun_where_its_own_was_cut_short(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Streamlit does it for a component that reports, or a person who goes on meanwhile."""
    start = Mock(wraps=presets.start_runs, side_effect=[StopException, DEFAULT])  # cut short, then not
    monkeypatch.setattr("pages.ui.home.presets.start_runs", start)
    app = visit("home")
    app.button(key="preset_airline").click().run()
    assert (app.title[0].value, store.runs.find()) == ("RNN playground", [])
    app.run()
    assert app.title[0].value == "Forecast a time series"
    assert [run.label for run in store.runs.find()] == ["LSTM", "GRU"]
    app.switch_page("pages/home.py").run()
    assert app.title[0].value == "RNN playground"  # and only once
    assert start.call_count == 2


def test_the_runs_of_this_visit_are_listed_and_those_of_others_are_not(visit: Visit, store: Store) -> None:
    app = visit("home")
    assert "Your runs" not in [subheader.value for subheader in app.subheader]
    app.button(key="preset_airline").click().run()
    app.switch_page("pages/home.py").run()
    assert "Your runs" in [subheader.value for subheader in app.subheader]
    assert "Your runs" not in [subheader.value for subheader in visit("home", token=STRANGER).subheader]


def test_runs_of_one_label_are_told_apart_by_what_differs(visit: Visit, store: Store) -> None:
    data = store.of(ME).uploads.add("sales.csv", monthly_csv())
    other = store.of(ME).uploads.add("other.csv", monthly_csv(60))
    for where, label, size in ((data, "GRU", 8), (data, "GRU", 16), (data, "LSTM", 16), (other, "GRU", 32)):
        queued(store, where, label, config={"hidden_size": size})
    links = [link.proto.label for link in visit("home").get("page_link")]
    assert links[-4:] == [
        "GRU on other.csv",
        "LSTM on sales.csv",
        "GRU, hidden size 16 on sales.csv",
        "GRU, hidden size 8 on sales.csv",
    ]


def test_what_a_page_loaded_is_kept_from_the_garbage_collector_once(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = []
    monkeypatch.setattr("pages.ui.page.start.machine.freeze", lambda: frozen.append(True))
    page._loaded.cache_clear()
    app = visit("home")
    app.run()
    assert frozen == [True]
