"""Program, command and page answer alike: the same forecasts, and one sentence where a file does not fit."""

import io
import json
import subprocess
import sys

import pandas as pd
import pytest
from click.testing import CliRunner

from rnnkit.bundle import read_kept
from rnnkit.bundle.use import use
from rnnkit.cli import main
from tests.kept.daily import alike, csv, frame, kept_daily, otherwise, refused
from tests.kept.packed import containers

# What the program says of files for which the app finds out itself how they are written.
ONLY_ONE_WAY = {
    "days first": "Dates such as '02/01/2023' are not written like '2023-01-02', as this model reads them; "
    "write them that way.",
    "dots": "Dates such as '02.01.2023' are not written like '2023-01-02', as this model reads them; "
    "write them that way.",
}
HOURS = (
    "Dates such as '2023-01-02 00:00' are not written like '2023-01-02', as this model reads them; "
    "write them that way."
)
# Runs the program on many files in one process, for torch takes seconds to load.
RUNNER = """
import io, json, runpy, sys
from contextlib import redirect_stdout
said = {}
for name in json.loads(sys.argv[1]):
    for module in ("network", "clean", "predict"):
        sys.modules.pop(module, None)
    sys.argv, path = ["model.zip", name, name + ".out"], list(sys.path)
    with redirect_stdout(io.StringIO()) as out:
        try:
            runpy.run_path(sys.argv[0], run_name="__main__")
            said[name] = [0, out.getvalue()]
        except SystemExit as error:
            said[name] = [1, str(error.code)]
    sys.path[:] = path
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return kept_daily(tmp_path_factory.mktemp("parity"))


@pytest.fixture(scope="module")
def program(model, tmp_path_factory):
    """What `python model.zip FILE OUT` says of every file, and the folder with what it wrote."""
    folder = tmp_path_factory.mktemp("program")
    (folder / "model.zip").write_bytes(model)
    files = alike() | {name: content for name, (content, _) in (otherwise() | refused()).items()}
    files |= containers(frame(), csv(frame()))
    files |= {"same separator": csv(frame(), decimal=",", quoting=1)}
    files |= {"picture": b"\x89PNG\r\n\x1a\n" + bytes(99)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    names = json.dumps([*files, "no such file", "."])
    command = [sys.executable, "-I", "-W", "error", "-c", RUNNER, names]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-3000:]
    return folder, json.loads(answer.stdout)


def test_the_program_never_ends_in_a_traceback(program):
    _, said = program
    for code, sentence in said.values():
        assert code == 0 or (sentence.endswith(".") and len(sentence.splitlines()) == 1), sentence


@pytest.mark.parametrize("how", alike())
def test_the_program_forecasts_what_the_app_forecasts(program, model, how):
    folder, said = program
    assert said[how] == [0, f"Wrote {how}.out\n"]
    found = pd.read_csv(folder / f"{how}.out", parse_dates=["ds"])
    future = use(read_kept(model), alike()[how]).frames["future"]
    assert found["ds"].tolist() == future["ds"].tolist()
    for name in ("y_hat", "lo", "hi"):
        assert found[name].round(3).tolist() == future[name].round(3).tolist()
    assert found["y_hat"].between(90, 100).all()  # units, not temperatures


@pytest.mark.parametrize("how", otherwise())
def test_a_file_written_otherwise_is_read_alike_or_refused_by_the_program(program, model, how):
    folder, (code, sentence) = program[0], program[1][how]
    if code:
        assert sentence == ONLY_ONE_WAY.get(how, sentence)
        return
    future = use(read_kept(model), otherwise()[how][0]).frames["future"]
    found = pd.read_csv(folder / f"{how}.out")
    assert found["y_hat"].round(3).tolist() == future["y_hat"].round(3).tolist()


@pytest.mark.parametrize("what", refused())
def test_the_program_refuses_in_the_words_of_the_app(program, what):
    assert program[1][what] == [1, HOURS if what == "hourly" else refused()[what][1]]


@pytest.mark.parametrize("how", containers(frame(), csv(frame())))
def test_the_program_reads_other_containers_alike_or_asks_for_csv(program, model, how):
    folder, (code, sentence) = program[0], program[1][how]
    if code:
        assert sentence.endswith((" save its table as CSV.", " as this model reads it."))
        return
    future = use(read_kept(model), csv(frame())).frames["future"]
    assert pd.read_csv(folder / f"{how}.out")["y_hat"].round(3).tolist() == future["y_hat"].round(3).tolist()


def test_the_program_names_both_ways_to_write_numbers(program):
    assert program[1]["same separator"] == [
        1,
        "Numbers such as '95,25' in units are not written like '0.5', as this model reads them; "
        "write them that way.",
    ]


def test_the_program_says_what_is_no_file(program):
    _, said = program
    assert said["no such file"] == [1, "There is no file no such file."]
    assert said["."] == [1, ". cannot be read: Is a directory."]


@pytest.mark.parametrize("how", [*alike(), *otherwise()])
def test_the_command_forecasts_what_the_app_forecasts(model, tmp_path, how):
    content = (alike() | {name: content for name, (content, _) in otherwise().items()})[how]
    (tmp_path / "model.zip").write_bytes(model)
    (tmp_path / "new.csv").write_bytes(content)
    out = tmp_path / "out.csv"
    words = ["predict", str(tmp_path / "model.zip"), str(tmp_path / "new.csv"), "--out", str(out)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.stderr
    outcome = use(read_kept(model), content)
    assert all(note in result.stdout for note in outcome.summary["notes"])
    found = pd.read_csv(io.BytesIO(out.read_bytes()))
    assert found["y_hat"].round(6).tolist() == outcome.frames["future"]["y_hat"].round(6).tolist()


@pytest.mark.parametrize("what", refused())
def test_the_command_refuses_in_the_words_of_the_app(model, tmp_path, what):
    content, sentence = refused()[what]
    (tmp_path / "model.zip").write_bytes(model)
    (tmp_path / "new.csv").write_bytes(content)
    result = CliRunner().invoke(main, ["predict", str(tmp_path / "model.zip"), str(tmp_path / "new.csv")])
    assert (result.exit_code, result.stderr) == (2, f"Error: {sentence}\n")
