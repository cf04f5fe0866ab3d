"""Every choice gives a script that runs alone, learns, and is clean enough to be shown."""

import json
import subprocess
import sys

import pytest

from rnnkit.bundle import read_kept
from rnnkit.bundle.script import to_pytorch_code
from tests.kept.models import FORECASTS, KINDS, daily_csv
from tests.tasks.texts import sentences

# Scripts one after the other in one process, for torch takes seconds to load.
RUNNER = """
import importlib.util, io, json, runpy, sys
from contextlib import redirect_stdout
assert importlib.util.find_spec("rnnkit") is None, "this project can be found"
said = {}
for name, words in json.loads(sys.argv[1]).items():
    sys.argv = words
    with redirect_stdout(io.StringIO()) as out:
        runpy.run_path(words[0], run_name="__main__")
    said[name] = out.getvalue()
print(json.dumps(said))
"""
MORE = {"steps": 60, "hidden_size": 16, "learning_rate": 0.02}


@pytest.fixture(scope="module")
def code(made):
    """The script of every kind, with steps enough to see it learn."""
    configs = {kind: read_kept(made(kind)).config.replace(**MORE) for kind in KINDS}
    return {kind: to_pytorch_code(config) for kind, config in configs.items()}


@pytest.fixture(scope="module")
def said(code, tmp_path_factory):
    """What all scripts print, in a Python that cannot find this project."""
    folder = tmp_path_factory.mktemp("scripts")
    raw = daily_csv().decode().replace(",", ".").replace(";", ",").replace("shop", "unique_id")
    (folder / "clean.csv").write_text(raw.replace("day", "ds"))
    (folder / "text.txt").write_text(sentences(2_000))
    for kind, script in code.items():
        (folder / f"{kind}.py").write_text(script)
    words = {kind: [f"{kind}.py", "clean.csv" if kind in FORECASTS else "text.txt"] for kind in code}
    command = [sys.executable, "-I", "-W", "error", "-c", RUNNER, json.dumps(words)]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-3000:]
    return json.loads(answer.stdout.splitlines()[-1])


@pytest.mark.parametrize("kind", KINDS)
def test_every_script_runs_alone_and_learns(said, kind):
    losses = [float(line.split("loss ")[1].split()[0]) for line in said[kind].splitlines() if "loss" in line]
    assert len(losses) > 5
    assert losses[-1] < 0.8 * losses[0]


@pytest.mark.parametrize("kind", FORECASTS)
def test_forecasting_scripts_end_with_a_forecast_of_every_series(said, kind):
    last = [line for line in said[kind].splitlines() if "next:" in line]
    assert {line.split()[0] for line in last} == {"north", "south"}
    assert all(len(line.split("next:")[1].split()) == 7 for line in last)


@pytest.mark.parametrize("kind", KINDS)
def test_every_script_is_short_and_clean(code, kind, tmp_path):
    """No name that does not exist, nothing unused, in the form that the linter of this project wants."""
    path = tmp_path / "train.py"
    path.write_text(code[kind])
    command = ["-m", "ruff", "check", "--isolated", "--select", "E9,F,I,W", "--line-length", "110", str(path)]
    checked = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert len(code[kind].splitlines()) < 125


def test_a_name_of_a_column_stays_a_name(made):
    """Names come from files of strangers: in a script they are texts, whatever stands in them."""
    config = read_kept(made("lstm")).config.replace(targets=('"""\nimport os\n"""', "'+x+'"))
    code = to_pytorch_code(config)
    assert "\nimport os\n" not in code
    compile(code, "train.py", "exec")
