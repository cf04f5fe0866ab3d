"""Fields of several pages share a name: a page takes what another left there as far as it can hold it."""

import pytest
from made_up import ME, Visit

from pages.ui.form.field_settings import as_fields
from pages.ui.tasks import TASKS
from rnnkit.runs.store import Store
from tests.tasks.examples import EXAMPLES

PAGES = [name for name, page in TASKS.items() if page.own]


@pytest.mark.parametrize("name", PAGES)
def test_whatever_other_pages_left_in_the_fields_a_page_can_train(
    name: str, visit: Visit, store: Store
) -> None:
    content = EXAMPLES[name].content
    data = store.of(ME).uploads.add("data", content, TASKS[name].task.source.overrides().to_json())
    left = [as_fields(TASKS[other].settings()) for other in PAGES if other != name]
    odd = {"unit": "nothing", "attention": "odd", "dropout": None, "word_dropout": None, "num_layers": None}
    app = visit(TASKS[name].page.stem)  # without data it has no fields yet
    app.query_params["data"] = data
    for key, value in [*(item for held in left for item in held.items()), *odd.items()]:
        app.session_state[key] = value
    app.session_state["_page_shown"] = "another"
    app.run()
    assert not app.exception
    assert not app.error, app.error[0].value
    assert app.button(key="train")
