"""Setting up a bare machine: which Python is taken, and how a Chromium is found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import chromium as tool
from scripts import resolve

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts serve make, which Windows does without")


def program(path: Path, lines: str) -> Path:
    """A small shell script that can be started."""
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return path


def find_python(path: str, python: str = "") -> subprocess.CompletedProcess[str]:
    """Run the finder with this PATH and this wish."""
    shell = shutil.which("sh") or "/bin/sh"
    script = str(ROOT / "scripts/find-python.sh")
    env = {"PATH": path, "PYTHON": python}
    return subprocess.run([shell, script], env=env, capture_output=True, text=True, check=False)


def test_a_launcher_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    """Version managers leave a `python3.11` that only says it is not active; the next one is taken."""
    program(tmp_path / "python3.11", "echo 'not active' >&2; exit 127")
    working = program(tmp_path / "python3.12", f'exec "{sys.executable}" "$@"')
    assert find_python(str(tmp_path)).stdout.strip() == str(working)


def test_the_wanted_python_wins(tmp_path: Path) -> None:
    program(tmp_path / "python3.11", f'exec "{sys.executable}" "$@"')
    assert find_python(str(tmp_path), sys.executable).stdout.strip() == sys.executable


def test_without_a_python_one_line_says_what_to_do(tmp_path: Path) -> None:
    answer = find_python(str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr.startswith("No usable Python 3.11 to 3.14 was found")
    assert len(answer.stderr.splitlines()) == 1


def test_a_chromium_that_does_not_start_is_none(tmp_path: Path) -> None:
    """Ubuntu's `chromium-browser` may only print where to get one."""
    assert not tool.works(program(tmp_path / "only-words", "echo 'install the snap'; exit 10"))
    assert not tool.works(tmp_path / "absent")
    assert tool.works(program(tmp_path / "real", "echo Chromium 1.0"))


def test_the_wanted_chromium_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = program(tmp_path / "mine", "echo Chromium 1.0")
    monkeypatch.setenv("CHROMIUM", str(wanted))
    assert tool.find() == wanted


def test_the_package_of_the_distribution_is_tried_before_a_download(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "privilege", lambda: ["sudo", "-n"])
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    shell, package, download = tool.ways()
    for commands in (shell, package):
        assert [command[:5] for command in commands] == [
            ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        ] * 2
    assert [commands[-1][-1] for commands in (shell, package)] == ["chromium-headless-shell", "chromium"]
    assert download == [[sys.executable, "-m", "playwright", "install", "chromium"]]


def test_without_rights_only_the_download_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "privilege", lambda: None)
    assert [commands[0][2] for commands in tool.ways()] == ["playwright"]


def test_an_installation_that_fails_leads_to_the_next_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing works, one line says what to do, and `make test` stops."""
    tried: list[str] = []
    monkeypatch.setattr(tool, "find", lambda: None)
    monkeypatch.setattr(tool, "ways", lambda: iter([[["first"], ["never"]], [["second"]]]))
    monkeypatch.setattr(tool, "succeeds", lambda command: tried.append(command[0]) or command[0] == "second")
    assert tool.main() == 1
    assert tried == ["first", "second"]


@pytest.mark.parametrize(
    ("there", "rights", "asked_for"),
    [("chromium", [], True), ("chromium", ["sudo", "-n"], False), ("chromium-headless-shell", [], False)],
)
def test_root_gets_the_shell_without_windows_beside_a_chromium_that_has_them(
    there: str, rights: list[str], asked_for: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else gets what they did not ask for; where it cannot be had, what is there serves."""
    tried: list[str] = []
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(tool, "find", lambda: Path("/usr/bin") / there)
    monkeypatch.setattr(tool, "privilege", lambda: rights)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(tool, "succeeds", lambda command, _seconds: tried.append(command[-1]))
    assert tool.main() == 0
    assert bool(tried) == asked_for


def test_tests_of_one_file_stay_in_one_process(request: pytest.FixtureRequest) -> None:
    """Else every process makes the same trained networks once more, and browsers start side by side."""
    assert "PYTEST_XDIST_WORKER" not in os.environ or "@" in request.node.nodeid


def test_what_comes_as_source_only_is_left_out_where_wheels_are_asked_for(tmp_path: Path) -> None:
    before = (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()
    after = resolve.wheels("requirements-dev.txt", tmp_path).read_text("utf-8").splitlines()
    assert f"-r {ROOT}/requirements.txt" in after
    assert [line for line in before if line not in after][1:] == [
        line for line in before if line.startswith(resolve.SOURCE_ONLY)
    ]
