"""A kept model on new data: the same answers on the same rows, honest scores, and refusals in a sentence."""

import io

import numpy as np
import pandas as pd
import pytest

from rnnkit.bundle import read_kept
from rnnkit.bundle.use import use
from rnnkit.config.predict import PlannedRow
from rnnkit.data import read_table
from rnnkit.errors import DataError
from rnnkit.tasks.forecast.kept.bundle import scaler_of
from tests.kept.models import FORECASTS, TEXTS, daily_csv, done, trained
from tests.tasks.texts import sentences


@pytest.mark.parametrize("kind", FORECASTS)
def test_the_old_data_gives_the_old_forecasts_and_scores(made, kind):
    """Every number comes out as in the run: the forecasts, and the scores of rows that it has never seen."""
    kept = read_kept(made(kind))
    outcome = use(kept, daily_csv())
    keys = ["unique_id", "target", "ds", "y_hat", "lo", "hi"]
    future = kept.frames["future"][keys]
    pd.testing.assert_frame_equal(outcome.frames["future"][keys], future, rtol=1e-5, check_exact=False)
    assert ("test" in outcome.frames) == (not kept.config.refit)
    if kept.config.refit:  # it has learned from all rows, so none is left to score it on
        return
    test = kept.frames["test"][[*keys, "cutoff", "step", "y"]]
    pd.testing.assert_frame_equal(outcome.frames["test"][test.columns], test, rtol=1e-5, check_exact=False)
    scores = kept.about.summary.metrics
    assert outcome.summary["metrics"]["model"]["mae"] == pytest.approx(scores["model"]["mae"], rel=1e-5)
    for name in ("last value", "seasonal naive"):
        assert outcome.summary["metrics"][name]["mae"] == pytest.approx(scores[name]["mae"], rel=1e-9)


def test_only_rows_newer_than_the_training_are_scored(made):
    kept = read_kept(made("lstm"))
    grown = use(kept, daily_csv(days=174))
    seen = pd.Timestamp(scaler_of(kept).lines[0].seen)
    assert grown.frames["test"]["ds"].min() == seen + pd.Timedelta(days=1)
    assert grown.frames["test"]["ds"].max() == pd.Timestamp("2024-01-01") + pd.Timedelta(days=173)
    old = use(kept, daily_csv(days=100))
    assert "test" not in old.frames
    assert old.summary["metrics"] == {}
    assert old.summary["notes"] == [
        "No row is newer than what the model was trained on, so nothing is scored."
    ]
    assert len(old.frames["future"]) == 2 * 7


def test_new_months_alone_are_enough(made):
    """The file need not hold what the model was trained on: one lookback before the first scored row."""
    outcome = use(read_kept(made("lstm")), daily_csv(days=40, first=200))
    assert outcome.frames["test"]["ds"].min() == pd.Timestamp("2024-01-01") + pd.Timedelta(days=214)
    assert np.isfinite(outcome.summary["metrics"]["model"]["mae"])
    assert {"last value", "seasonal naive"} <= set(outcome.summary["metrics"])


def test_a_series_that_is_new_to_the_model_is_read_in_its_own_units(made):
    content = daily_csv(days=60).replace(b"south", b"west")
    outcome = use(read_kept(made("lstm")), content)
    assert set(outcome.frames["future"]["unique_id"]) == {"north", "west"}
    assert outcome.summary["notes"] == ["New to the model and read in units of their own first part: west."]
    west = outcome.frames["future"].query("unique_id == 'west'")["y_hat"]
    assert west.between(20, 70).all()


