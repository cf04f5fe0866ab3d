"""What a task understood of files, as JSON or line by line, and the options that say how to read them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, TypeVar

import click
from pydantic.fields import FieldInfo

from rnnkit.cli.inputs import name_of, read_up_to
from rnnkit.cli.options import flag_of, overrides_from, repeated, settings_options
from rnnkit.cli.report import print_lines, value_words
from rnnkit.config import Settings, parse
from rnnkit.files.encoding import to_json
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import Task, named
from rnnkit.words import t

F = TypeVar("F", bound=Callable[..., Any])

OFFERED: Mapping[str, Task] = {name: task for name, task in TASKS.items() if task.source.overrides}
"""The tasks that read files."""
SENTENCES = {"notes": "Changed or left out:", "questions": "Only you can know:"}
"""What of an answer is lists of sentences, and what stands above them."""


def reading_options(command: F) -> F:
    """The options of all tasks that say how files are to be read, each of them once."""
    fields: dict[str, tuple[type[Settings], FieldInfo]] = {}
    for task in OFFERED.values():
        kind = task.source.overrides
        for name, field in kind.model_fields.items():
            if name not in fields or (repeated(field) and not repeated(fields[name][1])):
                fields[name] = (kind, field)
    for name, (kind, _) in reversed(fields.items()):
        command = settings_options(kind, *(other for other in kind.model_fields if other != name))(command)
    return command


def tell(name: str, files: Sequence[IO[bytes]], values: Mapping[str, Any], *, as_json: bool) -> None:
    """Print what the task of this name understood of the files, read as the options say."""
    task = OFFERED[name]
    megabytes = task.source.limits.from_environment().megabytes
    read = [(name_of(file), read_up_to(file, megabytes)) for file in files]
    answer = named(str(task.understood))(read, overrides_of(task, values).model_dump_json())
    if as_json:
        click.echo(to_json({"task": name, "understood": answer}))
    else:
        print_lines(understood_text(answer))


def overrides_of(task: Task, values: Mapping[str, Any]) -> Settings:
    """What the options fix of the reading. Raises `click.UsageError` for an option of another task."""
    kind: type[Settings] = task.source.overrides
    given = {name: value for name, value in values.items() if value is not None and value != ()}
    for name, value in given.items():
        if name not in kind.model_fields:
            raise click.UsageError(
                t("{option} is no option of {task}.", option=flag_of(name), task=task.name)
            )
        if isinstance(value, tuple) and not repeated(kind.model_fields[name]):
            if len(value) > 1:
                raise click.UsageError(t("Give {option} once only.", option=flag_of(name)))
            given[name] = value[0]
    return parse(kind, overrides_from(given, kind))


def understood_text(answer: Mapping[str, Any]) -> Iterator[str]:
    """The same for a person: a line for each fact, then each list of sentences in a block.

    `{"rows": 2, "notes": ["One row left out."]}` gives `rows: 2`, a blank line and the sentence.
    """
    blocks = {key: value for key, value in answer.items() if key in SENTENCES and value}
    for key, value in answer.items():
        if key not in SENTENCES:
            yield f"{key.replace('_', ' ') + ':':16}{value_words(value)}"
    for key, value in blocks.items():
        yield from ("", t(SENTENCES[key]), *(f"  {sentence}" for sentence in value))
