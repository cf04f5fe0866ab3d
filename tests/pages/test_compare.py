"""The page Compare: empty, picked, ranked or kept apart, repeated over seeds, renamed and deleted."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from made_up import (
    ME,
    STRANGER,
    NoJobs,
    Visit,
    curve,
    finished,
    frames,
    monthly_csv,
    queued,
    started,
    summary,
)
from made_up_text import add_poem, finished_text
from sqlalchemy import Engine, event
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from pages.ui.access import start_runs
from pages.ui.compare import run_table
from rnnkit.config import parse
from rnnkit.runs.store import Store, open_store
from rnnkit.tasks.forecast.settings import ForecastConfig

FEW, MANY = 4, 40  # runs


@pytest.fixture
def data(store: Store) -> str:
    """Eight years of months."""
    return store.of(ME).uploads.add("sales.csv", monthly_csv())


def texts(app: AppTest) -> str:
    """All that is written in plain sight."""
    kinds = (app.markdown, app.caption, app.info, app.success, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def table(app: AppTest):
    """The table of all runs."""
    return next(frame.value for frame in app.dataframe if "ratio" in frame.value)


def turn(app: AppTest, tab: str) -> AppTest:
    """Open a tab; only the open one is drawn."""
    app.session_state["overlays"] = tab
    return app.run()


def repeat(store: Store, data: str, label: str, seed: int, mase: float) -> str:
    """A finished run with a seed and a score."""
    run_id, attempt = started(store, data, label, config={"seed": seed})
    found = summary(label)
    found["metrics"]["model"]["mase"] = mase
    store.recorder.log(run_id, attempt, curve())
    results = {"summary": found, "frames": frames(label), "weights": b"weights"}
    store.recorder.complete(run_id, attempt, "finished", **results)
    return run_id


def test_without_runs_one_click_starts_a_race(visit: Visit, store: Store, jobs: NoJobs) -> None:
    app = visit("compare")
    assert "Nothing is trained yet" in texts(app)
    app.button(key="race").click().run()
    assert not app.exception
    runs = store.of(ME).runs.find()
    assert [run.label for run in runs] == ["LSTM", "GRU"]
    assert runs[0].group == runs[1].group
    assert app.query_params["runs"] == ",".join(run.id for run in runs)
    assert jobs.woken == 1
    assert len(app.get("progress")) == 2


def test_the_table_holds_everything_a_run_is_compared_by(visit: Visit, store: Store, data: str) -> None:
    finished(store, data, "LSTM", config={"hidden_size": 64})
    finished_text(store, add_poem(store), "GRU")
    queued(store, data, "RNN", config={"hidden_size": 32})
    app = visit("compare")
    assert not app.exception
    rows = table(app)
    assert list(rows["name"]) == ["RNN", "GRU", "LSTM"]  # newest first
    assert list(rows["task"]) == ["Forecast", "Generate", "Forecast"]
    assert list(rows["state"]) == ["waiting", "finished", "finished"]
    assert rows["metric"].tolist()[1:] == ["bits per character", "MASE"]
    lstm = rows.iloc[2]
    assert lstm["ratio"] == pytest.approx(lstm["score"] / 1.0)
    assert len(lstm["loss"]) == 20
    assert lstm["settings"] == "Hidden size 64"
    assert {box.label for box in app.multiselect} == {"Task", "Data", "Network", "State"}


def test_filters_leave_rows_out_but_not_what_is_picked(visit: Visit, store: Store, data: str) -> None:
    lstm, gru = finished(store, data, "LSTM"), finished(store, data, "GRU")
    app = visit("compare", runs=f"{lstm},{gru}")
    app.multiselect(key="only_cell").set_value(["GRU"]).run()
    assert list(table(app)["name"]) == ["GRU"]
    assert app.query_params["runs"] == f"{lstm},{gru}"
    assert "**A · LSTM**" in texts(app)


def test_a_paused_run_that_goes_on_is_noticed(
    visit: Visit, store: Store, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, attempt = started(store, data)
    store.checkpoints.keep(run_id, attempt, 1, b"all that it needs")
    assert store.queue.pause(run_id, attempt, seen=0)

    def resumed(_: object) -> None:
        """Somebody resumes it elsewhere, after this page has read it."""
        if store.runs.get(run_id).state == "paused":
            store.of(ME).queue.wish(run_id, "go_on")

    monkeypatch.setattr(run_table, "say_strange", resumed)
    assert table(visit("compare"))["state"].tolist() == ["waiting"]


def test_picked_runs_are_ranked_and_laid_over_each_other(visit: Visit, store: Store, data: str) -> None:
    lstm = finished(store, data, "LSTM", config={"hidden_size": 64})
    other = finished(store, data, "GRU", config={"hidden_size": 32})
    app = visit("compare", runs=f"{lstm},{other}")
    assert not app.exception
    said = texts(app)
    assert "By MASE, best first: B · GRU (0.620), A · LSTM (0.682)" in said
    assert (
        "**Cannot tell** B · GRU from A · LSTM: 3 starts of the backtest cannot tell luck from skill" in said
    )
    differ = next(frame.value for frame in app.dataframe if "Setting" in frame.value)
    assert differ.to_numpy().tolist() == [["Cell", "LSTM", "GRU"], ["Hidden size", "64", "32"]]
    assert [tab.label for tab in app.tabs] == ["Learning curves", "Forecasts", "Score and time"]
    assert len(app.get("plotly_chart")) == 1
    turn(app, "Forecasts")
    names = [line["name"] for line in json.loads(app.get("plotly_chart")[0].proto.spec)["data"]]
    assert {"actual", "A · LSTM", "B · GRU", "seasonal naive"} <= set(names)
    turn(app, "Score and time")
    gains = next(frame.value for frame in app.dataframe if "Gain per second" in frame.value)
    assert gains.iloc[1].tolist() == ["B · GRU", "38.0 %", "3.09 %"]  # MASE 0.62 against 1, in 12.3 s


def test_the_curves_go_along_by_second_too(visit: Visit, store: Store, data: str) -> None:
    runs = [finished(store, data, label) for label in ("LSTM", "LSTM")]
    app = visit("compare", runs=",".join(runs))
    app.segmented_control(key="along").set_value("seconds").run()
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert figure["layout"]["xaxis"]["title"]["text"] == "seconds"
    lines = figure["data"]
    assert [line["name"] for line in lines] == ["A · LSTM (1)", "B · LSTM (2)"]
    assert lines[0]["line"]["color"] != lines[1]["line"]["color"]
    assert lines[0]["line"]["dash"] != lines[1]["line"]["dash"]


def test_runs_on_other_data_are_shown_but_never_ranked(visit: Visit, store: Store, data: str) -> None:
    other = store.of(ME).uploads.add("more.csv", monthly_csv(120))
    runs = [finished(store, data, "LSTM"), finished(store, other, "GRU")]
    app = visit("compare", runs=",".join(runs))
    assert not app.exception
    assert "Not ranked together: A · LSTM | B · GRU." in texts(app)
    assert "a smaller error may only mean easier data" in texts(app)
    assert "best first" not in texts(app)
    assert "Is the difference real?" not in [heading.value for heading in app.subheader]


def test_other_test_rows_are_not_ranked_either(visit: Visit, store: Store, data: str) -> None:
    whole = finished(store, data, "LSTM")
    run_id, attempt = started(store, data, "GRU")
    fewer = frames("GRU")
    fewer["test"] = fewer["test"].iloc[6:].reset_index(drop=True)
    results = {"summary": summary("GRU"), "frames": fewer, "weights": b"weights"}
    store.recorder.complete(run_id, attempt, "finished", **results)
    app = visit("compare", runs=f"{whole},{run_id}")
    assert "They were scored on different test rows" in texts(app)
    assert "best first" not in texts(app)


def test_repeats_over_seeds_are_queued_as_one_group_with_seeds_nobody_had(
    visit: Visit, store: Store, data: str
) -> None:
    runs = [
        finished(store, data, label, config={"seed": seed}, pace=[[0, steps]])
        for label, seed, steps in (("LSTM", 0, 464), ("GRU", 2, 272))
    ]
    app = visit("compare", runs=",".join(runs))
    assert table(app)["steps"].tolist() == [200, 200]
    app.button(key=f"repeat_{runs[0]}").click().run()
    assert not app.exception
    new = store.of(ME).runs.find()[2:]
    assert [run.label for run in new] == [
        f"{name}, seed {n}" for name in ("LSTM", "GRU") for n in (1, 3, 4, 5)
    ]
    asked = [parse(ForecastConfig, run.config) for run in new]
    assert [config.seed for config in asked] == [1, 3, 4, 5] * 2
    assert [config.pace for config in asked] == [((0, 464),)] * 4 + [((0, 272),)] * 4  # not the seconds
    assert len({run.group for run in new}) == 1
    assert "8 repeats are still running or waiting" in texts(app)
    assert f"repeat_{runs[0]}" not in {button.key for button in app.button}


def test_repeats_are_queued_once_where_their_rerun_was_cut_short(
    visit: Visit, store: Store, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next rerun sees repeats at work and no button; once they are done, nothing starts."""
    runs = [finished(store, data, label, pace=[[0, 100]]) for label in ("LSTM", "GRU")]
    app = visit("compare", runs=",".join(runs))

    def queue_and_be_cut_short(*order: Any) -> None:
        start_runs.queue(*order)
        raise StopException

    with monkeypatch.context() as patch:
        patch.setattr("pages.ui.compare.ranking.queue", queue_and_be_cut_short)
        app.button(key=f"repeat_{runs[0]}").click().run()
    assert "8 repeats are still running or waiting" in texts(app.run())
    for run in store.of(ME).runs.find()[2:]:
        store.queue.request_stop(run.id)
    app.run()
    assert not app.exception
    assert app.button(key=f"repeat_{runs[0]}")
    assert len(store.runs.find()) == 10


