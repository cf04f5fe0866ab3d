"""The first page: two sentences, limits, examples that start with one click, the runs of this visit."""

import pytest
from made_up import STRANGER, NoJobs, Visit

from pages.ui import page
from rnnkit.data.samples import SAMPLES
from rnnkit.runs.store import Store


def test_a_deep_link_to_a_fresh_server_shows_the_whole_page(visit: Visit) -> None:
    app = visit("home")
    assert not app.exception
    assert app.title[0].value == "RNN playground"
    assert any("5 MB, 100,000 rows and 50 columns" in caption.value for caption in app.caption)
    assert "core" in app.sidebar.caption[0].value


def test_every_sample_has_a_card(visit: Visit) -> None:
    app = visit("home")
    for task in ("forecast", "text"):
        app.session_state[f"fold_examples_{task}"] = True
    app.run()
    assert not app.exception
    assert {f"preset_{key}" for key in SAMPLES} <= {button.key for button in app.button}


def test_one_click_trains_on_a_text_and_turns_to_its_page(visit: Visit, store: Store, jobs: NoJobs) -> None:
    app = visit("home")
    app.button(key="preset_hamlet").click().run()
    (run,) = store.runs()
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
    runs = store.runs()
    assert [run.label for run in runs] == ["RNN", "LSTM", "GRU"]
    assert jobs.woken == 1
    assert app.title[0].value == "Forecast a time series"
    assert app.query_params["run"] == runs[0].group


def test_the_runs_of_this_visit_are_listed_and_those_of_others_are_not(visit: Visit, store: Store) -> None:
    app = visit("home")
    assert "Your runs" not in [subheader.value for subheader in app.subheader]
    app.button(key="preset_airline").click().run()
    app.switch_page("pages/home.py").run()
    assert "Your runs" in [subheader.value for subheader in app.subheader]
    assert "Your runs" not in [subheader.value for subheader in visit("home", token=STRANGER).subheader]


def test_what_a_page_loaded_is_kept_from_the_garbage_collector_once(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = []
    monkeypatch.setattr("pages.ui.page.machine.freeze", lambda: frozen.append(True))
    page._loaded.cache_clear()
    app = visit("home")
    app.run()
    assert frozen == [True]
