"""The commands for texts: train a model that writes, and let it write."""

from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from rnnkit.cli.here import Data, train, train_apart
from rnnkit.cli.inputs import (
    FILE,
    JSON,
    content_of,
    name_of,
    read_up_to,
    sample_option,
    with_sample,
    writing,
)
from rnnkit.cli.line import printable
from rnnkit.cli.options import chosen, generate_options, text_data_options, text_options
from rnnkit.cli.report import model_file, print_lines, text_report, text_text
from rnnkit.cli.settings_file import settings_option, with_settings
from rnnkit.config import parse
from rnnkit.data import TextLimits, TextOverrides, read_prompt, read_text
from rnnkit.data.limits import BYTES_PER_MEGABYTE
from rnnkit.files.encoding import to_json
from rnnkit.files.safetensors_file import LARGEST
from rnnkit.tasks.text.bundle import read_generator
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.words import t


@click.command()
@FILE
@sample_option("text")
@JSON
@click.option(
    "--test",
    type=click.File("rb", lazy=True),
    help=t("Score the model on this text, and learn from FILE to its end."),
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Write the model into this file; generate reads it."),
)
@settings_option
@text_options
@text_data_options
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
    config = parse(TextConfig, with_sample(sample, with_settings(settings, chosen(TextConfig, values))))
    overrides, limits = parse(TextOverrides, chosen(TextOverrides, values)), TextLimits.from_environment()
    content = content_of(file, sample, limits.megabytes)
    whole = read_text(content, overrides, limits)
    other = read_text(read_up_to(test, limits.megabytes), overrides, limits) if test else None
    if out:
        with writing(out):
            out.parent.mkdir(parents=True, exist_ok=True)
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
    if as_json:
        click.echo(to_json(report))
        return
    print_lines(text_text(report))
    if out:
        click.echo(t("Wrote {path}", path=out))


@click.command()
@click.argument("model", type=click.File("rb", lazy=True))
@generate_options
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
        click.echo(printable(prompt.text), nl=False)
        for (symbol,) in generator.streams(config.replace(temperatures=(temperature,))):
            click.echo(printable(symbol.text), nl=False)
        click.echo()
