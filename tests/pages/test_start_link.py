"""Links that a form is started from: what they bring, hide and lock, in the forms of all tasks alike."""

from typing import Any

import pytest
from made_up import ME, STRANGER, Visit, monthly_csv
from streamlit.testing.v1 import AppTest

from pages.ui.tasks import TASKS
from rnnkit.config import TrainingSettings, parse
from rnnkit.data.samples import SAMPLES, sample_bytes
from rnnkit.files.encoding import sha256
from rnnkit.runs.shared_forms import FormDraft
from rnnkit.runs.store import Store
from tests.tasks.examples import EXAMPLES

PAGES = list(TASKS)
FORM = ("cells", "budget", "hidden_size")
NOT_VALID = "This link to a form is not valid (any more). Your data and settings stay as they are."
OTHER = sha256(STRANGER.encode())
LONG = {"budget": 45.0, "epochs": None, "steps": None}
CHANGES = {"cell": "gru", "hidden_size": 7, "learning_rate": 0.0125, **LONG}


def settings(name: str, **changes: Any) -> TrainingSettings:
    """Settings that are no defaults."""
    return parse(TASKS[name].settings, {**EXAMPLES[name].settings, **CHANGES, **changes})


def takes_data(name: str) -> bool:
    return TASKS[name].task.source.overrides is not None


def uploaded(store: Store, name: str, content: bytes = b"") -> str:
    overrides = TASKS[name].task.source.overrides().to_json()
    return store.of(ME).uploads.add("secret.csv", content or EXAMPLES[name].content, overrides)


def link(store: Store, name: str, **wishes: Any) -> str:
    """A link to the form of a task, with its smallest data unless that is wished away."""
    changes = wishes.pop("changes", {})
    if takes_data(name):
        wishes.setdefault("dataset_id", uploaded(store, name))
    draft = FormDraft(name, "secret.csv", settings(name, **changes).model_dump_json(), ("GRU",), **wishes)
    return store.of(ME).forms.create(draft)


def keys(app: AppTest) -> set[str]:
    kinds = ("pills", "number_input", "selectbox", "toggle", "text_input")
    return {str(element.key) for kind in kinds for element in app.get(kind)}


