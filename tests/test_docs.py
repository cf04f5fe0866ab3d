"""What the documentation promises exists, and what exists is documented."""

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMAND_LINE = (ROOT / "docs/command-line.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
needs_command_line = pytest.mark.skipif(
    not (ROOT / "rnnkit/__main__.py").exists(), reason="there is no command line yet"
)


def code(*folders: str) -> Iterator[Path]:
    """The project's Python files."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@needs_command_line
def test_every_command_and_option_is_described() -> None:
    """Walks the command line itself, so that a new option cannot stay secret."""
    main = importlib.import_module("rnnkit.__main__")
    groups = [thing for thing in vars(main).values() if isinstance(thing, click.Group)]
    missing = [
        f"{name} {option}"
        for group in groups
        for name, command in group.commands.items()
        for option in [
            name,
            *(opt for param in command.params for opt in (*param.opts, *param.secondary_opts)),
        ]
        if f"`{option}" not in COMMAND_LINE and option.startswith("-")
    ]
    assert groups
    assert missing == []
    assert [name for group in groups for name in group.commands if f"## `{name} " not in COMMAND_LINE] == []


@needs_command_line
def test_every_described_option_exists() -> None:
    """Each section's table against the help of its command."""
    for section in COMMAND_LINE.split("\n## `")[1:]:
        command = section.split()[0].strip("`")
        described = re.findall(r"^\| `(--[a-z-]+)", section, re.MULTILINE)
        answer = subprocess.run(
            [sys.executable, "-m", "rnnkit", command, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert [option for option in described if not re.search(rf"{option}\b", answer.stdout)] == []


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
