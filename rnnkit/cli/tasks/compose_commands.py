"""The command for tunes: train a network that writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from rnnkit.cli.here import Data, train
from rnnkit.cli.inputs import FILE
from rnnkit.cli.model_out import answer, make_room, scored_on, write_model, written_to
from rnnkit.cli.options import chosen
from rnnkit.cli.report import run_text
from rnnkit.cli.training_command import asked, one_set, training_command
from rnnkit.config import parse
from rnnkit.config.cells import cell_name
from rnnkit.data.limits import TextLimits
from rnnkit.data.tunes import TuneData, TuneOverrides, read_tunes
from rnnkit.rounding import share
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.training.outcome import Outcome
from rnnkit.words import t


@training_command(
    "compose",
    FILE,
    scored_on(t("Score the network on these tunes, and learn from FILE to its end.")),
    written_to(t("Write the model into this file; predict reads it.")),
    settings=ComposeConfig,
    overrides=TuneOverrides,
)
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
    config = asked(ComposeConfig, sample, settings, values)
    overrides, limits = parse(TuneOverrides, chosen(TuneOverrides, values)), TextLimits.from_environment()
    name, content = one_set(file, sample, test, limits.megabytes)
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
