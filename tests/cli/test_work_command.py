"""`rnnkit work`: what the process becomes, and what it is told."""

import os
import sys

import pytest
from click.testing import CliRunner

from rnnkit.cli import main, work_command


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]) -> list[str]:
    """What the command would become, in an environment that is put back afterwards."""
    words: list[str] = []
    monkeypatch.setenv("RNNKIT_HOME", str(tmp_path))
    monkeypatch.setattr(work_command, "serve", words.extend)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    return words


def test_it_becomes_a_broker_without_a_server_that_knows_places_and_name(started: list[str]) -> None:
    assert CliRunner().invoke(main, ["work", "--places", "3", "--name", "lab-7"]).exit_code == 0
    assert started == [sys.executable, "-m", "rnnkit.jobs.process", "--apart"]
    assert os.environ["RNNKIT_MAX_RUNS"] == "3"
    assert os.environ["RNNKIT_MACHINE"] == "lab-7"
    assert os.environ["OMP_NUM_THREADS"] == "1"  # as any broker has it


def test_a_store_that_cannot_be_reached_is_said_in_one_line_before_anything_starts(
    started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "RNNKIT_DATABASE_URL", "mysql://somewhere")
    done = CliRunner().invoke(main, ["work"])
    assert done.exit_code == 2
    assert "RNNKIT_DATABASE_URL names 'mysql', where the store cannot be" in done.output
    assert started == []