def test_repeats_decide_what_one_run_each_could_not(visit: Visit, store: Store, data: str) -> None:
    scores = {"LSTM": (0.50, 0.52, 0.51, 0.53), "GRU": (0.80, 0.79, 0.83, 0.81)}
    ids = {
        name: [repeat(store, data, name, seed, mase) for seed, mase in enumerate(values)]
        for name, values in scores.items()
    }
    app = visit("compare", runs=f"{ids['GRU'][0]},{ids['LSTM'][0]}")
    said = texts(app)
    assert "**B · LSTM is better** than A · GRU by 0.292 MASE" in said
    assert "over 4 seeds, paired" in said
    assert "3 starts of the backtest cannot tell luck from skill" in said


def test_runs_of_the_same_seconds_but_other_steps_are_no_repeats(
    visit: Visit, store: Store, data: str
) -> None:
    ids = [
        finished(store, data, name, config={"seed": seed}, pace=[[0, 100 + seed]])
        for name in ("LSTM", "GRU")
        for seed in range(4)
    ]
    said = texts(visit("compare", runs=f"{ids[0]},{ids[4]}"))
    assert "best first" in said
    assert "paired" not in said


def test_repeats_share_a_row_with_the_mean_of_their_scores(visit: Visit, store: Store, data: str) -> None:
    ids = [repeat(store, data, "LSTM", seed, mase) for seed, mase in enumerate((0.50, 0.52, 0.54))]
    app = visit("compare")
    (row,) = table(app).to_dict("records")
    assert (row["name"], row["score"], row["seeds"]) == ("LSTM", pytest.approx(0.52), "± 0.0200, n = 3")
    app.toggle(key="each_seed").set_value(True).run()
    assert table(app)["name"].tolist() == [f"LSTM, seed {seed}" for seed in (2, 1, 0)]
    assert set(table(app)["seeds"]) == {None}
    assert "**A · LSTM**" in texts(visit("compare", runs=ids[0]))


