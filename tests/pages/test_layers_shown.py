"""Every page tables the layers of the networks it would train, and hides settings that none of them has."""

import pytest
from made_up import ME, Visit
from streamlit.testing.v1 import AppTest

from pages.ui.tasks import TASKS
from rnnkit.runs.store import Store
from tests.tasks.examples import EXAMPLES

PAGES = [name for name, page in TASKS.items() if page.own]


def layers(app: AppTest) -> AppTest:
    """The same page with its layers unfolded: nobody else is sent them."""
    assert not [frame for frame in app.dataframe if "What it does" in frame.value.columns]
    app.session_state["fold_layers"] = True
    return app.run()


@pytest.mark.parametrize("name", PAGES)
def test_the_weights_of_the_table_are_those_that_the_page_says(name: str, visit: Visit, store: Store) -> None:
    page = TASKS[name]
    data = store.of(ME).uploads.add("data", EXAMPLES[name].content, page.task.source.overrides().to_json())
    app = layers(visit(page.page.stem, data=data, cells="RNN"))
    tables = [frame.value for frame in app.dataframe if "What it does" in frame.value.columns]
    (table,) = tables
    said = f"**RNN** · {table['Weights'].sum():,} weights"
    assert any(caption.value.startswith(f"{said} in all · B: rows of a batch") for caption in app.caption)
    assert any(caption.value.startswith(f"{said} · ") for caption in app.caption)
    assert table["What it does"].str.contains("bent by tanh").any()


def test_the_memory_problems_have_a_table_a_network(visit: Visit) -> None:
    app = layers(visit("memory", cells=["RNN", "LSTM"]))
    tables = [frame.value for frame in app.dataframe if "What it does" in frame.value.columns]
    assert [list(table["Layer"]) for table in tables] == 2 * [["encoder.layers.0", "head"]]


def test_a_setting_that_none_of_the_networks_has_is_not_shown_and_others_say_whose_it_is(
    visit: Visit,
) -> None:
    lstm = visit("memory", cells="LSTM")
    assert [box.label for box in lstm.selectbox if box.label == "Activation"] == []
    assert lstm.number_input(key="forget_bias")
    both = visit("memory", cells=["RNN", "CNN"], activation="ReLU")
    assert both.selectbox(key="activation").value == "relu"
    assert "Activation is for RNN only." in [caption.value for caption in both.caption]
    assert "forget_bias" not in both.session_state
