"""The commands and options of `docs/command-line.md`, from the command line itself.

The options come from the settings, so a page kept by hand would fall behind; a test compares the two.
"""

from collections.abc import Iterable, Iterator, Sequence

import click


def render(group: click.Group) -> str:
    """Each command with its own options, then those that several commands share."""
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