def test_runs_of_one_label_are_called_by_what_differs(visit: Visit, store: Store, data: str) -> None:
    asked = ({"lookback": 98, "future_covariates": ["promotion", "price"]}, {"lookback": 24})
    runs = [finished(store, data, config=config) for config in asked]
    app = visit("compare", runs=",".join(runs))
    names = ["LSTM + promotion, price, 98 steps back", "LSTM, 24 steps back"]
    assert table(app)["name"].tolist() == names[::-1]  # newest first
    assert all(f"**{letter} · {name}**" in texts(app) for letter, name in zip("AB", names, strict=True))
    assert list(table(app).columns[:3]) == ["name", "score", "metric"]  # what a telephone has room for


def test_two_seeds_of_the_same_settings_are_not_compared_by_seeds(
    visit: Visit, store: Store, data: str
) -> None:
    ids = [repeat(store, data, "LSTM", seed, 0.5 + seed / 10) for seed in range(4)]
    said = texts(visit("compare", runs=",".join(ids[:2])))
    assert "paired" not in said
    assert "seeds each" not in said
    assert "3 starts of the backtest cannot tell" in said


def test_texts_stand_side_by_side_after_the_same_prompt(visit: Visit, store: Store) -> None:
    poem = add_poem(store)
    runs = [finished_text(store, poem, label) for label in ("LSTM", "GRU")]
    app = visit("compare", runs=",".join(runs))
    assert not app.exception
    assert "By bits per character, best first" in texts(app)
    assert "only their scores were kept" in texts(app)  # made up without segments
    turn(app, "Texts")
    app.text_input(key="compare_prompt").input("The ").run()
    written = [code.value for code in app.code]
    assert len(written) == 2
    assert all(text.startswith("The ") for text in written)
    app.text_input(key="compare_prompt").input("ЖЖЖ").run()
    assert not app.exception
    assert len(app.error) == 2


