"""The Model part of texts: everything in the address, costs before the start, refusals with a way out."""

import pytest
from made_up import NoJobs, Visit
from made_up_text import add_poem
from streamlit.testing.v1 import AppTest

from rnnkit.config import parse
from rnnkit.runs.store import Store
from rnnkit.tasks.text.settings import TextConfig


@pytest.fixture
def data(store: Store) -> str:
    """Sixty lines."""
    return add_poem(store)


def config_of(store: Store) -> TextConfig:
    return parse(TextConfig, store.runs.find()[0].config)


def train(app: AppTest) -> AppTest:
    return app.button(key="train").click().run()


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def test_cost_and_suggestions_stand_there_before_the_start(visit: Visit, data: str) -> None:
    app = visit("generate", data=data)
    assert app.number_input(key="hidden_size").placeholder == "automatic: 128"
    app.session_state["fold_more_settings"] = True
    app.run()
    assert app.selectbox(key="tied").placeholder == "automatic: off"
    assert "weights" in captions(app)
    assert "symbols to learn from" in captions(app)


def test_settings_in_the_address_are_those_of_the_runs(
    visit: Visit, data: str, store: Store, jobs: NoJobs
) -> None:
    app = visit(
        "generate",
        data=data,
        cells=["GRU", "BiLSTM"],
        hidden_size="32",
        budget="20 s",
        seed="7",
        unit="Words",
        max_vocabulary="30",
        document_per_line="true",
        attention="true",
        tied="on",
        sample_prompt="The bird",
    )
    train(app)
    runs = store.runs.find()
    assert [run.label for run in runs] == ["GRU", "BiLSTM"]
    assert {run.task for run in runs} == {"text"}
    assert jobs.woken == 1
    assert runs[0].group == runs[1].group == app.query_params["run"]
    config = config_of(store)
    assert (config.hidden_size, config.budget, config.seed, config.attention) == (32, 20.0, 7, True)
    assert config.tied is True
    assert (config.unit, config.max_vocabulary, config.document_per_line) == ("word", 30, True)
    assert config.sample_prompt == "The bird"


def test_a_double_click_starts_one_run(visit: Visit, data: str, store: Store) -> None:
    train(train(visit("generate", data=data)))
    assert len(store.runs.find()) == 1


def test_a_bidirectional_network_is_explained(visit: Visit, data: str) -> None:
    assert "would see the symbol it is to predict" in captions(visit("generate", data=data, cells="BiGRU"))
    assert "would see the symbol it is to predict" not in captions(visit("generate", data=data))


def test_more_time_suggests_a_wider_network(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rnnkit.host.machine._SIXTEEN_BITS", True)  # a fast machine
    long = add_poem(store, "".join(f"{n} bottles of beer on the wall\n" for n in range(8_000)))
    assert visit("generate", data=long, budget="5 min").number_input(key="hidden_size").placeholder == (
        "automatic: 512"
    )


def test_a_start_of_samples_that_nobody_knows_is_refused_with_a_way_out(visit: Visit, data: str) -> None:
    app = visit("generate", data=data, sample_prompt="漢字")
    assert "knows nothing of this prompt" in app.error[0].value
    next(button for button in app.button if button.label == "Let the samples begin by themselves").click()
    app.run()
    assert not app.error
    assert app.button(key="train")


def test_too_many_weights_are_refused_with_a_way_out(visit: Visit, data: str) -> None:
    app = visit("generate", data=data, hidden_size="1024", num_layers="4", cells=["BiLSTM"])
    assert "limit 8 M" in app.error[0].value
    next(button for button in app.button if button.label == "Use the suggested sizes").click().run()
    assert not app.error


def test_settings_that_cannot_be_in_a_link_are_ignored(visit: Visit, data: str) -> None:
    app = visit(
        "generate",
        data=data,
        hidden_size="99999",
        cells="<script>",
        unit="../../x",
        write_length="1000000000",
        write_temperature="nan",
    )
    assert not app.exception
    assert not app.error
    assert "Ignored 5 settings in the link." in app.info[0].value
    assert app.number_input(key="hidden_size").value is None


def test_without_a_network_nothing_can_be_started(visit: Visit, data: str) -> None:
    app = visit("generate", data=data)
    next(group for group in app.pills if group.key == "cells").set_value([]).run()
    assert "Choose at least one network" in app.info[0].value
    assert "train" not in {button.key for button in app.button}
