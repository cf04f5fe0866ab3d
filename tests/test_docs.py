"""What the documentation promises exists, and what exists is documented."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from PIL import Image

from rnnkit.cli import main
from scripts import command_line, docs, links
from scripts import map as tree

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
DOCUMENTS = docs.documents()
NO_LETTERS = re.compile(r"[^\w\- ]")


def code(*folders: str) -> Iterator[Path]:
    """The project's Python files."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_what_the_code_can_tell_is_up_to_date() -> None:
    """Commands and options, the map of the packages, links to code that moved: `make docs` writes them."""
    assert [str(document.relative_to(ROOT)) for document, _ in docs.stale()] == [], "run make docs"


def test_the_readme_is_short_and_shows_small_pictures_of_the_app() -> None:
    assert len(README.splitlines()) <= 120
    pictures = [ROOT / name for name in re.findall(r"!\[[^\]]{20,}\]\((docs/pictures/\w+\.png)\)", README)]
    assert len(pictures) == 4
    assert set(pictures) == set((ROOT / "docs/pictures").iterdir())
    for picture in pictures:
        assert picture.stat().st_size < 150_000
        with Image.open(picture) as opened:
            assert opened.width == 1440


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
    table = (ROOT / "docs/settings.md").read_text("utf-8")
    described = set(re.findall(r"^\| `(RNNKIT_[A-Z_]+)`", table, re.MULTILINE))
    assert read - described == set()
    assert described - read == set()


def test_every_named_make_target_exists() -> None:
    named = {
        target for document in DOCUMENTS for target in re.findall(r"\bmake ([a-z-]+)\b", spans(document))
    }
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert named - targets == set()


def test_every_command_of_the_documents_is_understood() -> None:
    """Each `python -m rnnkit ...` or `rnnkit ...` names a command, and only options that this command has."""
    lines = re.findall(
        r"(?:-m |bin/|^|`)rnnkit ([a-z]+)([^#\n`]*)", "\n".join(map(spans, DOCUMENTS)), re.MULTILINE
    )
    assert len(lines) > 10
    for name, words in lines:
        options = {word for option in main.commands[name].params for word in option.opts}
        said = re.findall(r"--[a-z-]+(?=[\s=]|$)", words)  # with a dot they are options of Streamlit
        assert set(said) <= options, (name, words)


def spans(document: Path) -> str:
    """Only the code of a document, where `make` is a command and not a verb."""
    text = document.read_text("utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def test_the_map_draws_packages_by_their_first_sentence(tmp_path: Path) -> None:
    """A tree by hand: indented by depth, sorted, without folders that are no packages."""
    for name, said in (
        ("rnnkit", "The backend.\n\nMore."),
        ("rnnkit/tasks", "What can be\nlearned: `fit`. And more."),
        ("rnnkit/quick", "A kernel in C++.\n"),
        ("rnnkit/words", 'What means "missing".'),
        ("pages", "One v1.5 page each"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f'"""{said}"""\n')
    (tmp_path / "rnnkit/locale").mkdir()
    assert tree.drawn(tmp_path).splitlines() == [
        "```",
        "pages/                      One v1.5 page each",
        "rnnkit/                     The backend",
        "  quick/                    A kernel in C++",
        "  tasks/                    What can be learned: `fit`",
        '  words/                    What means "missing"',
        "```",
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_project_lead_somewhere(document: Path) -> None:
    """To files and pictures that exist, headings that stand there, and code that defines what is named."""
    text = document.read_text("utf-8")
    found = re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", without_code(text))
    lost = []
    for link in found:
        file, _, anchor = link.partition("#")
        place = document.parent / file if file else document
        if "://" not in link and (not place.exists() or (anchor and anchor not in anchors(place))):
            lost.append(link)
    assert lost == []
    assert links.broken(text, document) == []


def without_code(text: str) -> str:
    """A document without its blocks of code, in which brackets are no links."""
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def anchors(document: Path) -> set[str]:
    """The names of the headings of a document, as GitHub makes them: `## Two commands` is `two-commands`."""
    headings = re.findall(r"^#+ (.+)$", without_code(document.read_text("utf-8")), re.MULTILINE)
    return {NO_LETTERS.sub("", heading.lower()).replace(" ", "-") for heading in headings}


def test_a_link_to_code_follows_what_it_names(tmp_path: Path) -> None:
    """`fit` has moved, `Trainer.run` stands, `main` may be two and stays as it is, which is found."""
    (tmp_path / "docs").mkdir()
    for name, source in (
        ("pages/a.py", "def main():\n    ..."),
        ("rnnkit/old.py", "class Trainer:\n    def run(self): ..."),
        ("rnnkit/training/new.py", "def fit(): ...\nRATE: float = 1\ndef main(): ..."),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source)
    page = tmp_path / "docs/tour.md"
    before = "[`fit`](../rnnkit/old.py) [`Trainer.run`](../rnnkit/old.py) [`main`](../rnnkit/old.py)"
    after = links.followed(before + " [`RATE`](../rnnkit/gone.py)", page, tmp_path)
    assert after == (
        "[`fit`](../rnnkit/training/new.py) [`Trainer.run`](../rnnkit/old.py) [`main`](../rnnkit/old.py)"
        " [`RATE`](../rnnkit/training/new.py)"
    )
    assert links.broken(after, page) == ["[`main`](../rnnkit/old.py)"]


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    assert "make test" in README
    assert (ROOT / ".ci/run").read_text("utf-8").splitlines()[-1] == "make test"


def test_hosting_says_what_a_proxy_has_to_do_because_streamlit_does_not() -> None:
    """Headers that protect a page, who may ask by which name, the counters, and what is on its way."""
    from streamlit import config

    said = (ROOT / "docs/hosting.md").read_text("utf-8")
    for part in (
        *("X-Content-Type-Options nosniff", "X-Frame-Options", "Content-Security-Policy", "Referrer-Policy"),
        *("/_stcore/metrics", "/_stcore/upload_file/", "limit_conn"),
    ):
        assert part in said, part
    for option in ("server.allowedHosts", "server.maxUploadSize", "server.maxMessageSize"):
        assert option in said
        assert option in config.get_config_options(force_reparse=False)


def test_decisions_have_their_three_parts() -> None:
    """Half a page each: what was the matter, what was decided, what follows."""
    for path in sorted((ROOT / "docs/decisions").glob("*.md")):
        text = path.read_text("utf-8")
        assert [
            part for part in ("## Context", "## Decision", "## Consequences") if part not in text
        ] == [], path.name
        assert len(text.split()) < 450, path.name
