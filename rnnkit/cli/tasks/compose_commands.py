"""The command for tunes: train a network that writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from rnnkit.cli.here import Data, train
from rnnkit.cli.inputs import FILE, JSON, content_of, name_of, read_up_to, sample_option, with_sample
from rnnkit.cli.model_out import answer, make_room, scored_on, write_model, written_to
from rnnkit.cli.options import STORED, chosen, settings_options
from rnnkit.cli.report import run_text
from rnnkit.cli.settings_file import settings_option, with_settings
from rnnkit.config import parse
from rnnkit.config.cells import cell_name
from rnnkit.data.limits import TextLimits
from rnnkit.data.source.together import together
from rnnkit.data.tunes import TuneData, TuneOverrides, read_tunes
from rnnkit.rounding import share
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.training.outcome import Outcome
from rnnkit.words import t


@click.command()
@FILE
@sample_option("compose")
@JSON
@scored_on(t("Score the network on these tunes, and learn from FILE to its end."))
@written_to(t("Write the model into this file; predict reads it."))
@settings_option
@settings_options(ComposeConfig, *STORED)
@settings_options(TuneOverrides)
def compose(
    file: IO[bytes] | None,
    sample: str | None,
    *,
    as_json: bool,
    test: IO[bytes] | None,
    out: Path | None,
    settings: IO[bytes] | None,
    **values: Any,
) -> None:
    """Train a network on the tunes of FILE (ABC notation; - reads the input), so that it writes new ones."""
    config = parse(ComposeConfig, with_sample(sample, with_settings(settings, chosen(ComposeConfig, values))))
    overrides, limits = parse(TuneOverrides, chosen(TuneOverrides, values)), TextLimits.from_environment()
    content, name = content_of(file, sample, limits.megabytes), name_of(file, sample)
    if test:
        tested = read_up_to(test, limits.megabytes)
        content = together([(f"train/{name}", content), (f"test/{name_of(test)}", tested)])
    found = read_tunes(content, overrides, limits)
    make_room(out)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.tasks.compose.run import run

    outcome = train(Data(name, content, overrides.to_json()), config, partial(run, found, config))
    write_model(out, outcome, cell_name(config), name, content)
    report = compose_report(found, outcome)
    answer(report, lambda: compose_text(report, outcome), out, as_json=as_json)


def compose_report(found: TuneData, outcome: Outcome) -> dict[str, Any]:
    """The summary of a run with the tunes it rests on."""
    data = {
        "understood": dict(found.understood),
        "changes": [asdict(change) for change in found.changes],
        "questions": [asdict(question) for question in found.questions],
    }
    return {"data": data, **outcome.summary}


def compose_text(report: Mapping[str, Any], outcome: Outcome) -> Iterator[str]:
    """What was changed in the tunes, the verdict, the scores beside counting, what is copied, and a tune."""
    changes = [change["sentence"] for change in report["data"]["changes"] if change["enabled"]]
    yield from run_text({**report, "notes": [*changes, *report["notes"]]})
    yield ""
    yield t("Of the bars that it wrote, so many stand in a training tune, and so long are the longest runs:")
    for name, words in (("model", t("network")), ("ngram", t("n-gram")), ("real", t("the test tunes"))):
        found = report["copies"][name]
        yield t(
            "  {name:16} {known:>8}  usually {usual:g} bars in a row, at the most {longest:g}; {whole} of "
            "{count} tunes from end to end",
            name=words,
            known=share(found["known_bars"]),
            usual=found["usual_run"],
            longest=found["longest_run"],
            whole=found["verbatim"],
            count=found["tunes"],
        )
    yield ""
    yield from outcome.frames["made"]["abc"].iloc[0].splitlines()


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield compose
