"""Coming back with newer rows: what is kept, what is scored, and what is refused."""

import json

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import read_table
from rnnkit.data.series.adapt import adapted
from rnnkit.data.table.recipe import Overrides
from rnnkit.jobs.inline import InlineJobs
from rnnkit.metrics import mae
from rnnkit.tasks.forecast.home.appended import append, append_words
from rnnkit.tasks.forecast.home.come_back import against
from tests.kept.models import daily_csv, trained


def table(rows: str):
    return read_table(f"shop;day;y\n{rows}".encode())


OLD = "\n".join(f"{shop};{day:02d}.01.2024;{day},5" for shop in ("=a", "b") for day in range(1, 21))


def later(text: str):
    return adapted(table(OLD).recipe, ("shop;day;y\n" + text).encode(), 1).table


def test_new_rows_go_behind_and_a_value_that_differs_is_told_and_wins():
    old = table(OLD)
    new = later("=a;19.01.2024;19,5\n=a;20.01.2024;7\n=a;21.01.2024;8\nb;20.01.2024;20,5\nb;21.01.2024;9")
    found = append(old.recipe, old, new)
    assert (found.added, found.overlap, found.differ) == (2, 3, 1)
    assert append_words(found) == [
        "2 new rows were added.",
        "1 value of rows that were there before differs; the new file wins: "
        "=a, 2024-01-20, y: 20.5 became 7.00.",
    ]
    values = found.table.frame.pivot(index="ds", columns="unique_id", values="y")
    assert values["=a"].tolist() == [*(day + 0.5 for day in range(1, 20)), 7.0, 8.0]
    assert values["b"].tolist() == [*(day + 0.5 for day in range(1, 21)), 9.0]


def test_all_rows_read_back_as_they_are():
    """The file of all rows says the same table again, holes, step and season, too."""
    old = table(OLD.replace("=a;07.01.2024;7,5\n", "").replace("b;09.01.2024;9,5", "b;09.01.2024;"))
    new = later("=a;21.01.2024;8\nb;21.01.2024;0,1\nb;22.01.2024;0,2")
    found = append(old.recipe, old, new)
    again = read_table(found.content, Overrides.from_json(found.reading.to_json()))
    pd.testing.assert_frame_equal(again.frame, found.table.frame)
    assert (again.freq, again.seasonality, again.series) == (old.freq, old.seasonality, old.series)
    both = again.frame.merge(old.frame, on=["unique_id", "ds"])
    assert np.array_equal(both["y_x"], both["y_y"])


def test_rows_without_dates_are_refused():
    old = read_table(("y\n" + "\n".join(map(str, range(40)))).encode())
    with pytest.raises(ValueError, match="Rows without dates cannot be told to be new"):
        append(old.recipe, old, old)


def test_a_forecast_is_scored_on_what_came_and_on_nothing_that_was_filled_in():
    came = later("=a;21.01.2024;8\n=a;23.01.2024;10\nb;21.01.2024;9\nb;22.01.2024;9")
    days = pd.to_datetime(["2024-01-21", "2024-01-22", "2024-01-23"])
    forecast = pd.DataFrame({"unique_id": "=a", "target": "y", "ds": days, "step": [1, 2, 3], "y_hat": 9.0})
    scored = against(forecast, came)
    assert scored["y"].tolist() == [8.0, 10.0]  # the 22nd was filled in
    assert scored["step"].tolist() == [1, 3]


def visit(store, root, content, **wishes):
    config = {"task": "visit", "root": root, "model": root, "last": root, **wishes}
    mine = store.of("")
    dataset_id = mine.uploads.add("new.csv", content)
    run_id = mine.queue.submit(json.dumps(config), dataset_id, group=f"back-{root}")
    InlineJobs(store.url).wake()
    return store.runs.get(run_id)


def test_two_visits_score_the_forecast_before_each(store):
    root = trained(store, "lstm")
    first = visit(store, root, daily_csv(days=7, first=160))
    assert (first.state, first.reason) == ("finished", "")
    told = store.results.summary(first.id)
    forecast, came = store.results.frame(root, "future"), store.results.frame(first.id, "scored")
    assert len(came) == len(forecast) == 14
    assert told["metrics"]["model"]["mae"] == pytest.approx(mae(came["y"], came["y_hat"]))
    assert {"model", "last value", "seasonal naive"} <= set(told["metrics"])
    assert told["scored_on"].startswith(
        "The last forecast is scored on 14 values that have come, from 2024-06-09"
    )
    assert told["notes"][0] == "14 new rows were added."

    second = visit(store, root, daily_csv(days=7, first=167), last=first.id, before=first.id)
    again = store.results.summary(second.id)
    assert (again["added"], again["until"]) == (14, "2024-06-22")
    assert len(store.results.frame(second.id, "scored")) == 14
    rows = store.results.files(second.id)["rows.csv"].decode().splitlines()
    assert len(rows) == 1 + 2 * (160 + 14)


def test_a_file_without_anything_new_is_refused(store):
    root = trained(store, "lstm")
    old = visit(store, root, daily_csv(days=160))
    assert (old.state, old.reason) == ("failed", "No row of this file is newer than those that are there.")


def test_nobody_else_comes_back_to_a_run(store):
    root = trained(store, "lstm")
    other = store.of("other")
    dataset_id = other.uploads.add("new.csv", daily_csv(days=7, first=160))
    config = {"task": "visit", "root": root, "model": root, "last": root}
    run_id = other.queue.submit(json.dumps(config), dataset_id)
    InlineJobs(store.url).wake()
    assert store.runs.get(run_id).reason == "Run not found or not shared with you."


def test_visits_go_with_their_run(store):
    root = trained(store, "lstm")
    seen = visit(store, root, daily_csv(days=7, first=160))
    store.of("").library.delete(root)
    assert seen.id not in {run.id for run in store.runs.find()}
