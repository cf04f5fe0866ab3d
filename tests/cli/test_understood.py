"""`rnnkit data FILE --task NAME`: what a task understood of files, as JSON and for a person; refusals."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from rnnkit.cli import main
from rnnkit.cli.understood import OFFERED, understood_text
from rnnkit.config import Settings
from rnnkit.data import TextLimits
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import Source


class Pair(Settings):
    """What may be fixed of the reading of a pair."""

    encoding: str | None = None
    series: str | None = None
    text: tuple[str, ...] = ()


def pair(files, overrides):
    """What a task of pairs would understand."""
    return {"files": [name for name, _ in files], "bytes": sum(len(b) for _, b in files), "fixed": overrides}


@pytest.fixture
def pairs(monkeypatch):
    """A task that reads two files, beside those there are."""
    task = replace(
        TASKS["text"], name="pairs", source=Source("", Pair, TextLimits), understood=f"{__name__}:pair"
    )
    monkeypatch.setitem(OFFERED, "pairs", task)
    option = next(param for param in main.commands["data"].params if param.name == "task")
    monkeypatch.setattr(option.type, "choices", (*option.type.choices, "pairs"))


@pytest.fixture
def files(tmp_path):
    for name, content in (("a.en", "yes\n"), ("a.de", "ja\n")):
        (tmp_path / name).write_text(content)
    return [str(tmp_path / "a.en"), str(tmp_path / "a.de")]


def call(*words):
    return CliRunner().invoke(main, ["data", *words])


def test_a_task_says_what_it_understood_of_a_file(files):
    answer = json.loads(call(files[0], "--task", "text", "--json").stdout)
    assert answer["task"] == "text"
    assert answer["understood"]["characters"] == 4
    shown = call(files[0], "--task", "text").stdout.splitlines()
    assert "characters:     4" in shown


def test_several_files_come_in_their_order_with_what_was_fixed(files, pairs):
    said = call(*files, "--task", "pairs", "--json", "--encoding", "ascii", "--series", "x")
    answer = json.loads(said.stdout)["understood"]
    assert answer["files"] == ["a.en", "a.de"]
    assert answer["bytes"] == 7
    assert json.loads(answer["fixed"]) == {"encoding": "ascii", "series": "x", "text": []}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--task", "text", "--series", "x"], "--series is no option of text."),
        (["--task", "text", "--keep", "x"], "--keep is no option of text."),
        (["--task", "pairs", "--series", "x", "--series", "y"], "Give --series once only."),
        (["--task", "text", "--code"], "--task text takes files, and neither --sample nor --code."),
        ([], "Give one file: forecast reads no pairs or parts."),
        (["--task", "text"], "Give one text; several texts are joined into one file first."),
        (["--task", "nothing"], "'nothing' is not one of"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(files, pairs, words, sentence):
    said = call(*files, *words)
    assert said.exit_code == 2
    assert sentence in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_a_person_reads_lists_and_sentences():
    answer = {
        "rows": 2,
        "text": ["a", 1],
        "header": True,
        "suspect": {"same": [3, 4]},
        "notes": ["One left."],
    }
    assert list(understood_text(answer)) == [
        "rows:           2",
        "text:           a, 1",
        "header:         yes",
        "suspect:        same 3, 4",
        "",
        "Changed or left out:",
        "  One left.",
    ]
