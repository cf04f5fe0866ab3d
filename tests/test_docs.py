"""What the documentation promises exists, and what exists is documented."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from rnnkit.cli import main
from scripts import command_line

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def code(*folders: str) -> Iterator[Path]:
    """The project's Python files."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_the_command_line_page_is_up_to_date() -> None:
    """Every command and option, as the command line itself has them; `make docs` writes the page."""
    assert command_line.PAGE.read_text("utf-8") == command_line.render(main)


def test_options_shared_by_several_commands_are_told_once() -> None:
    """Three commands, and an option that two of them share: it stands in a section of its own."""
    page = command_line.render(example)
    assert page.count("`--time COLUMN`: Its time.") == 1
    assert page.index("`--horizon INTEGER`: Steps.") < page.index("## Options of `data` and `forecast`")
    assert page.index("`--time COLUMN`") > page.index("## Options of `data` and `forecast`")
    assert page.count("## Options of") == 1


time_option = click.option("--time", metavar="COLUMN", help="Its time.")
example = click.Group(
    commands={
        "data": click.command("data")(time_option(lambda: None)),
        "forecast": click.command("forecast")(
            time_option(click.option("--horizon", type=int, help="Steps.")(lambda: None))
        ),
    }
)


def test_every_setting_of_a_host_is_in_the_table_and_is_read() -> None:
    read = {
        name
        for file in code("rnnkit", "pages")
        for name in re.findall(r"RNNKIT_[A-Z_]+", file.read_text("utf-8"))
    }
    described = set(re.findall(r"^\| `(RNNKIT_[A-Z_]+)`", README, re.MULTILINE))
    assert read - described == set()
    assert described - read == set()


def test_every_named_make_target_exists() -> None:
    named = {
        target for document in DOCUMENTS for target in re.findall(r"\bmake ([a-z-]+)\b", spans(document))
    }
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert named - targets == set()


def test_every_command_of_the_documents_is_understood() -> None:
    """Each `python -m rnnkit ...` names a command, and only options that this command has."""
    lines = re.findall(r"-m rnnkit ([a-z]+)([^#\n]*)", "\n".join(map(spans, DOCUMENTS)))
    assert len(lines) > 10
    for name, words in lines:
        options = {word for option in main.commands[name].params for word in option.opts}
        assert set(re.findall(r"--[a-z-]+", words)) <= options, (name, words)


def spans(document: Path) -> str:
    """Only the code of a document, where `make` is a command and not a verb."""
    text = document.read_text("utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def test_every_part_of_the_backend_has_its_line() -> None:
    """A file tree with one responsibility a line, complete for the first level of `rnnkit`."""
    parts = [
        path.name + ("/" if path.is_dir() else "")
        for path in (ROOT / "rnnkit").iterdir()
        if path.name[0] != "_" and (path.suffix == ".py" or any(path.glob("*.py")))
    ]
    assert [
        part for part in sorted(parts) if not re.search(rf"^  {re.escape(part)} ", README, re.MULTILINE)
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_project_lead_somewhere(document: Path) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)", document.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    assert "make test" in README
    assert (ROOT / ".ci/run").read_text("utf-8").splitlines()[-1] == "make test"


def test_decisions_have_their_three_parts() -> None:
    """Half a page each: what was the matter, what was decided, what follows."""
    for path in sorted((ROOT / "docs/decisions").glob("*.md")):
        text = path.read_text("utf-8")
        assert [
            part for part in ("## Context", "## Decision", "## Consequences") if part not in text
        ] == [], path.name
        assert len(text.split()) < 450, path.name
