"""The command translate, what data says of pairs, and predict on a model of them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rnnkit.cli import main
from tests.tasks.examples.translate import turned

QUICK = ["--hidden-size", "8", "--embedding-size", "8", "--steps", "4", "--beam", "1"]


def asked(*words: str) -> str:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.usefixtures("home")
def test_a_run_is_scored_beside_simple_methods_and_its_model_translates(tmp_path: Path) -> None:
    train, test, model = tmp_path / "a.tsv", tmp_path / "b.tsv", tmp_path / "model.zip"
    train.write_bytes(turned(60))
    test.write_bytes(turned(12, seed=1))
    said = asked("translate", str(train), "--test", str(test), "--out", str(model), "--json", *QUICK)
    report = json.loads(said[said.index("{") :])
    assert set(report["metrics"]) == {"model", "copy", "phrases", "nearest"}
    assert all({"bleu", "chrf", "exact_match", "cer"} <= set(scores) for scores in report["metrics"].values())
    assert report["data"]["understood"]["pairs"] == 60
    (tmp_path / "new.txt").write_text("abc\nde\n")
    out = tmp_path / "out.csv"
    assert "Wrote" in asked("predict", str(model), str(tmp_path / "new.txt"), "--out", str(out))
    assert out.read_text("utf-8-sig").splitlines()[0] == "source,written"


def test_two_files_are_one_set_of_pairs(tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text("yes\nno\n")
    (tmp_path / "a.de").write_text("ja\nnein\n")
    said = asked("data", str(tmp_path / "a.en"), str(tmp_path / "a.de"), "--task", "translate", "--json")
    understood = json.loads(said)["understood"]
    assert (understood["pairs"], understood["text"]) == (2, ["a.en", "a.de"])


def test_three_files_are_too_many(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_text("x\n")
    result = CliRunner().invoke(main, ["translate", *(str(tmp_path / name) for name in "abc")])
    assert result.exit_code == 2
    assert "Give one or two files or --sample" in result.output