def test_short_series_are_forecast_and_named(made):
    """With 9 of 14 values the network is asked, with one a rule of thumb is."""
    table = pd.read_csv(io.BytesIO(daily_csv(days=60)), sep=";", decimal=",")
    short = table[table["shop"] == "north"].head(9).assign(shop="short")
    one = table[table["shop"] == "north"].head(1).assign(shop="one")
    content = pd.concat([table, short, one]).to_csv(index=False, sep=";", decimal=",").encode()
    outcome = use(read_kept(made("lstm")), content)
    notes, future = outcome.summary["notes"], outcome.frames["future"]
    assert "Fewer than 14 values at the end; the network is told so: short." in notes
    assert "Too few values at the end for the network; a rule of thumb forecasts: one." in notes
    methods = future.groupby("unique_id")["method"].first().to_dict()
    assert methods == {"north": "model", "south": "model", "short": "model", "one": "last value"}


def hourly():
    stamps = pd.date_range("2024-01-01", periods=300, freq="h")
    frame = pd.DataFrame(
        {"day": stamps.strftime("%d.%m.%Y %H:%M"), "shop": "north", "y": np.arange(300.0) % 7}
    )
    return frame.assign(price=1, heat=2).to_csv(index=False, sep=";", decimal=",").encode()


REFUSED = {
    "column": (daily_csv().replace(b";y;", b";z;"), "The new data has no column 'y'; add or rename it."),
    "step": (hourly(), "The new data has a row every 1 hour, the model reads one every 1 day."),
    "short": (daily_csv(days=1), "Need at least 3 rows; found 2: add more."),
    "empty": (b"", "The file is empty; choose another one."),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "This is"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_other_data_is_refused_in_a_sentence(made, what):
    content, sentence = REFUSED[what]
    with pytest.raises(DataError) as error:
        use(read_kept(made("lstm")), content)
    assert str(error.value).startswith(sentence)
    assert len(str(error.value)) <= 160


@pytest.mark.parametrize("kind", TEXTS)
def test_a_new_text_is_scored_beside_counting(made, kind):
    outcome = use(read_kept(made(kind)), sentences(2_000, seed=5).encode())
    scores = outcome.summary["metrics"]
    assert set(scores) == {"model", "ngram", "unigram"}
    assert 0 < scores["ngram"]["nats_per_char"] < scores["unigram"]["nats_per_char"]
    assert 0 < scores["model"]["nats_per_char"] < 10


def test_a_text_that_is_too_short_or_foreign_is_refused(made):
    kept = read_kept(made("char"))
    with pytest.raises(DataError, match="at least 1,000 characters to score; found 5"):
        use(kept, b"hello")
    with pytest.raises(DataError, match="knows nothing of this text"):
        use(kept, ("ж" * 2_000).encode())


def test_it_is_a_job_that_finds_its_model_in_the_store(store):
    model = trained(store, "lstm")
    dataset_id = store.of("").uploads.add("new.csv", daily_csv(days=174))
    run_id = done(store, f'{{"task": "predict", "model": "{model}"}}', dataset_id)
    assert store.results.summary(run_id)["metrics"]["model"]["mae"] > 0
    assert set(store.results.frame_names(run_id)) == {"future", "history", "test", "by_series", "by_step"}


def test_a_job_finds_no_model_of_somebody_else(store):
    from rnnkit.jobs.inline import InlineJobs

    model = trained(store, "lstm")
    other = store.of("other")
    dataset_id = other.uploads.add("new.csv", daily_csv())
    run_id = other.queue.submit(f'{{"task": "predict", "model": "{model}"}}', dataset_id)
    InlineJobs(store.url).wake()
    assert (store.runs.get(run_id).state, store.runs.get(run_id).reason) == (
        "failed",
        "Run not found or not shared with you.",
    )


def test_a_price_that_nobody_knows_is_said_and_what_is_planned_is_used(made):
    """The price is 1, 1.5 ... 3 by turns; planned are 3 for all seven days of both shops."""
    kept = read_kept(made("gru recursive"))
    plain = use(kept, daily_csv())
    assert plain.summary["assumed"] == (
        "price is unknown from 2024-06-09 on: "
        "for 7 steps the values of 7 steps (one season) earlier were assumed."
    )
    assert plain.summary["assumed"] == kept.about.summary.assumed
    ahead = plain.frames["ahead"]
    season = ahead[(ahead["way"] == "season") & (ahead["unique_id"] == "north")]
    step = np.arange(153, 160)
    assert season["price"].tolist() == ((step % 5) / 2 + 1).tolist()
    assert set(ahead.loc[ahead["way"] == "last", "price"]) == {(159 % 5) / 2 + 1}
    rows = [
        PlannedRow(unique_id=name, ds=f"2024-06-{day:02d}", values={"price": 3.0})
        for name in ("north", "south")
        for day in range(9, 16)
    ]
    told = use(kept, daily_csv(), planned=rows)
    assert told.summary["assumed"] == ""
    assert "ahead" not in told.frames
    assert not np.allclose(told.frames["future"]["y_hat"], plain.frames["future"]["y_hat"])
    same = use(kept, daily_csv(), planned=[row_of(one) for one in season.itertuples()])
    north = same.frames["future"]["unique_id"] == "north"
    np.testing.assert_allclose(
        same.frames["future"]["y_hat"][north], plain.frames["future"]["y_hat"][north], rtol=1e-6
    )


def row_of(row):
    return PlannedRow(unique_id=row.unique_id, ds=row.ds.isoformat(), values={"price": row.price})


def test_rows_with_an_empty_target_are_what_is_planned(made):
    table = pd.read_csv(io.BytesIO(daily_csv(days=167)), sep=";", decimal=",")
    coming = pd.to_datetime(table["day"], dayfirst=True) > "2024-06-08"
    table.loc[coming, ["y", "heat"]] = np.nan
    content = table.to_csv(index=False, sep=";", decimal=",").encode()
    found = use(read_kept(made("gru recursive")), content)
    assert found.summary["assumed"] == ""
    assert found.frames["future"]["ds"].min() == pd.Timestamp("2024-06-09")


def test_planned_values_need_a_step(made):
    rows = [PlannedRow(unique_id="north", ds="soon", values={"price": 3.0})]
    with pytest.raises(DataError, match="Planned values need the date, or the number, of their step"):
        use(read_kept(made("gru recursive")), daily_csv(), planned=rows)


def coming(days, first, target=True):
    """The coming rows of both shops; without a target its column is empty."""
    table = pd.read_csv(io.BytesIO(daily_csv(days=days, first=first)), sep=";", decimal=",")
    if not target:
        table = table.drop(columns=["y", "heat"])
    return table.to_csv(index=False, sep=";", decimal=",").encode()


def test_one_new_row_is_enough_where_the_data_of_the_model_is_at_hand(made):
    """The same forecast comes out as with the whole file, and only the new row is scored."""
    kept = read_kept(made("lstm"))
    grown = use(kept, coming(1, 160), before=lambda: read_table(daily_csv()))
    whole = use(kept, daily_csv(days=161))
    np.testing.assert_allclose(grown.frames["future"]["y_hat"], whole.frames["future"]["y_hat"], rtol=1e-5)
    assert grown.frames["test"]["ds"].unique().tolist() == [pd.Timestamp("2024-06-09")]
    assert grown.summary["scored_on"].startswith("Scored on 2 values, from 2024-06-09 to 2024-06-09")
    with pytest.raises(DataError, match="Need at least 3 rows"):
        use(
            kept,
            coming(1, 160).replace(b"south", b"north").split(b"\n", 2)[0]
            + b"\n"
            + b"09.06.2024;north;1;1;1\n",
        )


@pytest.mark.parametrize("kind", ["gru recursive", "bidirectional"])
def test_coming_rows_without_a_target_say_what_is_planned(made, kind):
    found = use(read_kept(made(kind)), coming(7, 160, target=False), before=lambda: read_table(daily_csv()))
    assert found.summary["assumed"] == ""
    assert "test" not in found.frames
    assert found.frames["future"]["ds"].min() == pd.Timestamp("2024-06-09")
