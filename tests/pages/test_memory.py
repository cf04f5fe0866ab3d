"""The page Memory: gradients as they are computed, problems that train by one click, and their results."""

import pandas as pd
import pytest
from made_up import ME, NoJobs, Visit

from pages.ui.memory.flow import sentence
from rnnkit.inspect.flow_settings import FlowConfig
from rnnkit.inspect.gradient_flow import flows
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from rnnkit.tasks.memory.plan import problem_of
from rnnkit.tasks.memory.settings import MemoryConfig


def said(app, words: str) -> bool:
    return any(words in block.value for block in app.markdown)


@pytest.mark.parametrize("scale", ["1.0", "3.0"])
def test_the_sentence_is_that_of_the_numbers(visit: Visit, scale: str) -> None:
    app = visit("memory", flow_scale=scale, flow_length="20")
    assert not app.exception
    assert said(app, sentence(flows(FlowConfig(scale=float(scale), length=20))))


def test_vanishing_exploding_and_getting_through_are_told_apart() -> None:
    plain, large = flows(FlowConfig(length=80)), flows(FlowConfig(length=80, scale=3.0))
    assert "has vanished in RNN (" in sentence(plain)
    assert "has got through in LSTM (" in sentence(flows(FlowConfig(length=20)))
    assert "has exploded in RNN with ReLU (" in sentence(large)


def test_clipping_shortens_what_is_longer_than_one(visit: Visit) -> None:
    app = visit("memory", flow_scale="3.0", flow_clipping="true")
    (weights,) = [frame.value for frame in app.dataframe if "after clipping" in frame.value]
    assert weights["after clipping"].max() <= 1.0 + 1e-9
    assert weights["gradient of all weights"].max() > 1e3


def test_a_card_trains_three_cells_of_equal_weight(visit: Visit, store: Store, jobs: NoJobs) -> None:
    app = visit("memory")
    app.button(key="memory_addition").click().run()
    assert not app.exception
    runs = store.runs.find()
    assert {(run.task, run.label) for run in runs} == {("memory", name) for name in ("RNN", "LSTM", "GRU")}
    assert jobs.woken == 1
    assert app.query_params["run"] == runs[0].group
    assert {run.dataset_id for run in runs} == {runs[0].dataset_id}


def test_what_does_not_fit_into_memory_is_refused_with_one_click_to_what_does(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rnnkit.training.room.memory_total", lambda: 2_000_000_000)
    app = visit("memory", batch_size="4096", length="500", hidden_size="512")
    assert any("MB of memory; this machine can give 1,460 MB. Use " in error.value for error in app.error)
    assert not store.runs.find()
    next(button for button in app.button if button.label.startswith("Use batch size ")).click().run()
    assert not app.error
    app.button(key="train").click().run()
    assert len(store.runs.find()) == 3


def test_without_a_network_there_is_one_sentence_and_no_button(visit: Visit) -> None:
    app = visit("memory")
    next(pills for pills in app.pills if pills.key == "cells").set_value([]).run()
    assert "Choose at least one network above." in [info.value for info in app.info]
    assert "train" not in [button.key for button in app.button]


def test_results_stand_beside_having_no_memory(visit: Visit, store: Store) -> None:
    group = trained(store, MemoryConfig(problem="addition", length=3, steps=30, device="cpu"))
    first, _ = store.of(ME).runs.find(group=group)
    store.of(ME).library.rename(first.id, "my_*RNN*")  # the head of a table is no Markdown
    app = visit("memory", run=group)
    assert not app.exception
    assert said(app, "RNN, LSTM · Binary addition over 3 steps · 30 steps")
    frames = [frame.value for frame in app.dataframe]
    (scores,) = [frame for frame in frames if "method" in frame]
    assert set(scores["method"]) == {"my_*RNN*", "LSTM", "no memory"}
    (answers,) = [frame for frame in frames if "right answer" in frame]
    assert set(answers) == {"read", "right answer", "my_*RNN*", "LSTM"}
    assert said(app, "The carry in the hidden state")
    assert any("correlation" in caption.value for caption in app.caption)


def test_a_problem_of_one_answer_has_no_unit_to_look_at(visit: Visit, store: Store) -> None:
    app = visit("memory", run=trained(store, MemoryConfig(length=3, steps=10, device="cpu")))
    assert not app.exception
    assert not said(app, "in the hidden state")
    assert any("squared error" in note.value for note in [*app.info, *app.success, *app.warning])


def test_the_page_compare_ranks_runs_of_one_problem_and_keeps_others_apart(
    visit: Visit, store: Store
) -> None:
    trained(store, MemoryConfig(length=3, steps=2, device="cpu"))
    trained(store, MemoryConfig(problem="parity", length=3, steps=2, device="cpu"), "other")
    ids = [run.id for run in store.of(ME).runs.find()]
    app = visit("compare", runs=",".join(ids))
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "ratio" in frame.value)
    assert set(table["task"]) == {"Memory"}
    assert set(table["metric"]) == {"squared error", "nats per step"}
    assert table["score"].notna().all()
    words = "".join(element.value for kind in (app.markdown, app.warning) for element in kind)
    assert "By squared error, best first" in words
    assert "By nats per step, best first" in words
    assert "They answer different problems" in words
    assert not visit("home").exception


def trained(store: Store, config: MemoryConfig, group: str = "g") -> str:
    """Train two cells in this process."""
    dataset = store.of(ME).uploads.add("Made up", problem_of(config).model_dump_json().encode())
    jobs = InlineJobs(str(store.url))
    for label in ("RNN", "LSTM"):
        wanted = config.replace(cell=label.lower())
        store.of(ME).queue.submit(wanted.model_dump_json(), dataset, label, group=group)
    jobs.wake()
    assert isinstance(store.results.frame(store.runs.find()[0].id, "curve"), pd.DataFrame)
    return group


def test_a_network_can_be_trained_further(visit: Visit, store: Store) -> None:
    app = visit("memory", run=trained(store, MemoryConfig(problem="parity", length=3, steps=5, device="cpu")))
    app.button(key=next(one.key for one in app.button if one.label == "Train further")).click().run()
    assert not app.exception
    further = next(run for run in store.runs.find() if run.state == "queued")
    assert further.task == "memory"
    jobs = InlineJobs(str(store.url))
    jobs.wake()
    assert store.runs.get(further.id).state == "finished", store.runs.get(further.id).reason
