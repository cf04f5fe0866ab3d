"""The first page: two sentences, limits, examples that start with one click, the runs of this visit."""

from made_up import NoJobs, Visit

from rnnkit.data.samples import SAMPLES
from rnnkit.runs.store import Store


def test_a_deep_link_to_a_fresh_server_shows_the_whole_page(visit: Visit) -> None:
    app = visit("home")
    assert not app.exception
    assert app.title[0].value == "RNN playground"
    assert any("5 MB, 100,000 rows and 50 columns" in caption.value for caption in app.caption)
    assert "core" in app.sidebar.caption[0].value


def test_every_sample_for_forecasting_has_a_card(visit: Visit) -> None:
    app = visit("home")
    app.session_state["fold_examples"] = True
    app.run()
    offered = {button.key for button in app.button}
    wanted = {f"preset_{key}" for key, sample in SAMPLES.items() if sample.task == "forecast"}
    assert wanted <= offered


def test_one_click_trains_an_example_and_turns_to_its_runs(visit: Visit, store: Store, jobs: NoJobs) -> None:
    app = visit("home")
    app.button(key="preset_sine").click().run()
    runs = store.runs()
    assert [run.label for run in runs] == ["RNN", "LSTM", "GRU"]
    assert jobs.submitted == [run.id for run in runs]
    assert app.title[0].value == "Forecast a time series"
    assert app.query_params["run"] == runs[0].group


def test_the_runs_of_this_visit_are_listed_and_those_of_others_are_not(visit: Visit, store: Store) -> None:
    app = visit("home")
    assert "Your runs" not in [subheader.value for subheader in app.subheader]
    app.button(key="preset_airline").click().run()
    app.switch_page("pages/home.py").run()
    assert "Your runs" in [subheader.value for subheader in app.subheader]
    assert "Your runs" not in [subheader.value for subheader in visit("home").subheader]
