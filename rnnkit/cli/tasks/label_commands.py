"""The command for tagged sentences: train a labeller, beside the most frequent tag of each word."""

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
from rnnkit.data import TextLimits
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.read import read_tagged
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.files.csv_export import safe_csv
from rnnkit.rounding import three
from rnnkit.tasks.label.labelled_table import conll
from rnnkit.tasks.label.settings import LabelConfig
from rnnkit.training.outcome import Outcome
from rnnkit.words import t

MOST_TAGS = 30


@training_command(
    "label",
    FILE,
    scored_on(t("Score the network on this file, and learn from FILE to its end.")),
    written_to(t("Write the model into this file; predict reads it.")),
    settings=LabelConfig,
    overrides=TaggedOverrides,
)
def label(
    file: IO[bytes] | None,
    sample: str | None,
    *,
    as_json: bool,
    test: IO[bytes] | None,
    out: Path | None,
    settings: IO[bytes] | None,
    **values: Any,
) -> None:
    """Train a network that tags each token of FILE (CoNLL, BIO, CSV, JSON; - reads the input)."""
    config = asked(LabelConfig, sample, settings, values)
    overrides, limits = parse(TaggedOverrides, chosen(TaggedOverrides, values)), TextLimits.from_environment()
    name, content = one_set(file, sample, test, limits.megabytes)
    found = read_tagged(content, overrides, limits)
    make_room(out)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.tasks.label.run import run

    outcome = train(Data(name, content, overrides.to_json()), config, partial(run, found, config))
    write_model(out, outcome, cell_name(config), name, content)
    report = label_report(found, outcome)
    answer(report, lambda: label_text(report), out, as_json=as_json)


def label_report(found: Tagged, outcome: Outcome) -> dict[str, Any]:
    """The summary of a run with the sentences it rests on, and the scores of each tag."""
    data = {
        "understood": dict(found.understood),
        "changes": [asdict(change) for change in found.changes],
    }
    return {"data": data, "tags": outcome.frames["tags"].to_dict("records"), **outcome.summary}


def label_text(report: Mapping[str, Any]) -> Iterator[str]:
    """What was changed in the file, the verdict, the scores beside the rules, and those of each tag."""
    changes = [change["sentence"] for change in report["data"]["changes"] if change["enabled"]]
    yield from run_text({**report, "notes": [*changes, *report["notes"]]})
    yield ""
    yield t("Tag, how often it is there, precision, recall, F1:")
    for row in report["tags"][:MOST_TAGS]:
        scores = "  ".join(f"{three(row[name]):>6}" for name in ("precision", "recall", "f1"))
        yield f"  {row['type']:16} {row['there']:>7,}  {scores}"


def labelled_file(outcome: Outcome, path: Path | None) -> bytes:
    """A labelled text for a file of this name, or for the screen: CSV for .csv, else CoNLL."""
    frame = outcome.frames["labelled"]
    return safe_csv(frame.drop(columns="bio")) if path and path.suffix == ".csv" else conll(frame).encode()


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield label
