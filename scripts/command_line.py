"""Write `docs/command-line.md` from the command line itself: `make docs`.

The options come from the settings, so a page kept by hand would fall behind; a test compares the two.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from rnnkit.cli import main as command_line

PAGE = Path(__file__).parents[1] / "docs/command-line.md"

INTRODUCTION = """\
# The command line

`python -m rnnkit COMMAND`, with the Python of `.venv`: `.venv/bin/python`, on Windows
`.venv\\Scripts\\python`. A wrong option or a file that cannot be used ends with one line and exit code 2.
Progress goes to the error stream, so that `--json` can be piped. Every command has `--help`.

```sh
python -m rnnkit data sales.csv --json
python -m rnnkit forecast sales.csv --target units --series shop --horizon 14 --test 28 --out result
```

`forecast --json` holds `data`, `config`, `metrics` (`model` and each baseline by its name: `mae`, `rmse`,
`smape`, `mase`), `verdict` and `seconds`. `--out` writes `forecast.csv` with the columns
`unique_id, ds, y_hat, lo, hi`.

This page is written by `make docs`.
"""


def render(group: click.Group) -> str:
    """The whole page: each command with its own options, then those that all commands share."""
    options = {name: described(command) for name, command in group.commands.items()}
    shared = [
        line for line in next(iter(options.values())) if all(line in lines for lines in options.values())
    ]
    sections = [
        section(
            title(name, command), paragraph(command), (line for line in options[name] if line not in shared)
        )
        for name, command in group.commands.items()
    ]
    names = " and ".join(f"`{name}`" for name in options)
    return "\n".join(
        [INTRODUCTION, *sections, section("Options of all commands", f"Taken by {names}.", shared)]
    )


def section(heading: str, text: str, lines: Iterable[str]) -> str:
    """A heading, a sentence, and one line an option."""
    return "\n".join([f"## {heading}", "", text, "", *lines, ""])


def title(name: str, command: click.Command) -> str:
    """The command with its arguments, as it is typed."""
    arguments = [param.name or "" for param in command.params if isinstance(param, click.Argument)]
    return f"`{' '.join([name, *(argument.upper() for argument in arguments)])}`"


def paragraph(command: click.Command) -> str:
    """What a command does, on one line."""
    return " ".join((command.help or "").split())


def described(command: click.Command) -> list[str]:
    """One line for each option: how it is typed, and its help."""
    return list(_described(command))


def _described(command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    for param in command.params:
        if isinstance(param, click.Option):
            names = ", ".join(param.opts) + "".join(f" / {name}" for name in param.secondary_opts)
            value = "" if param.is_flag else f" {param.make_metavar(context)}"
            yield f"- `{names}{value}`: {' '.join((param.help or '').split())}"


if __name__ == "__main__":
    PAGE.write_text(render(command_line), "utf-8")
    sys.exit(0)
