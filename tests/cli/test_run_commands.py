"""Runs on the command line: listed, shown, taken along, brought back, used, deleted."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from sqlalchemy import update

from rnnkit.cli import main
from rnnkit.runs.sql.schema import runs
from rnnkit.runs.store import Store, open_store
from tests.kept.models import daily_csv, trained


@pytest.fixture(scope="module")
def trained_once(tmp_path_factory):
    """A folder with a store that holds a finished run, and its id."""
    folder = tmp_path_factory.mktemp("trained")
    store = Store(f"sqlite:///{folder / 'runs.sqlite'}")
    run_id = trained(store, "lstm")
    store.close()
    return folder, run_id


@pytest.fixture
def run(home, trained_once):
    """A finished run in the store of this installation."""
    folder, run_id = trained_once
    shutil.copytree(folder, home)
    store = open_store()
    yield store.runs.get(run_id)
    store.close()


def call(*words, **options):
    return CliRunner().invoke(main, list(words), **options)


def answer(*words):
    result = call(*words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refusal(*words):
    result = call(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


def test_an_empty_store_has_no_runs(home):
    assert answer("runs") == ""
    assert json.loads(answer("runs", "--json")) == []


def test_runs_are_listed_and_shown_by_the_beginning_of_their_id(run):
    (listed,) = json.loads(answer("runs", "--json"))
    assert listed["id"] == run.id
    assert (listed["state"], listed["task"], listed["imported"]) == ("finished", "forecast", False)
    assert run.id[:8] in answer("runs")
    shown = answer("show", run.id[:5])
    assert listed["verdict"] in shown
    assert "last value" in shown
    assert json.loads(answer("show", run.id, "--json"))["summary"]["metrics"]["model"]["mae"] > 0


def test_a_run_leaves_comes_back_and_is_deleted(run, tmp_path, monkeypatch):
    """As often as one likes: what is allowed in an hour is for browsers."""
    monkeypatch.setenv("RNNKIT_MAX_UPLOADS_AN_HOUR", "1")
    monkeypatch.setenv("RNNKIT_MAX_RUNS_AN_HOUR", "1")
    path = tmp_path / "model.zip"
    assert answer("export", run.id[:6], "--out", str(path)) == f"Wrote {path}\n"
    came = answer("import", str(path))
    assert came.endswith("Matches to 1e-6: its stored predictions were computed again on this machine.\n")
    again = json.loads(answer("import", str(path), "--json"))
    assert again["imported"]["difference"] <= 1e-6
    assert len(json.loads(answer("runs", "--json"))) == 3
    assert answer("delete", again["id"]) == f"Deleted {again['id']}\n"
    assert "There is no run" in refusal("show", again["id"])


def test_a_run_of_another_version_is_listed_shown_and_deleted_and_its_model_stays_here(run):
    store = open_store()
    with store._database.writing() as connection:
        connection.execute(update(runs).values(config=json.dumps(json.loads(run.config) | {"zoneout": 1})))
    assert run.id[:8] in answer("runs")
    assert "last value" in answer("show", run.id)
    assert refusal("further", run.id).endswith(
        "Made by another version of this app. There is no setting called zoneout.\n"
    )
    assert answer("delete", run.id) == f"Deleted {run.id}\n"
    store.close()


def test_the_name_of_a_file_comes_from_the_run(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert answer("export", run.id) == f"Wrote lstm-{run.id[:8]}.zip\n"
    assert (tmp_path / f"lstm-{run.id[:8]}.zip").stat().st_size > 10_000


@pytest.mark.parametrize("how", ["file", "run"])
def test_a_model_is_used_on_new_data(run, tmp_path, how):
    new = tmp_path / "new.csv"
    new.write_bytes(daily_csv(days=174))
    model = run.id[:7]
    if how == "file":
        model = str(tmp_path / "model.zip")
        answer("export", run.id, "--out", model)
    text = answer("predict", model, str(new))
    assert "network" in text
    assert "unique_id,ds,y_hat,lo,hi" in text
    assert answer("predict", model, str(new), "--out", str(tmp_path / "f.csv")).endswith("f.csv\n")
    assert (tmp_path / "f.csv").read_text().count("\n") == 1 + 2 * 7
    scores = json.loads(answer("predict", model, str(new), "--json"))["metrics"]
    assert scores["model"]["mae"] > 0
    assert scores["last value"]["mae"] > 0


def test_what_is_wrong_is_said_in_one_line(run, tmp_path):
    assert refusal("show", "nothing") == (
        "Error: There is no run nothing; python -m rnnkit runs lists all.\n"
    )
    (tmp_path / "model.zip").write_bytes(b"PK\x03\x04 and more")
    assert "Damaged (length)" in refusal("import", str(tmp_path / "model.zip"))
    (tmp_path / "new.csv").write_bytes(b"a,b\n1,2\n3,4\n5,6\n")
    assert "The new data has no column" in refusal("predict", run.id, str(tmp_path / "new.csv"))


def test_an_ambiguous_beginning_asks_for_more(run, tmp_path):
    path = tmp_path / "model.zip"
    answer("export", run.id, "--out", str(path))
    answer("import", str(path))
    assert "2 runs begin with ; give more of the id." in refusal("show", "")


def test_onnx_says_what_it_needs(run, monkeypatch):
    monkeypatch.setattr("rnnkit.bundle.onnx.find_spec", lambda name: None)
    assert "pip install onnx onnxscript" in refusal("export", run.id, "--onnx")


SMALL = ("--horizon", "3", "--lookback", "7", "--hidden-size", "4", "--steps", "5", "--test", "6")


def test_the_model_that_forecast_writes_is_used_and_brought_back(home, tmp_path):
    """The run is deleted, yet all goes on with the file: predict, its folder, import."""
    data, folder = tmp_path / "shops.csv", tmp_path / "result"
    data.write_bytes(daily_csv(days=60))
    said = answer("forecast", str(data), *SMALL, "--target", "y", "--out", str(folder))
    assert said.endswith("".join(f"Wrote {folder / name}\n" for name in FILES))
    (run,) = json.loads(answer("runs", "--json"))
    answer("delete", run["id"])
    expected = (folder / "forecast.csv").read_text().splitlines()
    for model in (folder, folder / "model.zip"):
        out = tmp_path / "again.csv"
        answer("predict", str(model), str(data), "--out", str(out))
        rows = out.read_text().splitlines()
        assert rows[0] == expected[0]
        for row, wanted in zip(rows[1:], expected[1:], strict=True):
            assert row.split(",")[:2] == wanted.split(",")[:2]
            for number, known in zip(row.split(",")[2:], wanted.split(",")[2:], strict=True):
                assert float(number) == pytest.approx(float(known), rel=1e-5)
    again = json.loads(answer("import", str(folder / "model.zip"), "--json"))
    assert (again["task"], again["label"], again["state"]) == ("forecast", "LSTM", "finished")
    assert again["imported"]["difference"] <= 1e-6
    assert again["imported"]["source"]["name"] == "shops.csv"
    kept = json.loads((folder / "metrics.json").read_text())
    shown = json.loads(answer("show", again["id"], "--json"))["summary"]
    assert shown["metrics"] == kept["metrics"]


FILES = ("forecast.csv", "metrics.json", "model.zip")


def test_what_is_no_model_is_said(home, tmp_path):
    from safetensors.numpy import save

    new = tmp_path / "new.csv"
    new.write_bytes(daily_csv(days=60))
    (tmp_path / "model.safetensors").write_bytes(save({"weight": np.zeros(3, "float32")}))
    bare = "Error: Weights without their settings; use the model.zip that forecast --out or export writes.\n"
    assert refusal("predict", str(tmp_path / "model.safetensors"), str(new)) == bare
    assert refusal("import", str(tmp_path / "model.safetensors")) == bare
    missing = tmp_path / "model.zip"
    assert refusal("predict", str(tmp_path), str(new)) == (
        f"Error: There is no {missing}; forecast --out writes one.\n"
    )
    assert refusal("predict", str(missing), str(new)) == f"Error: There is no file {missing}.\n"
    assert "There is no run nothing" in refusal("predict", "nothing", str(new))


SETTINGS = {"horizon": 3, "lookback": 6, "hidden_size": 4, "steps": 2, "task": "forecast"}


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_settings_come_from_a_file_and_options_win(tmp_path, form):
    text = json.dumps(SETTINGS) if form == "json" else "".join(f"{k}: {v}\n" for k, v in SETTINGS.items())
    (tmp_path / "settings").write_text(text)
    (tmp_path / "data.csv").write_bytes(daily_csv(days=60))
    words = ["forecast", str(tmp_path / "data.csv"), "--settings", str(tmp_path / "settings"), "--json"]
    assert json.loads(answer(*words))["config"]["horizon"] == 3
    config = json.loads(answer(*words, "--horizon", "4", "--epochs", "1"))["config"]
    assert (config["horizon"], config["lookback"], config["epochs"], config["steps"]) == (4, 6, 1, None)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[1, 2]", "The settings must be names with values, such as horizon: 12."),
        ("{", "The settings are neither JSON nor YAML."),
        ("!!python/object/apply:os.system ['true']", "The settings are neither JSON nor YAML."),
        ("horizont: 3", "There is no setting called horizont."),
        ("horizon: 0", "Horizon: whole number 1-2,000."),
    ],
)
def test_a_settings_file_that_is_none_is_refused(tmp_path, text, sentence):
    (tmp_path / "settings").write_text(text)
    assert sentence in refusal("forecast", "--sample", "airline", "--settings", str(tmp_path / "settings"))


def test_without_yaml_json_still_works(tmp_path, monkeypatch):
    monkeypatch.setattr("rnnkit.cli.settings_file.find_spec", lambda name: None)
    (tmp_path / "settings").write_text("horizon: 3")
    assert "neither JSON nor YAML" in refusal(
        "forecast", "--sample", "airline", "--settings", str(tmp_path / "settings")
    )


WATCH = """
import sys
from rnnkit.cli import main
try:
    main(["runs"])
