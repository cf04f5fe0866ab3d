"""The command of the memory problems: train on rows that are made up, and score beside having no memory."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import click

from rnnkit.cli.here import Data, train
from rnnkit.cli.inputs import JSON
from rnnkit.cli.options import STORED, chosen, settings_options
from rnnkit.cli.report import print_lines, score_lines, took, verdict_lines
from rnnkit.config import parse
from rnnkit.files.encoding import to_json
from rnnkit.tasks.memory.plan import problem_of
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.training.outcome import Outcome
from rnnkit.words import t

SHOWN_ANSWERS = 5


@click.command()
@JSON
@settings_options(MemoryConfig, *STORED)
def memory(as_json: bool, **values: Any) -> None:
    """Train a network on a problem that takes memory, and compare it with having none."""
    config = parse(MemoryConfig, chosen(MemoryConfig, values))
    problem = problem_of(config)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.tasks.memory.run import run

    data = Data(f"{problem.problem}, {problem.length}", problem.model_dump_json().encode())
    outcome = train(data, config, partial(run, problem, config))
    if as_json:
        click.echo(to_json(dict(outcome.summary)))
        return
    print_lines(memory_text(outcome))


def memory_text(outcome: Outcome) -> Iterator[str]:
    """The verdict, a few answers, the score beside having no memory, and what it took."""
    summary: Mapping[str, Any] = outcome.summary
    yield from verdict_lines(summary)
    for shown in outcome.frames["examples"].head(SHOWN_ANSWERS).to_dict("records"):
        yield t(
            "{read}: {answered} (right: {right})",
            read=shown["read"],
            answered=shown["answered"],
            right=shown["right"],
        )
    yield ""
    yield from score_lines(summary["metrics"], "memory")
    yield from took(summary)


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield memory
