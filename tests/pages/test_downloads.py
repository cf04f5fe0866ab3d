"""What is taken home: files are made when they are asked for, and all of them together as one archive."""

import io
import zipfile

import pytest
from made_up import ME, finished, monthly_csv

from pages.ui.access.results import Result
from pages.ui.result.downloads import everything, frame_file, scores_file
from pages.ui.result.spreadsheets import Whose, own_csv_file, workbook_file
from rnnkit.errors import NotFoundError
from rnnkit.runs.store import Store


def results(store: Store, *labels: str) -> list[Result]:
    mine = store.of(ME)
    data = mine.uploads.add("sales.csv", monthly_csv())
    ids = [finished(store, data, label, group="one") for label in labels]
    return [Result(mine.runs.get(run_id), mine.results.summary(run_id), mine) for run_id in ids]


def test_everything_is_one_archive(store: Store) -> None:
    (result,) = results(store, "LSTM")
    chosen = Whose(result, "model", "LSTM", result.own)
    files = (workbook_file(chosen), own_csv_file(chosen), scores_file([result]))
    archive = zipfile.ZipFile(io.BytesIO(everything([result], files)))
    assert archive.namelist() == ["forecast.xlsx", "forecast.csv", "scores.json", "report.html"]
    assert archive.read("forecast.csv").decode("utf-8-sig").startswith("Series,Date,sales")


def test_a_file_is_made_once_and_not_for_whom_it_is_gone(store: Store) -> None:
    (result,) = results(store, "LSTM")
    make = workbook_file(Whose(result, "drift", "drift", {}))[3]
    first = make()
    assert make() is first
    store.of(ME).library.delete(result.run.id)
    with pytest.raises(NotFoundError):
        frame_file("", "", [Result(result.run, {}, store.of(ME))], "by_series")[3]()


def test_a_method_without_an_error_stands_before_those_with_one(store: Store) -> None:
    """A straight line through a straight line misses nothing, which is no missing score."""
    (result,) = results(store, "LSTM")
    names = {"LSTM": 0.5, "drift": 0.0, "mean": 1.0}
    methods = [Whose(result, name, name, {"mase": error}) for name, error in names.items()]
    ranked = sorted(methods, key=lambda one: one.error)
    assert [one.words for one in ranked] == ["drift · MASE 0", "LSTM · MASE 0.500", "mean · MASE 1.00"]
