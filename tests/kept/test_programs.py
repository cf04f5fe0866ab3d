"""What travels along works where this project is not: every kind of model in a Python that cannot find it."""

import csv
import io
import json
import subprocess
import sys
import zipfile

import pytest

from rnnkit.bundle import read_kept
from tests.kept.models import FORECASTS, TEXTS, daily_csv

# Runs programs one after the other in one process, for torch takes seconds to load.
RUNNER = """
import importlib.util, io, json, runpy, sys
from contextlib import redirect_stdout
assert importlib.util.find_spec("rnnkit") is None, "this project can be found"
said = []
for words in json.loads(sys.argv[1]):
    for name in ("network", "clean", "predict"):
        sys.modules.pop(name, None)
    sys.argv, path = words, list(sys.path)
    with redirect_stdout(io.StringIO()) as out:
        runpy.run_path(words[0], run_name="__main__")
    sys.path[:] = path
    said.append(out.getvalue())
print(json.dumps(said))
assert not [name for name in sys.modules if name.startswith("rnnkit")]
"""


def alone(folder, *programs):
    """What programs print in an isolated Python, started in an otherwise empty folder."""
    command = [sys.executable, "-I", "-W", "error", "-c", RUNNER, json.dumps(programs)]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-3000:]
    return json.loads(answer.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def said(made, tmp_path_factory):
    """Everything the programs of all kinds print and write, from one process."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for kind in (*FORECASTS, *TEXTS):
        (folder / f"{kind}.zip").write_bytes(made(kind))
    (folder / "new.csv").write_bytes(daily_csv())
    checks = [[f"{kind}.zip"] for kind in (*FORECASTS, *TEXTS)]
    forecasts = [[f"{kind}.zip", "new.csv", f"{kind}.csv"] for kind in FORECASTS]
    wishes = ["--prompt", "the c", "--temperature", "0.5", "--length", "20"]
    texts = [[f"{kind}.zip", *wishes] for kind in TEXTS for _ in range(2)]
    answers = alone(folder, *checks, *forecasts, *texts)
    assert (
        "price is unknown from 2024-06-09 on: "
        "for 7 steps the values of 7 steps (one season) earlier were assumed." in "".join(answers)
    )
    return folder, answers[: len(checks)], answers[-len(texts) :]


def test_stored_predictions_are_computed_again(said):
    _, checks, _ = said
    assert len(checks) == len(FORECASTS) + len(TEXTS)
    differences = [float(line.rsplit(":")[1].split()[0]) for line in checks]
    assert max(differences) <= 1e-6


@pytest.mark.parametrize("kind", FORECASTS)
def test_the_forecast_beyond_the_data_is_that_of_the_run(said, made, kind):
    folder, _, _ = said
    with (folder / f"{kind}.csv").open() as file:
        rows = list(csv.DictReader(file))
    future = read_kept(made(kind)).frames["future"]
    keys = ["unique_id", "target", "ds", "y_hat", "lo", "hi"]
    assert list(rows[0]) == keys
    expected = future.sort_values(["unique_id", "target", "ds"], kind="stable")
    found = sorted(rows, key=lambda row: (row["unique_id"], row["target"], row["ds"]))
    assert len(found) == len(expected) > 0
    for row, wanted in zip(found, expected[keys].itertuples(index=False), strict=True):
        assert (row["unique_id"], row["target"]) == (wanted.unique_id, wanted.target)
        assert row["ds"] == str(wanted.ds.date())
        for name in keys[3:]:
            assert float(row[name]) == pytest.approx(getattr(wanted, name), rel=2e-5, abs=1e-4)


def test_texts_go_on_from_the_prompt_and_the_same_seed_gives_the_same(said):
    _, _, texts = said
    for first, second in zip(texts[::2], texts[1::2], strict=True):
        assert first == second
        assert first.startswith("the c")
        assert len(first) > 10


def test_unpacked_files_work_as_well(made, tmp_path):
    """The files in a folder, and too little new data is said in one line, as the app says it."""
    with zipfile.ZipFile(io.BytesIO(made("lstm"))) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "short.csv").write_bytes(daily_csv(days=1))
    command = [sys.executable, "predict.py", "short.csv"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stderr == "Need at least 3 rows; found 2: add more.\n"


def test_names_that_spreadsheets_take_for_formulas_are_made_harmless(made, tmp_path):
    """What a stranger's file calls its series stands in the forecast, and so do sentences about it."""
    (tmp_path / "model.zip").write_bytes(made("lstm"))
    content = daily_csv().replace(b"north", b"=1+1").replace(b"south", b"@sum")
    (tmp_path / "new.csv").write_bytes(content)
    said = alone(tmp_path, ["model.zip", "new.csv"])
    assert said[0].startswith("New to the model and read in units of their own first part: =1+1, @sum.\n")
    with (tmp_path / "forecast.csv").open() as file:
        assert {row["unique_id"] for row in csv.DictReader(file)} == {"'=1+1", "'@sum"}