def test_a_run_is_renamed(visit: Visit, store: Store, data: str) -> None:
    run_id = finished(store, data)
    app = visit("compare", runs=run_id)
    app.text_input(key=f"name_{run_id}").input(" ")
    next(button for button in app.button if button.label == "Save").click().run()
    assert "Type a name first." in [caption.value for caption in app.caption]
    app.text_input(key=f"name_{run_id}").input("*Best* so far")
    next(button for button in app.button if button.label == "Save").click().run()
    assert store.of(ME).runs.get(run_id).label == "*Best* so far"
    assert "A · *Best* so far" in texts(app)


def test_a_run_is_deleted_and_leaves_the_address(visit: Visit, store: Store, data: str) -> None:
    first, second = finished(store, data), finished(store, data, "GRU")
    app = visit("compare", runs=f"{first},{second}")
    app.button(key=f"delete_{first}").click().run()
    assert [run.id for run in store.of(ME).runs.find()] == [second]
    assert app.query_params["runs"] == second
    assert list(table(app)["name"]) == ["GRU"]
    assert "Select two or more runs" in texts(app)


def test_a_run_that_works_is_not_deleted(visit: Visit, store: Store, data: str) -> None:
    run_id, _ = started(store, data)
    app = visit("compare", runs=run_id)
    app.button(key=f"delete_{run_id}").click().run()
    assert [error.value for error in app.error] == ["This run still works; stop it before you delete it."]
    assert store.of(ME).runs.get(run_id).active


