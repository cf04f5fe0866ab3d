"""`rnnkit app`: what is started, from a checkout and from a wheel, and what a wheel holds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from rnnkit.cli import app_command, main

ROOT = Path(__file__).parents[2]
STARTS = [sys.executable, "-m", "streamlit", "run"]
# Prints the files that a wheel would hold, by the build itself; what it writes for that goes into a folder.
OUTPUTS = """
import sys
import setuptools
from distutils.core import run_setup

project = run_setup("setup.py", stop_after="config")
project.get_command_obj("egg_info").egg_base = sys.argv[1]
build = project.get_command_obj("build_py")
build.ensure_finalized()
print(*build.get_outputs(include_bytecode=False), sep="\\n")
"""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the command would become, instead of a server."""
    words: list[str] = []
    monkeypatch.setattr(app_command, "serve", words.extend)
    return words


def test_port_and_address_are_options_of_the_server_and_all_else_is_passed_on(started: list[str]) -> None:
    words = [
        "app",
        "--port",
        "8080",
        "--address",
        "0.0.0.0",
        "--server.maxUploadSize=50",
        "--theme.base",
        "dark",
    ]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert started == [
        *STARTS,
        str(ROOT / "app.py"),
        *("--server.port=8080", "--server.address=0.0.0.0"),
        *("--server.maxUploadSize=50", "--theme.base", "dark"),
    ]


def test_without_options_the_configuration_of_the_app_decides(started: list[str]) -> None:
    assert CliRunner().invoke(main, ["app"]).exit_code == 0
    assert started == [*STARTS, str(ROOT / "app.py")]


def test_a_port_that_cannot_be_is_refused_in_one_sentence(started: list[str]) -> None:
    answer = CliRunner().invoke(main, ["app", "--port", "65536"])
    assert (answer.exit_code, started) == (2, [])
    assert answer.stderr == "Error: Invalid value for '--port': 65536 is not in the range 0<=x<=65535.\n"


def test_the_help_says_what_is_passed_on() -> None:
    answer = CliRunner().invoke(main, ["app", "--help"])
    assert answer.exit_code == 0
    assert "--port" in answer.stdout
    assert "streamlit run" in answer.stdout


def test_the_app_in_the_package_comes_before_a_stranger_beside_it(tmp_path: Path) -> None:
    """Beside an installed package there may be an `app.py` of somebody else."""
    stranger, ours = tmp_path / "app.py", tmp_path / "rnnkit/app/app.py"
    (ours.parent / "pages").mkdir(parents=True)
    for file in (stranger, ours):
        file.touch()
    assert app_command.app_file((ours, stranger)) == ours
    ours.unlink()
    with pytest.raises(app_command.ConfigError, match="The pages of the app are not in this installation"):
        app_command.app_file((ours, stranger))


def test_a_wheel_holds_the_app_and_everything_it_needs(tmp_path: Path) -> None:
    """Every file of the two trees, however they are laid out, and nothing else from beside them."""
    command = [sys.executable, "-c", OUTPUTS, str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    built = [Path(line) for line in said.splitlines() if line.startswith("build")]
    held = {file.relative_to("build/lib").as_posix() for file in built}
    assert held == {f"rnnkit/app/{name}" for name in ("app.py", ".streamlit/config.toml")} | {
        f"{folder}{file.relative_to(ROOT).as_posix()}"
        for top, folder in (("rnnkit", ""), ("pages", "rnnkit/app/"))
        for file in (ROOT / top).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }


@pytest.mark.skipif(os.name == "nt", reason="a process cannot become another there")
def test_the_command_becomes_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process stands between systemd or a terminal and the server, so every signal reaches it."""
    become: list[object] = []
    monkeypatch.setattr(os, "execv", lambda *words: become.extend(words))
    app_command.serve([sys.executable, "-m", "streamlit"])
    assert become == [sys.executable, [sys.executable, "-m", "streamlit"]]
