"""The commands for tables of time series: what was understood of a file, and a forecast."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from rnnkit.bundle import kept_from
from rnnkit.cli.here import Data, train
from rnnkit.cli.inputs import FILE, FILES, JSON, content_of, name_of, sample_option, writing
from rnnkit.cli.options import overrides_from
from rnnkit.cli.report import leaks_text, print_lines, run_text
from rnnkit.cli.tasks.forecast_report import (
    data_report,
    data_text,
    forecast_report,
    leaks_report,
    proposal_text,
    roles_report,
    roles_text,
    write_results,
)
from rnnkit.cli.training_command import asked, training_command
from rnnkit.cli.understood import OFFERED, overrides_of, reading_options, tell
from rnnkit.config import parse
from rnnkit.config.cells import cell_name
from rnnkit.data import Overrides, Table, read_table, to_pandas_code
from rnnkit.data.limits import Limits
from rnnkit.files.about import DataSource
from rnnkit.files.encoding import sha256, to_json
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.task import FORECAST
from rnnkit.words import t


@click.command()
@FILES
@sample_option("forecast")
@JSON
@click.option("--code", is_flag=True, help=t("Print the steps as Python code that needs only pandas."))
@click.option(
    "--task",
    type=click.Choice(list(OFFERED)),
    default=FORECAST.name,
    help=t("What the files are for; several FILES are for tasks that read pairs or parts."),
)
@reading_options
def data(
    files: Sequence[IO[bytes]], sample: str | None, as_json: bool, code: bool, task: str, **values: Any
) -> None:
    """What was understood of FILES (a table of time series, or what --task reads; - reads the input)."""
    if OFFERED[task].understood:
        if sample or code or not files:
            raise click.UsageError(
                t("--task {task} takes files, and neither --sample nor --code.", task=task)
            )
        tell(task, files, values, as_json=as_json)
        return
    if len(files) > 1:
        raise click.UsageError(t("Give one file: {task} reads no pairs or parts.", task=task))
    overrides_of(FORECAST, values)
    table = _table(_content(files[0] if files else None, sample), values)
    if code:
        click.echo(to_pandas_code(table.recipe), nl=False)
    elif as_json:
        roles = roles_report(table, ForecastConfig())
        click.echo(to_json(data_report(table) | roles | {"leaks": leaks_report(table)}))
    else:
        print_lines(data_text(table))
        print_lines(["", *roles_text(roles_report(table, ForecastConfig()))])
        print_lines(["", *leaks_text(leaks_report(table))])


@training_command(
    "forecast",
    FILE,
    click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        help=t("Write forecast.csv, metrics.json and model.zip, for predict and import, into this folder."),
    ),
    settings=ForecastConfig,
    overrides=Overrides,
)
def forecast(
    file: IO[bytes] | None,
    sample: str | None,
    as_json: bool,
    out: Path | None,
    settings: IO[bytes] | None,
    **values: Any,
) -> None:
    """Train a network on FILE (a table of time series; - reads the input), score it, and forecast."""
    config = asked(ForecastConfig, sample, settings, values)
    content = _content(file, sample)
    overrides = parse(Overrides, overrides_from(values))
    table = read_table(content, overrides, Limits.from_environment())
    if not config.past_covariates + config.future_covariates and not as_json:
        print_lines(proposal_text(roles_report(table, config)))
    if out:
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)  # before a minute of training
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.tasks.forecast.run import run

    name = name_of(file, sample)
    outcome = train(Data(name, content, overrides.to_json()), config, partial(run, table, config))
    report = forecast_report(table, outcome)
    source = DataSource(name=name, sha256=sha256(content), bytes=len(content))
    written = (
        write_results(out, report, outcome, kept_from(outcome, cell_name(config), source)) if out else []
    )
    if as_json:
        click.echo(to_json(report))
        return
    print_lines(run_text(report))
    print_lines(t("Wrote {path}", path=path) for path in written)


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield from (data, forecast)


def _content(file: IO[bytes] | None, sample: str | None) -> bytes:
    """The bytes of a file or a sample, as many as are read."""
    return content_of(file, sample, Limits.from_environment().megabytes)


def _table(content: bytes, values: Mapping[str, Any]) -> Table:
    """The table in these bytes, read as the options say."""
    return read_table(content, parse(Overrides, overrides_from(values)), Limits.from_environment())
