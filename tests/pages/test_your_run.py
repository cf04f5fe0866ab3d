"""The page Your run: a run is chosen, looked into by a job, and what was found can be turned about."""

import json

import pandas as pd
import pytest
from made_up import ME, STRANGER, NoJobs, Visit, monthly_csv, queued

from pages.ui.own.reach import advice, agreement, long
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from tests.kept.models import trained


def texts(app) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.subheader)
    return "\n".join(one.value for kind in kinds for one in kind)


def charts(app) -> int:
    """Charts, and the picture of all units."""
    pictures = [one for one in app.get("bidi_component") if one.proto.component_name == "rnnkit_sketch"]
    return len(pictures) + len(app.get("vega_lite_chart"))


def looked(store: Store, kind: str = "lstm") -> str:
    """A run that was looked into."""
    run_id = trained(store, kind, ME)
    settings = json.dumps({"task": "inside", "model": run_id})
    store.of(ME).queue.submit(settings, store.runs.get(run_id).dataset_id, group=f"inside-{run_id}")
    work(store)
    return run_id


def work(store: Store) -> None:
    """Do what waits."""
    jobs = InlineJobs(store.url)
    jobs.wake()
    jobs.close()


def test_without_a_run_one_click_trains_one(visit: Visit, store: Store, jobs: NoJobs) -> None:
    app = visit("your_run")
    assert "None of your networks has finished" in app.info[0].value
    app.button(key="own_sample").click().run()
    assert not app.exception
    assert [run.task for run in store.runs.find()] == ["forecast"]
    assert jobs.woken
    assert "When one of these has finished" in app.info[0].value


def test_a_click_asks_for_a_look_and_its_result_is_shown(visit: Visit, store: Store, jobs: NoJobs) -> None:
    run_id = trained(store, "lstm", ME)
    app = visit("your_run", run=run_id)
    app.button(key="look_inside").click().run()
    (job,) = [run for run in store.runs.find() if run.task == "inside"]
    assert (job.viewer, json.loads(job.config)["model"], jobs.woken) == (ME, run_id, 1)
    assert not app.exception
    work(store)
    app.run()
    assert not app.exception
    assert "How far back does it really look?" in texts(app)
    assert charts(app) == 5
    memory = store.of(ME).results.summary(job.id)["memory"]
    assert app.metric[0].value.split()[0] == str(memory)


@pytest.mark.parametrize("kind", ["two targets", "char", "both ways"])
def test_every_kind_of_run_shows_a_whole_page(visit: Visit, store: Store, kind: str) -> None:
    app = visit("your_run", run=looked(store, kind))
    assert not app.exception
    assert not app.error
    assert charts(app) == (5 if kind == "two targets" else 4)
    app.session_state["own_way"] = "Least active"
    app.run()
    assert not app.exception
    assert any("around it" in frame.value for frame in app.dataframe)


def test_sliders_and_the_choice_of_a_unit_change_what_is_shown(visit: Visit, store: Store) -> None:
    app = visit("your_run", run=looked(store))
    app.slider(key="own_upto").set_value(5).run()
    app.selectbox(key="own_unit").select_index(2).run()
    assert not app.exception
    assert f"Passages where unit {app.selectbox(key='own_unit').value} behaves alike" in texts(app)
    app.select_slider(key="own_share").set_value(0.2).run()
    assert not app.exception


def test_a_foreign_run_is_answered_like_one_that_does_not_exist(visit: Visit, store: Store) -> None:
    run_id = looked(store)
    own = trained(store, "char", ME)
    missing = visit("your_run", run="nothing-of-that-kind")
    assert "a run is private to the browser that made it" in missing.warning[0].value
    assert missing.selectbox(key="own_run").value == own
    stranger = visit("your_run", token=STRANGER, run=run_id)
    assert "None of your networks has finished" in stranger.info[0].value
    assert not charts(stranger)


def test_a_run_that_still_works_is_said_to(visit: Visit, store: Store) -> None:
    looked(store)
    waiting = queued(store, store.of(ME).uploads.add("sales.csv", monthly_csv()))
    assert "This run has not finished yet" in visit("your_run", run=waiting).warning[0].value


def test_a_look_that_failed_says_why_and_can_be_asked_again(visit: Visit, store: Store) -> None:
    run_id = trained(store, "lstm", ME)
    visitor = store.of(ME)
    settings = json.dumps({"task": "inside", "model": run_id})
    job = visitor.queue.submit(settings, store.runs.get(run_id).dataset_id, group=f"inside-{run_id}")
    taken = store.queue.claim("test", job)
    store.queue.finish(job, taken.attempt, "failed", "Out of memory: try a smaller hidden size.")
    app = visit("your_run", run=run_id)
    assert "Out of memory" in app.error[0].value
    app.button(key="look_inside").click().run()
    assert len(visitor.runs.find(group=f"inside-{run_id}")) == 2


def test_a_look_can_be_stopped(visit: Visit, store: Store, jobs: NoJobs) -> None:
    app = visit("your_run", run=trained(store, "lstm", ME))
    app.button(key="look_inside").click().run()
    (job,) = (run for run in store.of(ME).runs.find() if run.task == "inside")
    app.button(key=f"stop_{job.id}").click().run()
    assert (store.runs.get(job.id).state, jobs.woken) == ("cancelled", 2)
    app.run()
    assert "Stopped by you before it was done; look inside again." in app.info[0].value


def test_the_choice_of_another_run_goes_into_the_address(visit: Visit, store: Store) -> None:
    first = looked(store)
    second = trained(store, "char", ME)
    app = visit("your_run", run=first)
    assert app.selectbox(key="own_run").value == first
    app.selectbox(key="own_run").set_value(second).run()
    assert app.query_params["run"] == second
    assert app.selectbox(key="own_run").value == second


class Told:
    """What was found, as far as advice looks at it."""

    def __init__(self, kind: str, steps: int) -> None:
        self.summary = {"kind": kind, "steps": steps}


@pytest.mark.parametrize(
    ("kind", "memory", "sentence"),
    [
        ("forecast", 12, "A lookback of 12 would do: what lies before it hardly changes the error."),
        ("forecast", 29, "It looks back as far as it can (30 steps): more may help."),
        ("text", 12, "Anything more than 12 steps back hardly changes the error."),
        ("text", 0, "Nothing it reads makes its answers noticeably better."),
    ],
)
def test_what_the_memory_means_for_the_next_run(kind: str, memory: int, sentence: str) -> None:
    assert advice(Told(kind, 30), memory) == sentence  # type: ignore[arg-type]


def test_lengths_of_time_are_said_in_days() -> None:
    said = [long(seconds) for seconds in (3600, 86_400, 7 * 86_400, 31_557_600)]
    assert said == ["1 h", "1 day", "7 days", "365 days"]


def test_one_line_says_whether_gradient_and_occlusion_agree() -> None:
    alike = pd.DataFrame({"step": [1, 2], "gradient": [1.0, 0.2], "occlusion": [0.9, 0.25]})
    assert "Step 1 back matters most. Gradient and occlusion agree" in agreement(alike)
    flat = alike.assign(gradient=[0.01, 0.2])
    assert "At step 1 the gradient sees only 0.0100, but hiding it changes 0.900" in agreement(flat)
    steep = alike.assign(gradient=[3.0, 0.2])
    assert "the network saturates there" in agreement(steep)
