"""The command that trains a composer, what it leaves, and what predict makes of it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rnnkit.cli import main
from tests.tasks.examples.compose import dances

SMALL = ("--steps", "15", "--hidden-size", "8", "--embedding-size", "8", "--learning-rate", "0.02")


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNNKIT_HOME", str(tmp_path / "home"))


def test_a_file_is_learned_another_one_scored_and_heads_come_back_as_tunes(tmp_path: Path) -> None:
    train, test, model = tmp_path / "a.abc", tmp_path / "b.abc", tmp_path / "model.zip"
    train.write_bytes(dances(40))
    test.write_bytes(dances(8, seed=5))
    words = ["compose", str(train), "--test", str(test), "--out", str(model), "--json", *SMALL]
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 0, said.stderr
    report = json.loads(said.stdout)
    assert list(report["metrics"]) == ["model", "ngram", "characters", "unigram", "real"]
    assert {"nats_per_token", "nats_per_char", "valid_tunes", "full_bars"} <= set(report["metrics"]["model"])
    assert report["tunes"][2] == 8
    assert set(report["copies"]) == {"model", "ngram", "real"}

    heads = tmp_path / "heads.abc"
    heads.write_text("X:1\nT:Mine\nM:2/4\nL:1/8\nK:G\nG2 B2 |\n", "utf-8")
    answer = CliRunner().invoke(main, ["predict", str(model), str(heads)])
    assert answer.exit_code == 0, answer.stderr
    assert "X:1\nT:Mine\nM:2/4\nL:1/8\nK:G\nG2 B2 |" in answer.stdout
    table = tmp_path / "tunes.csv"
    CliRunner().invoke(main, ["predict", str(model), str(heads), "--out", str(table)])
    assert table.read_text("utf-8").splitlines()[0] == "title,meter,key,bars,wrong,abc"


def test_what_is_understood_of_tunes_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.abc"
    file.write_bytes(dances(3))
    said = CliRunner().invoke(main, ["data", str(file), "--task", "compose", "--json"])
    found = json.loads(said.stdout)["understood"]
    assert (found["tunes"], list(found["keys"])) == (3, ["G"])
