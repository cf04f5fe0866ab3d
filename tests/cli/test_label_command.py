"""The command that trains a labeller, what it leaves, and what predict makes of it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rnnkit.cli import main
from tests.tasks.examples.label import tagged

SMALL = ("--steps", "15", "--hidden-size", "8", "--embedding-size", "8", "--learning-rate", "0.02")


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNNKIT_HOME", str(tmp_path / "home"))


def test_a_file_is_learned_another_one_scored_and_a_text_comes_back_labelled(tmp_path: Path) -> None:
    train, test, model = tmp_path / "a.tsv", tmp_path / "b.tsv", tmp_path / "model.zip"
    train.write_bytes(tagged(60))
    test.write_bytes(tagged(10, seed=5))
    words = ["label", str(train), "--test", str(test), "--out", str(model), "--json", *SMALL]
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 0, said.stderr
    report = json.loads(said.stdout)
    assert set(report["metrics"]) == {"model", "frequent", "majority"}
    assert {"token_accuracy", "span_f1"} <= set(report["metrics"]["model"])
    assert report["sentences"][2] == 10
    assert report["data"]["understood"]["scheme"] == "BIO"

    text = tmp_path / "text.txt"
    text.write_text("the dog sees a cat.", "utf-8")
    answer = CliRunner().invoke(main, ["predict", str(model), str(text)])
    assert answer.exit_code == 0, answer.stderr
    tokens = [line.split("\t")[0] for line in answer.stdout.splitlines() if "\t" in line]
    assert tokens == ["the", "dog", "sees", "a", "cat", "."]
    table = tmp_path / "labels.csv"
    CliRunner().invoke(main, ["predict", str(model), str(text), "--out", str(table)])
    assert table.read_text("utf-8").splitlines()[0] == "sentence,token,tag,sure"


def test_columns_are_asked_for_by_name(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("word,pos,ner\nAda,NN,B-PER\nran,VB,O\n", "utf-8")
    words = ["data", str(file), "--task", "label", "--tag", "pos", "--json"]
    said = CliRunner().invoke(main, words)
    assert json.loads(said.stdout)["understood"]["tags"] == ["NN", "VB"]
