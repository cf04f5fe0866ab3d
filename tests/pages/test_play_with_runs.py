"""What stands on a page while runs have no end: forecasts that move, what can be asked, and what was done."""

import json

import pytest
import streamlit as st
from made_up import ME, NoJobs, Visit, curve, finished, monthly_csv, queued, started
from streamlit.testing.v1 import AppTest

from pages.ui.result.live.live import EAGER, EVERY
from rnnkit.jobs.outlook import Outlook
from rnnkit.runs.store import Store
from rnnkit.training.progress import Progress


@pytest.fixture
def data(store: Store) -> str:
    """Eight years of months."""
    return store.of(ME).uploads.add("sales.csv", monthly_csv())


def drawing(series: str = "series", mase: float | None = 0.5) -> str:
    """What a forecaster draws of itself."""
    months = [f"2022-{month:02d}-01T00:00:00" for month in range(1, 7)]
    ahead = {"ds": months[4:], "y_hat": [3.0, 4.0], "lo": [2.0, 3.0], "hi": [4.0, 5.0]}
    actual = {"ds": months[:4], "y": [1.0, 2.0, None, 3.0]}
    found = {
        "series": series,
        "target": "sales",
        "of": 2,
        "mase": mase,
        "actual": actual,
        "forecasts": [ahead],
    }
    return json.dumps(found)


def training(store: Store, data: str, label: str, drawn: str, **wishes: str) -> str:
    """A run in the middle of its training."""
    run_id, attempt = started(store, data, label, **wishes)
    store.recorder.log(run_id, attempt, [*curve(), Progress("training", 191, 200, 9.9, drawing=drawn)])
    return run_id


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def test_forecasts_of_one_line_share_a_chart_and_those_of_another_have_their_own(
    visit: Visit, data: str, store: Store
) -> None:
    training(store, data, "LSTM", drawing(mase=0.5), group="g")
    training(store, data, "GRU", drawing(mase=None), group="g")
    training(store, data, "RNN", drawing("other"), group="g")
    app = visit("forecast", run="g", data=data)
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 3  # two of forecasts, one of the losses
    assert (
        "MASE on the validation part so far: **LSTM 0.500**. The chart shows series, sales, one of 2"
        in captions(app)
    )
    assert "**RNN 0.500**. The chart shows other, sales" in captions(app)


def test_a_run_that_comes_next_is_looked_at_more_often_than_one_behind_it(
    visit: Visit, data: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, fragment = [], st.fragment
    monkeypatch.setattr(st, "fragment", lambda part, **more: looked.append(more) or fragment(part))
    for run_id, seconds in ((queued(store, data), EAGER), (queued(store, data), EVERY)):
        looked.clear()
        visit("forecast", run=run_id, data=data)
        assert {"run_every": seconds} in looked


def test_a_button_asks_it_of_all_networks_or_of_the_chosen_one(visit: Visit, data: str, store: Store) -> None:
    runs = [training(store, data, label, drawing(), group="g") for label in ("LSTM", "GRU")]
    app = visit("forecast", run="g", data=data)
    app.button(key="play_double").click().run()
    app.selectbox(key="played_run").set_value(runs[1]).run()
    app.button(key="play_pause").click().run()
    asked = [[wish.kind for wish in store.wishes.asked(run, 0)] for run in runs]
    assert asked == [["double"], ["double", "pause"]]
    assert "**GRU**, changed by hand: rate to be doubled · to be paused." in captions(app)


def test_a_run_that_learns_on_after_its_score_can_be_paused_and_nothing_else_of_it_changed(
    visit: Visit, data: str, store: Store
) -> None:
    run_id = training(store, data, "LSTM", drawing())
    store.recorder.log(run_id, 1, [Progress("refitting", 3, 20, 12.0)])
    app = visit("forecast", run=run_id, data=data)
    open_to = {
        kind: not app.button(key=f"play_{kind}").disabled for kind in ("pause", "step", "halve", "longer")
    }
    assert open_to == {"pause": True, "step": True, "halve": False, "longer": False}
    store.checkpoints.keep(run_id, 1, 203, b"all that it needs")
    assert store.queue.pause(run_id, 1, seen=0)
    app = visit("forecast", run=run_id, data=data)
    assert not app.button(key="play_go_on").disabled
    assert app.button(key="play_double").disabled


def test_a_paused_run_offers_to_go_on_and_waits_again(
    visit: Visit, data: str, store: Store, jobs: NoJobs
) -> None:
    run_id = training(store, data, "LSTM", drawing())
    store.checkpoints.keep(run_id, 1, 191, b"all that it needs")
    assert store.queue.pause(run_id, 1, seen=0)
    app = visit("forecast", run=run_id, data=data)
    assert [button.label for button in app.button if button.key == "play_go_on"] == ["Resume"]
    finished(store, data, "GRU")
    assert "This run has not finished yet" in visit("your_run", run=run_id).warning[0].value
    app.button(key="play_go_on").click().run()
    assert store.runs.get(run_id).state == "queued"
    assert jobs.woken


def test_a_run_that_no_machine_can_take_says_so_where_it_waits(
    visit: Visit, data: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = queued(store, data)
    assert not visit("forecast", run=run_id, data=data).warning  # on a file there is nothing to tell
    reason = "No machine here has CUDA; choose another device, or wait for one that has it."
    monkeypatch.setattr(Outlook, "obstacle", lambda _self, run: reason * (run.id == run_id))
    app = visit("forecast", run=run_id, data=data)
    assert [warning.value for warning in app.warning] == [reason]


def test_what_was_changed_by_hand_stands_over_the_result(visit: Visit, data: str, store: Store) -> None:
    run_id, attempt = started(store, data, "LSTM")
    store.of(ME).queue.wish(run_id, "halve")
    store.wishes.note_step({store.wishes.asked(run_id, 0)[0].number: 1200})
    store.of(ME).queue.wish(run_id, "longer")  # too late: it was never done
    store.queue.finish(run_id, attempt, "interrupted", "The server stopped.")
    assert "**LSTM**, changed by hand: rate halved at step 1,200." in captions(visit("forecast", run=run_id))
    other = finished(store, data)
    assert "changed by hand" not in captions(visit("forecast", run=other))
