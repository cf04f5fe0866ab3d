"""The commands for texts: train a model that writes, and let it write."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from rnnkit.bundle.models import write_model
from rnnkit.cli.here import Data, train, train_apart
from rnnkit.cli.inputs import (
    FILE,
    content_of,
    name_of,
    read_up_to,
    writing,
)
from rnnkit.cli.model_out import answer, make_room, scored_on, written_to
from rnnkit.cli.options import chosen, settings_options
from rnnkit.cli.report import run_text
from rnnkit.cli.terminal import without_controls
from rnnkit.cli.training_command import asked, training_command
from rnnkit.config import parse
from rnnkit.data import Text, TextLimits, TextOverrides, Vocabulary, read_prompt, read_text
from rnnkit.data.limits import BYTES_PER_MEGABYTE
from rnnkit.files.safetensors_file import LARGEST
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.kept.bundle import read_generator
from rnnkit.tasks.text.settings import ResolvedText, TextConfig
from rnnkit.training.outcome import Outcome
from rnnkit.words import t


@training_command(
    "text",
    FILE,
    scored_on(t("Score the model on this text, and learn from FILE to its end.")),
    written_to(t("Write the model into this file; generate reads it.")),
    settings=TextConfig,
    overrides=TextOverrides,
)
def text(
    file: IO[bytes] | None,
    sample: str | None,
    *,
    as_json: bool,
    test: IO[bytes] | None,
    out: Path | None,
    settings: IO[bytes] | None,
    **values: Any,
) -> None:
    """Train a network on FILE (a text; - reads the input), and compare it with n-grams."""
    config = asked(TextConfig, sample, settings, values)
    overrides, limits = parse(TextOverrides, chosen(TextOverrides, values)), TextLimits.from_environment()
    content = content_of(file, sample, limits.megabytes)
    whole = read_text(content, overrides, limits)
    other = read_text(read_up_to(test, limits.megabytes), overrides, limits) if test else None
    make_room(out)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.tasks.text.run import run

    work = partial(run, whole, config, test=other)
    if other is None:
        outcome = train(Data(name_of(file, sample), content, overrides.to_json()), config, work)
    else:
        outcome = train_apart(work, t("a run of the store has one text, without another to score on."))
    if out:
        with writing(out):
            out.write_bytes(model_file(outcome))
    report = text_report(whole, outcome)
    answer(report, lambda: text_text(report), out, as_json=as_json)


@click.command()
@click.argument("model", type=click.File("rb", lazy=True))
@settings_options(GenerateConfig)
def generate(model: IO[bytes], **values: Any) -> None:
    """Write text with MODEL (a file made by text --out; - reads the input)."""
    config = parse(GenerateConfig, chosen(GenerateConfig, values))
    generator = read_generator(read_up_to(model, LARGEST / BYTES_PER_MEGABYTE))
    prompt = read_prompt(config.prompt, generator.vocabulary)
    if prompt.notice:
        click.echo(prompt.notice, err=True)
    for number, temperature in enumerate(config.temperatures):
        if len(config.temperatures) > 1:
            click.echo(("\n" if number else "") + t("Temperature {value:g}", value=temperature) + "\n")
        click.echo(without_controls(prompt.text), nl=False)
        for (symbol,) in generator.streams(config.replace(temperatures=(temperature,))):
            click.echo(without_controls(symbol.text), nl=False)
        click.echo()


def text_report(text: Text, outcome: Outcome) -> dict[str, Any]:
    """The summary of a run with the text it rests on; the vocabulary is in the model."""
    whole: Mapping[str, Any] = outcome.summary
    notice = parse(Vocabulary, whole["vocabulary"]).notice(text.text)
    data = {"understood": dict(text.understood), "changes": [asdict(change) for change in text.changes]}
    summary = {key: value for key, value in whole.items() if key != "vocabulary"}
    notes = [*([notice] if notice else []), *summary.get("notes", ())]
    return {"data": data} | summary | {"notes": notes}


def text_text(report: Mapping[str, Any]) -> Iterator[str]:
    """What was changed in the text, the verdict, the scores beside counting, and what it took."""
    changes = [change["sentence"] for change in report["data"]["changes"] if change["enabled"]]
    yield from run_text({**report, "notes": [*changes, *report["notes"]]})


def model_file(outcome: Outcome) -> bytes:
    """The trained language model as the bytes of one file."""
    summary: Mapping[str, Any] = outcome.summary
    config, vocabulary = parse(ResolvedText, summary["config"]), parse(Vocabulary, summary["vocabulary"])
    return write_model(outcome.weights, config, vocabulary)


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield from (text, generate)