def words(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def opened(app: AppTest, *folds: str) -> AppTest:
    """The same page with these folds open, as they are in a browser once somebody opened them."""
    for fold in ("more_settings", *folds):
        app.session_state[f"fold_{fold}"] = True
    return app.run()


def pill(app: AppTest, key: str) -> Any:
    return next(found for found in app.pills if found.key == key)


@pytest.mark.parametrize("name", PAGES)
def test_hidden_fields_are_not_drawn_and_go_into_the_run_all_the_same(
    name: str, visit: Visit, store: Store
) -> None:
    token = link(store, name, hidden=FORM, locked=("learning_rate",))
    app = opened(visit(TASKS[name].page.stem, token=STRANGER, start=token))
    assert not app.exception
    assert not app.error, app.error[0].value
    assert not keys(app) & {*FORM}
    assert "3 settings are set by the link and not shown." in words(app)
    rate = app.number_input(key="learning_rate")
    assert (rate.value, rate.disabled) == (0.0125, True)
    app.session_state["hidden_size"] = 900  # whatever a browser might send
    app.session_state["learning_rate"] = 0.9
    app.button(key="train").click().run()
    (run,) = store.of(OTHER).runs.find()
    found = parse(TASKS[name].settings, run.config).model_dump()
    assert {key: found[key] for key in CHANGES} == CHANGES
    assert run.label == "GRU"
    assert not store.of(ME).runs.find()


def test_what_is_held_behind_a_fold_that_nobody_opened_goes_into_the_run(visit: Visit, store: Store) -> None:
    token = link(store, "text", locked=("learning_rate", "patience"), changes={"patience": 3})
    app = visit("generate", token=STRANGER, more=False, start=token)
    # No page draws two dozen fields that nobody may change.
    assert not {"learning_rate", "patience"} & keys(app)
    app.button(key="train").click().run()
    (run,) = store.of(OTHER).runs.find()
    config = parse(TASKS["text"].settings, run.config)
    assert (config.learning_rate, config.patience) == (0.0125, 3)


@pytest.mark.parametrize("name", PAGES)
def test_locked_fields_show_their_value_and_are_not_in_the_address(
    name: str, visit: Visit, store: Store
) -> None:
    app = visit(TASKS[name].page.stem, token=STRANGER, start=link(store, name, locked=FORM))
    assert not app.exception
    assert keys(app) >= {*FORM}
    cells, budget, size = pill(app, "cells"), pill(app, "budget"), app.number_input(key="hidden_size")
    assert [field.value for field in (cells, budget, size)] == [["GRU"], 45.0, 7]
    assert [field.disabled for field in (cells, budget, size)] == [True, True, True]
    assert not {*FORM} & set(app.query_params)
    assert "not shown" not in words(app)


@pytest.mark.parametrize("name", PAGES)
def test_the_owner_shares_a_form_before_any_run_sees_the_link_and_takes_it_back(
    name: str, visit: Visit, store: Store
) -> None:
    query = {"data": uploaded(store, name)} if takes_data(name) else {}
    app = visit(TASKS[name].page.stem, **query, hidden_size="7")
    app = opened(app, "share_form")
    app.multiselect(key=f"form_hidden_{name}").set_value(["hidden_size", "cells"])
    if takes_data(name):
        app.checkbox(key="form_data").check()
    app.button(key="make_form_link").click()
    app = opened(app, "share_form")
    assert not app.exception
    assert not app.error, app.error[0].value
    token = app.code[-1].value.rpartition("?start=")[2]
    (made,) = store.of(ME).forms.find(name)
    assert (made.hidden, made.id) == (("hidden_size", "cells"), sha256(token.encode()))
    assert "2 hidden" in words(app)
    theirs = visit(TASKS[name].page.stem, token=STRANGER, start=token)
    assert "2 settings are set by the link and not shown." in words(theirs)
    app.button(key=f"revoke_form_{made.id}").click().run()
    assert NOT_VALID in words(visit(TASKS[name].page.stem, token=STRANGER, start=token))
    assert token not in "".join(code.value for code in opened(app, "share_form").code)


def test_a_link_opens_on_the_page_of_its_task(visit: Visit, store: Store) -> None:
    app = visit("forecast", token=STRANGER, start=link(store, "text", hidden=FORM))
    assert app.title[0].value == "Generate text"
    assert "3 settings are set by the link" in words(app)


def test_what_one_page_holds_no_other_page_does(visit: Visit, store: Store) -> None:
    app = visit("generate", token=STRANGER, start=link(store, "text", hidden=FORM))
    assert not keys(app) & {*FORM}
    app.query_params.clear()
    app.switch_page("pages/memory.py").run()
    assert keys(app) >= {*FORM}


def test_shared_data_becomes_a_copy_of_ones_own_and_an_example_none_of_the_owner(
    visit: Visit, store: Store
) -> None:
    data = uploaded(store, "forecast", monthly_csv())
    app = visit("forecast", token=STRANGER, start=link(store, "forecast", dataset_id=data))
    assert store.of(OTHER).datasets.get(app.query_params["data"]).content == monthly_csv()
    assert "Its data was copied for you." in words(app)
    sample = next(key for key, sample in SAMPLES.items() if sample.task == "forecast" and not sample.remote)
    token = link(store, "forecast", dataset_id=None, sample=sample, changes={"targets": []})
    app = visit("forecast", token=STRANGER, start=token)
    assert store.of(OTHER).datasets.get(app.query_params["data"]).content == sample_bytes(sample)
    assert "copied" not in words(app)


def test_without_the_data_neither_its_name_nor_its_columns_leave_and_the_settings_wait(
    visit: Visit, store: Store
) -> None:
    secret = monthly_csv().replace(b"sales", b"salary")
    app = visit("forecast", data=uploaded(store, "forecast", secret), targets="salary", hidden_size="7")
    app = opened(app, "share_form")
    app.button(key="make_form_link").click()
    token = opened(app, "share_form").code[-1].value.rpartition("?start=")[2]
    guest = store.started(token)
    assert "salary" not in repr(guest.form)
    assert "secret" not in repr(guest.form)
    app = visit("forecast", token=STRANGER, start=token)
    assert "It came without its data" in words(app)
    app.button(key="sample_airline").click().run()
    assert app.number_input(key="hidden_size").value == 7
    assert "It came without its data" not in words(app)


def test_a_reload_keeps_the_link_and_what_was_changed_since(visit: Visit, store: Store) -> None:
    token = link(store, "text", hidden=("cells",))
    app = visit("generate", token=STRANGER, start=token)
    data = app.query_params["data"]
    again = visit("generate", token=STRANGER, start=token, data=data, hidden_size="9", cells="RNN")
    assert again.number_input(key="hidden_size").value == 9
    assert again.number_input(key="learning_rate").value == 0.0125
    assert "1 setting is set by the link and not shown." in words(again)


def test_coming_back_by_the_menu_finds_the_form_as_it_was(visit: Visit, store: Store) -> None:
    app = visit("generate", token=STRANGER, start=link(store, "text", hidden=FORM))
    data = app.query_params["data"]
    for page in ("memory", "generate"):
        app.query_params.clear()
        app.switch_page(f"pages/{page}.py").run()
    assert app.query_params["data"] == data
    assert "3 settings are set by the link" in words(app)
    assert not keys(app) & {*FORM}


def test_another_link_begins_anew_with_its_own_data(visit: Visit, store: Store) -> None:
    app = visit("generate", token=STRANGER, start=link(store, "text", hidden=FORM))
    before = app.query_params["data"]
    other = uploaded(store, "text", EXAMPLES["text"].content * 2)
    token = link(store, "text", dataset_id=other, changes={"hidden_size": 11})
    app.query_params.clear()
    app.query_params["start"] = token
    app.run()
    assert app.query_params["data"] != before
    assert app.number_input(key="hidden_size").value == 11


def test_a_link_that_ends_while_it_is_used_loses_nothing(visit: Visit, store: Store) -> None:
    token = link(store, "text", hidden=FORM)
    app = visit("generate", token=STRANGER, start=token)
    store.of(ME).forms.revoke(sha256(token.encode()))
    app.run()
    assert [warning.value for warning in app.warning] == [NOT_VALID]
    assert "start" not in app.query_params
    assert app.number_input(key="hidden_size").value == 7
    assert (pill(app, "cells").value, pill(app, "budget").value) == (["GRU"], 45.0)
    assert not app.run().warning


@pytest.mark.parametrize("token", ["unknown", "' OR 1=1--", "\u202e", "x" * 10_000])
def test_an_unknown_link_says_one_sentence_and_leaves_data_and_settings(
    visit: Visit, store: Store, token: str
) -> None:
    app = visit("forecast", data=uploaded(store, "forecast"), hidden_size="7", start=token)
    assert not app.exception
    assert [warning.value for warning in app.warning] == [NOT_VALID]
    assert app.number_input(key="hidden_size").value == 7


def test_all_settings_are_shown_on_request_as_the_link_had_them(visit: Visit, store: Store) -> None:
    app = visit("generate", token=STRANGER, start=link(store, "text", hidden=FORM))
    app.button(key="show_all_settings").click().run()
    assert "start" not in app.query_params
    assert app.number_input(key="hidden_size").value == 7
    assert not app.number_input(key="hidden_size").disabled
    assert (pill(app, "cells").value, pill(app, "budget").value) == (["GRU"], 45.0)


def offered(app: AppTest) -> list[str]:
    """The ways out of what cannot be trained."""
    return [button.label for button in app.button if button.label.startswith(("Use", "Start again"))]


def test_no_way_out_is_offered_that_would_change_what_is_held(visit: Visit, store: Store) -> None:
    long = {"lookback": 4000}
    free = visit("forecast", token=STRANGER, start=link(store, "forecast", changes=long))
    assert free.error
    assert offered(free)
    app = visit("forecast", token=STRANGER, start=link(store, "forecast", changes=long, locked=("lookback",)))
    assert not app.exception
    assert app.error
    assert offered(app) == []


def test_settings_that_this_version_does_not_know_are_named_and_left_out(visit: Visit, store: Store) -> None:
    config = settings("text").model_dump_json().replace('"hidden_size"', '"width_of_tomorrow"')
    draft = FormDraft("text", "", config, ("GRU",), dataset_id=uploaded(store, "text"))
    app = visit("generate", token=STRANGER, start=store.of(ME).forms.create(draft))
    assert not app.exception
    assert "Settings left out: width\\_of\\_tomorrow." in words(app)
    assert app.number_input(key="learning_rate") is not None
