"""Write `docs/command-line.md` from the command line itself: `make docs`.

The options come from the settings, so a page kept by hand would fall behind; a test compares the two.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
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
python -m rnnkit text poems.txt --budget 60 --out poems.safetensors
python -m rnnkit generate poems.safetensors --prompt "The " --temperature 0.5 --temperature 1
python -m rnnkit memory --problem addition --cell lstm
```

`forecast --json` holds `data`, `config`, `metrics` (`model` and each baseline by its name: `mae`, `rmse`,
`smape`, `mase`), `verdict` and `seconds`. `--out` writes `forecast.csv` with the columns
`unique_id, ds, y_hat, lo, hi`.

`text --json` holds the same; its `metrics` are those of `test` (the network), `ngram` and `unigram`:
`nats_per_char`, `bits_per_char`, `perplexity`. A text of fewer than 1,000 characters is learned whole and
has `training` instead. `--out` writes one safetensors file with weights, settings and vocabulary.

`memory --json` holds `config`, `metrics` (`model` and `memoryless`: `mse` of the adding problem; of the
others `nats` a step, and the shares `right` of the answers and `whole` of the rows) and, where one number
has to be remembered, the `unit` of the network that goes with it and its correlation `unit_r`.

This page is written by `make docs`.
"""


def render(group: click.Group) -> str:
    """The whole page: each command with its own options, then those that several commands share."""
    takers: dict[str, list[str]] = {}
    for name, command in group.commands.items():
        for line in described(command):
            takers.setdefault(line, []).append(name)
    sections = [
        section(title(name, command), paragraph(command), (line for line in takers if takers[line] == [name]))
        for name, command in group.commands.items()
    ]
    shared = dict.fromkeys(tuple(names) for names in takers.values() if len(names) > 1)
    return "\n".join(
        [
            INTRODUCTION,
            *sections,
            *(
                section(
                    f"Options of {listed(names)}", "", (line for line in takers if takers[line] == [*names])
                )
                for names in shared
            ),
        ]
    )


def listed(names: Sequence[str]) -> str:
    """Names of commands as one says them: `a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def section(heading: str, text: str, lines: Iterable[str]) -> str:
    """A heading, a sentence if there is one, and one line an option."""
    return "\n".join([f"## {heading}", "", *([text, ""] if text else []), *lines, ""])


def title(name: str, command: click.Command) -> str:
    """The command with its arguments, as it is typed."""
    arguments = [param.name or "" for param in command.params if isinstance(param, click.Argument)]
    return f"`{' '.join([name, *(argument.upper() for argument in arguments)])}`"


def paragraph(command: click.Command) -> str:
    """What a command does, on one line."""
    return " ".join((command.help or "").split())


def described(command: click.Command) -> Iterator[str]:
    """One line for each option: how it is typed, and its help."""
    context = click.Context(command)
    for param in command.params:
        if isinstance(param, click.Option):
            names = ", ".join(param.opts) + "".join(f" / {name}" for name in param.secondary_opts)
            value = "" if param.is_flag else f" {param.make_metavar(context)}"
            yield f"- `{names}{value}`: {' '.join((param.help or '').split())}"


if __name__ == "__main__":
    PAGE.write_text(render(command_line), "utf-8")
    sys.exit(0)
