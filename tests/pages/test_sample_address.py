"""An address that names an example shows it to whoever opens it, with the settings beside it, for ever."""

import json

import pytest
from made_up import ME, Visit, finished, monthly_csv

from pages.ui.tasks import TASKS
from rnnkit.data.samples import SAMPLES, samples_of
from rnnkit.runs.store import Store

KEPT = {
    *("sine", "airline", "shops", "electricity", "sunspots", "co2", "elnino", "macro", "seasonal", "damped"),
    *("mackey_glass", "random_walk", "noise", "ramp", "hamlet", "couplets", "names"),
}
PAGES = {
    page.page.stem: next(key for key, sample in samples_of(name).items() if sample.remote is None)
    for name, page in TASKS.items()
    if samples_of(name)
}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_example_in_its_address_to_everybody(
    visit: Visit, store: Store, page: str
) -> None:
    key = PAGES[page]
    first = visit(page, token="a" * 43, sample=key)
    assert not first.exception
    query = dict(first.query_params.items())
    assert query["sample"] == key
    second = visit(page, token="b" * 43, **query)  # as it was copied, with the data of somebody else in it
    assert not [warning for warning in second.warning if "not in your browser" in warning.value]
    assert second.query_params["sample"] == key
    assert second.query_params["data"] != first.query_params["data"]
    ids = [app.query_params["data"] for app in (first, second)]
    contents = [store.datasets.get(found) for found in ids]
    assert contents[0].content == contents[1].content
    assert [found.name for found in contents] == [SAMPLES[key].title] * 2


def test_settings_in_the_address_win_over_those_that_suit_the_example(visit: Visit, store: Store) -> None:
    app = visit("forecast", sample="sine", hidden_size="48", budget="20 s", cells="GRU")
    app.button(key="train").click().run()
    (run,) = store.runs.find()
    config = json.loads(run.config)
    assert (config["hidden_size"], config["budget"], config["cell"]) == (48, 20.0, "gru")
    assert (config["lookback"], config["horizon"], config["shortcut"]) == (50, 25, False)  # the example's own


def test_a_private_run_beside_an_example_is_said_and_the_example_is_shown(visit: Visit) -> None:
    app = visit("forecast", sample="sine", run="somebody-elses")
    assert [warning.value for warning in app.warning if "a run is private" in warning.value]
    assert "data" in app.query_params


def test_an_example_that_there_is_not_is_said(visit: Visit) -> None:
    app = visit("forecast", sample="cosine")
    (warning,) = app.warning
    assert warning.value.startswith("There is no example called cosine here; there are sine, airline, shops")
    assert "sample" not in app.query_params
    assert app.button(key="sample_sine")


def test_another_example_takes_its_place_and_other_data_leaves_none(visit: Visit) -> None:
    app = visit("forecast", sample="sine")
    app.session_state["fold_other"] = True
    app.run().button(key="sample_airline").click().run()
    assert app.query_params["sample"] == "airline"
    app.session_state["fold_other"] = True
    app.run().file_uploader[0].upload(
        "mine.csv", b"day,y\n" + b"".join(b"%d,%d\n" % (n, n % 7) for n in range(60)), "text/csv"
    )
    app.run()
    assert "sample" not in app.query_params
    assert "data" in app.query_params


def test_no_example_that_an_address_may_name_is_ever_taken_away() -> None:
    assert set(SAMPLES) >= KEPT


def test_what_suits_an_example_is_there_after_a_reload(visit: Visit) -> None:
    """Streamlit writes into the address what a person typed, not what an example put into the fields."""
    app = visit("forecast", sample="shops", hidden_size="48")
    assert app.session_state["horizon"] == 14
    again = visit("forecast", **{name: app.query_params[name] for name in ("data", "sample", "hidden_size")})
    assert (again.session_state["horizon"], again.session_state["hidden_size"]) == (14, 48)


def test_what_a_link_does_not_say_is_as_its_run_had_it(visit: Visit, store: Store) -> None:
    data = store.of(ME).uploads.add("sales.csv", monthly_csv())
    run = finished(store, data, config={"horizon": 6, "hidden_size": 48, "targets": ("sales",)})
    app = visit("forecast", run=run, hidden_size="32")
    assert (app.session_state["horizon"], app.session_state["hidden_size"]) == (6, 32)
