"""The page Choosing: equal weights, six runs by one click, their advice, and the cost job."""

import pandas as pd
from made_up import ME, NoJobs, Visit

from pages.ui.choosing.equals import NAMES, networks
from rnnkit.choosing.equal_weight import COMPARED
from rnnkit.choosing.settings import ChoosingConfig, CostConfig
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from rnnkit.tasks.memory.plan import problem_of
from rnnkit.tasks.memory.settings import MemoryConfig, MemoryData

SIX = [NAMES[look] for look in COMPARED]


def test_the_sizes_are_shown_at_once_and_one_click_trains_all_six(
    visit: Visit, store: Store, jobs: NoJobs
) -> None:
    app = visit("choosing")
    (sizes,) = [frame.value for frame in app.dataframe if "Hidden size" in frame.value]
    assert list(sizes["Network"]) == SIX
    assert sizes["Weights"].max() <= 1.1 * sizes["Weights"].min()
    app.button(key="choose_train").click().run()
    assert not app.exception
    runs = store.runs.find()
    assert [run.label for run in runs] == SIX
    assert {run.group for run in runs} == {app.query_params["run"]}
    assert jobs.woken == 1


def test_the_advice_stands_above_the_figures(visit: Visit, store: Store) -> None:
    config = ChoosingConfig(problem="ahead", length=10, steps=20)
    wanted = networks(config, dict.fromkeys(SIX, 8))
    first = wanted["RNN"]
    assert isinstance(first, MemoryConfig)
    dataset = store.of(ME).uploads.add("Made up", problem_of(first).model_dump_json().encode())
    for label, one in wanted.items():
        store.of(ME).queue.submit(one.replace(device="cpu").model_dump_json(), dataset, label, group="g")
    InlineJobs(str(store.url)).wake()
    app = visit("choosing", run="g")
    assert not app.exception
    assert any(note.value.startswith(("For this, choose", "Choose none")) for note in app.info)
    (scores,) = [frame.value for frame in app.dataframe if "score" in frame.value and "loss" in frame.value]
    assert set(scores["network"]) == {*SIX, "no memory"}
    assert scores["megabytes"].dropna().min() > 0


def test_the_cost_is_asked_of_the_broker_and_a_failure_is_said(
    visit: Visit, store: Store, jobs: NoJobs
) -> None:
    app = visit("choosing")
    app.button(key="choose_cost").click().run()
    (run,) = store.runs.find()
    assert (run.task, run.group, jobs.woken) == ("cost", "cost", 1)
    assert app.button(key="choose_cost").disabled
    claimed = store.queue.claim("test", run.id)
    assert claimed is not None
    store.queue.finish(run.id, claimed.attempt, "failed", "Out of memory.")
    assert any("Out of memory." in error.value for error in visit("choosing").error)


def test_what_was_measured_is_told_in_a_sentence(visit: Visit, store: Store) -> None:
    dataset = store.of(ME).uploads.add("Made up", MemoryData().model_dump_json(exclude_none=True).encode())
    run_id = store.of(ME).queue.submit(CostConfig().model_dump_json(), dataset, "Cost", group="cost")
    run = store.queue.claim("test", run_id)
    assert run is not None
    rows = [
        {"cell": cell, "bidirectional": both, "length": length, "weights": 4_000, "megabytes": length / 10}
        for cell, both in COMPARED
        for length in (25, 400)
    ]
    frame = pd.DataFrame(rows)
    frame["seconds"] = frame["length"] / 1e4
    about = {"device": "cpu", "seconds": 1.0}
    results = {"summary": about, "frames": {"cost": frame}, "weights": b""}
    store.recorder.complete(run_id, run.attempt, "finished", **results)
    app = visit("choosing")
    assert not app.exception
    assert any("From 25 to 400 steps (16 times)" in block.value for block in app.markdown)