finally:
    print("torch" in sys.modules)
"""


def test_listing_runs_loads_no_torch(run):
    said = subprocess.run([sys.executable, "-c", WATCH], capture_output=True, text=True, check=False)
    assert said.stdout.endswith("False\n"), said.stderr


def test_the_layers_of_a_run_add_up_to_its_weights(run, tmp_path):
    weights = json.loads(answer("show", run.id, "--json"))["summary"]["weights"]
    layers = json.loads(answer("layers", run.id, "--json"))
    assert sum(layer["weights"] for layer in layers) == weights
    heading, *rows, empty, total = answer("layers", run.id[:8]).splitlines()
    assert heading.split() == ["Layer", "Output", "Weights", "What", "it", "does"]
    assert [row.split()[0] for row in rows] == ["embed", "encoder.layers.0", "decoder", "head", "line"]
    assert (empty, total) == ("", f"{weights:,} weights in all. B: rows of a batch")
    answer("export", run.id, "--out", str(tmp_path / "model.zip"))
    brought = json.loads(answer("import", str(tmp_path / "model.zip"), "--json"))["id"]
    assert "This model came without its data; choose a run that was trained here." in refusal(
        "layers", brought
    )


def test_export_writes_a_workbook_and_a_table_of_any_method(run, tmp_path):
    book, table = tmp_path / "f.xlsx", tmp_path / "f.csv"
    assert answer("export", run.id, "--out", str(book)) == f"Wrote {book}\n"
    assert book.read_bytes().startswith(b"PK")
    answer("export", run.id, "--out", str(table), "--whose", "last value")
    head, first, *_ = table.read_text("utf-8-sig").splitlines()
    assert (head, len(first.split(";"))) == ("shop;day;y", 3)
    said = refusal("export", run.id, "--out", str(table), "--whose", "my uncle")
    assert "--whose is one of model, last value" in said
    assert "--whose is for --out FILE.xlsx or FILE.csv." in refusal("export", run.id, "--whose", "theta")
