"""The commands themselves: read the options, call the backend, print what came of it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

import click

from rnnkit.cli.line import OneLineGroup, ProgressLine, stop_on_interrupt
from rnnkit.cli.options import chosen, data_options, forecast_options, overrides_from
from rnnkit.cli.report import data_report, data_text, forecast_report, forecast_text, write_results
from rnnkit.config import ForecastConfig, parse
from rnnkit.data import Overrides, Table, read_table, to_pandas_code
from rnnkit.data.limits import BYTES_PER_MEGABYTE, Limits
from rnnkit.data.samples import SAMPLES, sample_bytes, samples_of
from rnnkit.runs.encoding import to_json
from rnnkit.text import t

FILE = click.argument("file", type=click.File("rb", lazy=True), required=False)
SAMPLE = click.option(
    "--sample",
    metavar="KEY",
    help=t("Take a sample instead of a file: {keys}.", keys=", ".join(samples_of("forecast"))),
)
JSON = click.option("--json", "as_json", is_flag=True, help=t("Print everything as JSON."))


@click.group(cls=OneLineGroup, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Recurrent networks on your own data, judged honestly."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@main.command()
@FILE
@SAMPLE
@JSON
@click.option("--code", is_flag=True, help=t("Print the steps as Python code that needs only pandas."))
@data_options
def data(file: IO[bytes] | None, sample: str | None, as_json: bool, code: bool, **values: Any) -> None:
    """What was understood of FILE (a CSV of time series; - reads the input), and what was changed."""
    table = _read(file, sample, values)
    if code:
        click.echo(to_pandas_code(table.recipe), nl=False)
    elif as_json:
        click.echo(to_json(data_report(table)))
    else:
        _print(data_text(table))


@main.command()
@FILE
@SAMPLE
@JSON
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=t("Write forecast.csv, metrics.json and the model into this folder."),
)
@forecast_options
@data_options
def forecast(
    file: IO[bytes] | None, sample: str | None, as_json: bool, out: Path | None, **values: Any
) -> None:
    """Train a network on FILE (a CSV of time series; - reads the input), score it, and forecast."""
    config = parse(ForecastConfig, _with_sample(sample, chosen(ForecastConfig, values)))
    table = _read(file, sample, values)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.tasks.forecast_run import run

    with ProgressLine() as line, stop_on_interrupt() as should_stop:
        outcome = run(table, config, on_progress=line.show, should_stop=should_stop)
    report = forecast_report(table, outcome)
    written = write_results(out, report, outcome) if out else []
    if as_json:
        click.echo(to_json(report))
        return
    _print(forecast_text(report))
    _print(t("Wrote {path}", path=path) for path in written)


def _read(file: IO[bytes] | None, sample: str | None, values: Mapping[str, Any]) -> Table:
    """The table of a file or a sample, read as the options say."""
    if (file is None) == (sample is None):
        raise click.UsageError(t("Give a file or --sample, and not both."))
    overrides = parse(Overrides, overrides_from(values))
    limits = Limits.from_environment()
    if file is None:
        return read_table(sample_bytes(str(sample)), overrides, limits)
    # One byte more than allowed is enough to be refused; the rest of a huge file is never read.
    return read_table(file.read(int(limits.megabytes * BYTES_PER_MEGABYTE) + 1), overrides, limits)


def _with_sample(sample: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """The settings that suit a sample, where the options say nothing else."""
    if sample not in SAMPLES:
        return given
    settings = dict(SAMPLES[str(sample)].settings)
    if {"epochs", "steps", "budget"} & set(given):
        settings.pop("budget", None)
    return settings | given


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