@pytest.mark.parametrize("state", ["failed", "interrupted", "cancelled", "diverged"])
def test_runs_without_results_have_no_part_in_the_ranking(
    visit: Visit, store: Store, data: str, state: str
) -> None:
    good = finished(store, data)
    if state == "cancelled":
        bad = queued(store, data, "GRU")
        store.of(ME).queue.cancel(bad)
    else:
        bad, attempt = started(store, data, "GRU")
        store.queue.finish(bad, attempt, state, "Because.")
    app = visit("compare", runs=f"{good},{bad}")
    assert not app.exception
    assert "best first" not in texts(app)
    assert "B · GRU" in texts(app)


@pytest.mark.parametrize("runs", ["nope", "' OR 1=1 --,,", "x" * 10_000])
def test_runs_that_are_not_there_are_one_sentence(visit: Visit, store: Store, data: str, runs: str) -> None:
    finished(store, data)
    app = visit("compare", runs=runs)
    assert not app.exception
    assert len(app.warning) == 1
    assert "not in your browser" in app.warning[0].value


def test_the_runs_of_somebody_else_are_not_there(visit: Visit, store: Store, data: str) -> None:
    run_id = finished(store, data)
    app = visit("compare", token=STRANGER, runs=run_id)
    assert not app.exception
    assert "LSTM" not in texts(app).replace("Race LSTM", "")


def test_more_repeats_than_may_wait_are_refused_in_one_sentence(
    visit: Visit, store: Store, data: str
) -> None:
    runs = [finished(store, data, label) for label in ("LSTM", "GRU")]
    for _ in range(11):
        queued(store, data, "RNN", config={"hidden_size": 7})
    app = visit("compare", runs=",".join(runs))
    app.button(key=f"repeat_{runs[0]}").click().run()
    assert len(app.error) == 1
    assert len(store.of(ME).runs.find()) == 13


def test_what_has_no_score_of_its_own_is_not_listed(visit: Visit, store: Store, data: str) -> None:
    run_id = finished(store, data)
    settings = json.dumps({"task": "predict", "model": run_id})
    store.of(ME).queue.submit(settings, data, "new.csv")
    app = visit("compare", runs=run_id)
    assert not app.exception
    assert list(table(app)["name"]) == ["LSTM"]


def test_runs_that_started_together_are_shared_by_one_link(visit: Visit, store: Store, data: str) -> None:
    ids = [finished(store, data, label, group="race") for label in ("LSTM", "GRU")]
    app = visit("compare", runs=",".join(ids))
    app.session_state["fold_share"] = True
    app.run()
    app.button(key="make_link").click().run()
    assert not app.exception
    assert len(store.of(ME).shares.find("race")) == 1


def test_a_click_costs_little_more_with_many_runs(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """The store is asked as often as with a few, and nothing is done once for every pair of runs."""
    monkeypatch.setenv("RNNKIT_MAX_RUNS_AN_HOUR", "1000")
    store = open_store()
    data = store.of(ME).uploads.add("sales.csv", monthly_csv())

    def add(first: int, last: int) -> list[str]:
        labels = ("LSTM", "GRU", "BiRNN")
        settings = [{"hidden_size": 8 + n} for n in range(first, last)]
        return [
            finished(store, data, labels[n % 3], config=one) for n, one in enumerate(settings, start=first)
        ]

    app = visit("compare", runs=",".join(add(0, FEW)[:3]))
    few = cost_of_a_click(app)
    add(FEW, MANY)
    many = cost_of_a_click(app)
    assert len(table(app)) == MANY
    assert not app.exception
    assert many[0] == few[0] > 0
    assert many[1] < (MANY / FEW) / 2 * few[1]


def cost_of_a_click(app: AppTest) -> tuple[int, float]:
    """Statements that the store gets, and seconds of CPU at best; what a click reads first is not counted."""
    counted: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.append(statement)

    costs = []
    for along in ("seconds", "step", "seconds"):
        counted.clear()
        start = time.process_time()
        event.listen(Engine, "before_cursor_execute", count)
        app.segmented_control(key="along").set_value(along).run()
        event.remove(Engine, "before_cursor_execute", count)
        costs.append((len(counted), time.process_time() - start))
    return min(costs)
