"""Fields that somebody else has set: not drawn or not to be changed, in the forms of all tasks alike."""

from typing import Any

import pytest
from made_up import ME, Visit
from streamlit.testing.v1 import AppTest

from pages.ui.form.field_settings import as_fields
from pages.ui.form.preset.held import Held
from pages.ui.tasks import TASKS
from rnnkit.config import parse
from rnnkit.runs.store import Store
from tests.tasks.examples import EXAMPLES

PAGES = list(TASKS)
NOTE = "3 settings are set and not shown."
FORMS = frozenset({"cells", "budget", "hidden_size"})


def opened(name: str, visit: Visit, store: Store, held: Held) -> AppTest:
    """A page with its smallest data, its folds open, some of its fields held."""
    page, query = TASKS[name], {}
    if page.task.source.overrides is not None:
        overrides = page.task.source.overrides().to_json()
        query["data"] = store.of(ME).uploads.add("data", EXAMPLES[name].content, overrides)
    app = visit(page.page.stem, **query)
    app.session_state["fold_more_settings"] = True
    app.session_state["_held_fields"] = (app.session_state["_page"], held)
    return app.run()


def fields(name: str) -> dict[str, Any]:
    """What the fields hold for settings that are no defaults."""
    kind = TASKS[name].settings
    changes = {"cell": "gru", "hidden_size": 7, "budget": 45.0, "learning_rate": 0.0125}
    return as_fields(
        parse(kind, {**EXAMPLES[name].settings, "epochs": None, "steps": None, **changes}), ("GRU",)
    )


def keys(app: AppTest) -> set[str]:
    kinds = ("pills", "number_input", "selectbox", "toggle", "text_input")
    return {str(element.key) for kind in kinds for element in app.get(kind)}


@pytest.mark.parametrize("name", PAGES)
def test_hidden_fields_are_not_drawn_and_go_into_the_run_all_the_same(
    name: str, visit: Visit, store: Store
) -> None:
    held = Held(name, fields(name), hidden=FORMS, locked=frozenset({"learning_rate"}), note=NOTE)
    app = opened(name, visit, store, held)
    assert not app.exception
    assert not app.error, app.error[0].value
    assert not keys(app) & FORMS
    assert NOTE in "".join(caption.value for caption in app.caption)
    rate = app.number_input(key="learning_rate")
    assert (rate.value, rate.disabled) == (0.0125, True)
    app.session_state["hidden_size"] = 900  # whatever a browser might send
    app.session_state["learning_rate"] = 0.9
    app.button(key="train").click().run()
    (run,) = store.of(ME).runs.find()
    config = parse(TASKS[name].settings, run.config)
    assert (run.label, config.cell, config.budget) == ("GRU", "gru", 45.0)
    values = config.model_dump()
    assert (values["hidden_size"], values["learning_rate"]) == (7, 0.0125)


@pytest.mark.parametrize("name", PAGES)
def test_locked_fields_show_their_value_and_are_not_in_the_address(
    name: str, visit: Visit, store: Store
) -> None:
    app = opened(name, visit, store, Held(name, fields(name), locked=FORMS))
    assert not app.exception
    assert keys(app) >= FORMS
    cells, budget = (next(pill for pill in app.pills if pill.key == key) for key in ("cells", "budget"))
    assert (cells.value, cells.disabled, budget.value, budget.disabled) == (["GRU"], True, 45.0, True)
    size = app.number_input(key="hidden_size")
    assert (size.value, size.disabled) == (7, True)
    assert not FORMS & set(app.query_params)
    assert NOTE not in "".join(caption.value for caption in app.caption)


def test_what_one_page_holds_no_other_page_does(visit: Visit, store: Store) -> None:
    app = opened("text", visit, store, Held("text", fields("text"), hidden=FORMS))
    assert not keys(app) & FORMS
    app.switch_page("pages/memory.py").run()
    assert keys(app) >= FORMS


def offered(app: AppTest) -> list[str]:
    """The ways out of what cannot be trained."""
    return [button.label for button in app.button if button.label.startswith(("Use", "Start again"))]


def test_no_way_out_is_offered_that_would_change_what_is_held(visit: Visit, store: Store) -> None:
    free = opened("forecast", visit, store, Held("forecast", {}))
    free.session_state["lookback"] = 4000
    assert free.run().error
    assert offered(free)
    values = {"lookback": 4000}
    app = opened("forecast", visit, store, Held("forecast", values, locked=frozenset(values)))
    assert not app.exception
    assert app.error
    assert offered(app) == []
