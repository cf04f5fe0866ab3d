"""The fold Search of a task page, and the page that shows a search by its link."""

import json

import pytest
from made_up import ME, STRANGER, NoJobs, Visit, monthly_csv

from rnnkit.config import parse
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from rnnkit.runs.visitor.searches import Tried
from rnnkit.search.settings import SearchConfig
from rnnkit.search.space import settings_of
from rnnkit.tasks import TASKS

PROBLEM = b'{"problem": "adding", "length": 6, "test_length": 6}'


def asked(store: Store, **more: object) -> str:
    """A search of tiny networks, asked for by who visits."""
    config = parse(SearchConfig, {"over": {"hidden_size": (4, 6, 8)}, "steps": 30, **more})
    base = parse(TASKS["memory"].asked, {"problem": "adding", "length": 6, "batch_size": 8})
    tried = [Tried(each.model_dump(mode="json"), 1.0) for each in settings_of(base, config)]
    mine = store.of(ME)
    return mine.searches.ask("memory", config, tried, mine.uploads.add("problem", PROBLEM), "LSTM")


def button(app, label: str):
    return next(each for each in app.button if each.label.startswith(label))


def test_the_settings_of_the_form_are_what_all_trials_share(visit: Visit, store: Store, jobs: NoJobs) -> None:
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    app = visit("forecast", data=dataset_id, dropout="0.1")
    app.session_state["fold_search"] = True
    app.run()
    app.text_input(key="search_forecast_hidden_size").set_value("8, 16").run()
    app.text_input(key="search_forecast_learning_rate").set_value("0.01").run()
    button(app, "Try 4 settings in 3 min").click().run()
    (search,) = store.of(ME).searches.find()
    tried = [each["config"] for each in json.loads(search.settings)]
    assert [(each["hidden_size"], each["cell"]) for each in tried] == [
        (8, "gru"),
        (16, "gru"),
        (8, "lstm"),
        (16, "lstm"),
    ]
    assert {(each["dropout"], each["learning_rate"]) for each in tried} == {(0.1, 0.01)}
    assert all(each["megabytes"] > 0 for each in json.loads(search.settings))
    assert jobs.woken == 1


def test_the_fold_is_drawn_once_it_is_opened_and_keeps_what_was_typed_when_it_is_closed(
    visit: Visit, store: Store
) -> None:
    app = visit("forecast", data=store.of(ME).uploads.add("sales.csv", monthly_csv()))
    assert "start_search" not in {button.key for button in app.button}
    app.session_state["fold_search"] = True
    app.run()
    app.text_input(key="search_forecast_hidden_size").set_value("8, 16").run()
    app.session_state["fold_search"] = False
    app.run()
    app.session_state["fold_search"] = True
    assert app.run().text_input(key="search_forecast_hidden_size").value == "8, 16"


def test_a_search_may_draw_its_settings_and_go_by_steps(visit: Visit, store: Store) -> None:
    app = visit("forecast", data=store.of(ME).uploads.add("sales.csv", monthly_csv()))
    app.session_state["fold_search"] = True
    app.run()
    app.text_input(key="search_forecast_learning_rate").set_value("0.0005..0.01").run()
    app.selectbox(key="search_sampler").set_value("random").run()
    app.number_input(key="search_trials").set_value(5).run()
    app.number_input(key="search_seed").set_value(3).run()
    app.number_input(key="search_steps").set_value(40).run()
    button(app, "Try 5 settings for 40 steps each").click().run()
    (search,) = store.of(ME).searches.find()
    config = parse(SearchConfig, search.config)
    assert (config.sampler, config.steps, config.budget, config.seed) == ("random", 40, None, 3)
    rates = {each["config"]["learning_rate"] for each in json.loads(search.settings)}
    assert len(rates) == 5
    assert all(0.0005 <= rate <= 0.01 for rate in rates)


def test_what_cannot_be_varied_so_is_said_before_anything_starts(visit: Visit, store: Store) -> None:
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    app = visit("forecast", data=dataset_id)
    app.session_state["fold_search"] = True
    app.run()
    app.text_input(key="search_forecast_hidden_size").set_value("8, 9000").run()
    assert not app.exception
    assert any("Hidden size: whole number 1-512." in info.value for info in app.info)
    assert not [each for each in app.button if each.label.startswith("Try ")]


def test_a_finished_search_shows_its_trials_its_luck_and_the_way_to_the_best(
    visit: Visit, store: Store
) -> None:
    search_id = asked(store)
    InlineJobs(store.url).wake()
    app = visit("search", search=search_id)
    assert not app.exception
    table = app.dataframe[0].value
    assert table["hidden_size"].tolist()[0] in ("4", "6", "8")
    assert table["round"].tolist() == ["2 of 2", "1 of 2", "1 of 2"]
    assert any(
        "Choosing the best of 3 there makes its score look better by about" in info.value for info in app.info
    )
    assert any("Opened once, for the best: " in said.value for said in app.info)
    app.session_state["fold_numbers_search_scores"] = True
    app.run()
    scores = next(frame.value for frame in app.dataframe if "settings" in frame.value)
    assert (list(scores), sorted(scores["round"])) == (["settings", "score", "round"], ["1", "1", "2"])
    button(app, "Take the best settings").click().run()
    best = store.of(ME).results.summary(store.of(ME).searches.get(search_id).winner)["config"]["hidden_size"]
    assert app.session_state["hidden_size"] == best


def test_a_search_that_goes_on_can_be_stopped_and_then_deleted(visit: Visit, store: Store) -> None:
    search_id = asked(store)
    app = visit("search", search=search_id)
    button(app, "Stop").click().run()
    assert store.of(ME).searches.get(search_id).state == "stopped"
    button(app, "Delete").click().run()
    assert store.of(ME).searches.find() == []
    assert any("A search tries several settings" in block.value for block in app.markdown)


@pytest.mark.parametrize("token", [STRANGER])
def test_a_search_of_somebody_else_is_not_there(visit: Visit, store: Store, token: str) -> None:
    app = visit("search", token=token, search=asked(store))
    assert any("There is no such search here" in warning.value for warning in app.warning)
    assert not app.dataframe


def test_all_searches_are_listed_newest_first(visit: Visit, store: Store) -> None:
    for _ in range(2):
        asked(store)
    app = visit("search")
    assert not app.exception
    assert len([each for each in app.get("page_link") if "LSTM" in str(each.proto)]) == 2
