"""The command `search`: tries settings of any task, says what is luck, and refuses in one line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rnnkit.cli import main
from rnnkit.cli.search_command import most_megabytes
from rnnkit.runs.store import open_store
from rnnkit.tasks import TASKS

PROBLEM = b'{"problem": "adding", "length": 6, "test_length": 6}'
FIRST = ["search", "memory", "-", "--set", "problem=adding", "--set", "length=6", "--set", "batch_size=8"]
SHORT = [*FIRST, "--over", "hidden_size=4,6,8", "--steps", "30"]


def said(*arguments: str, code: int = 0) -> str:
    answer = CliRunner().invoke(main, list(arguments), input=PROBLEM)
    assert answer.exit_code == code, answer.output
    return answer.stdout if code == 0 else answer.stderr


def test_settings_are_ranked_luck_is_told_and_the_test_part_is_opened_once() -> None:
    found = json.loads(said(*SHORT, "--json"))
    assert (found["state"], found["reason"], found["metric"]) == ("finished", "", "loss")
    assert sorted(row["hidden_size"] for row in found["trials"]) == [4, 6, 8]
    assert [row["place"] for row in found["trials"]] == [1, 2, 3]
    assert [row["round"] for row in found["trials"]] == [2, 1, 1]
    assert found["best"]["hidden_size"] == found["trials"][0]["hidden_size"]
    assert found["test"].keys() == {"model", "memoryless"}
    assert "Choosing the best of 3 there makes its score look better by about" in found["luck"]
    again = json.loads(said(*SHORT, "--json"))
    assert [row["score"] for row in again["trials"]] == [row["score"] for row in found["trials"]]


def test_a_person_reads_a_table_and_what_there_is_more() -> None:
    text = said(*SHORT, "--trials", "2", "--no-halving")
    assert "Loss on the validation part, smaller is better:" in text
    assert "round 1, 30 steps  hidden_size=" in text
    assert "1 more combinations were left out; the seed decided which." in text
    assert "The test part was opened once, for the best: run " in text


def test_without_anything_to_vary_it_is_a_cross_validation() -> None:
    found = json.loads(said(*FIRST, "--steps", "20", "--seeds", "3", "--json"))
    assert (len(found["trials"]), found["state"]) == (1, "finished")
    assert found["trials"][0]["score"] > 0


def test_a_search_that_was_interrupted_goes_on_by_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as interrupted:
        interrupted.setattr("rnnkit.cli.search_command.done", lambda *_: None)
        found = json.loads(said(*SHORT, "--json"))
    assert found["state"] == "running"
    again = json.loads(said("search", "memory", "--resume", found["search"], "--json"))
    assert (again["search"], again["state"]) == (found["search"], "finished")
    assert open_store().audit() == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--over", "length=4,6"], "Length: a search does not vary it, since scores would not compare."),
        (["--over", "hidden_size"], "Write what to vary as name=value,value or name=low..high"),
        (["--folds", "3"], "There are no folds for this task; repeat over seeds."),
        (["--set", "cell=gru,lstm"], "--set cell takes one value; --over tries several."),
        (["--over", "hidden_size=4,100000"], "Hidden size: whole number 1-"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(more: list[str], words: str) -> None:
    error = said(*FIRST, "--steps", "20", *more, code=2)
    assert error.startswith("Error: ")
    assert words in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_offered(name: str) -> None:
    assert name in CliRunner().invoke(main, ["search", "--help"]).output


def test_series_have_folds(tmp_path: Path) -> None:
    days = "\n".join(f"2023-{1 + i // 28:02d}-{1 + i % 28:02d},{10 + i % 7}" for i in range(120))
    path = tmp_path / "a.csv"
    path.write_text(f"day,sales\n{days}\n")
    asked = ["search", "forecast", str(path), "--set", "hidden_size=4", "--set", "horizon=3", "--steps", "10"]
    found = json.loads(said(*asked, "--folds", "2", "--json"))
    assert (found["state"], found["metric"], len(found["trials"])) == ("finished", "mase", 1)
    assert "folds need" in said(*asked, "--folds", "9", "--set", "lookback=30", code=2)


@pytest.mark.parametrize("name", TASKS)
def test_no_file_that_its_task_would_take_is_read_in_part(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a larger one, one byte more than may be is read, so that the task refuses it."""
    monkeypatch.setenv("RNNKIT_MAX_MEGABYTES", "300")
    monkeypatch.setenv("RNNKIT_MAX_TEXT_MEGABYTES", "300")
    assert most_megabytes(TASKS[name]) == (300 if TASKS[name].source.limits else 1)
