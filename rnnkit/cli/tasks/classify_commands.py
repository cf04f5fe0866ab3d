"""The command that tells classes of texts or series apart: train on a file, score beside simple methods."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from rnnkit.cli.here import Data, train
from rnnkit.cli.inputs import FILE, content_of, name_of, read_up_to
from rnnkit.cli.model_out import answer, make_room, scored_on, write_model, written_to
from rnnkit.cli.options import overrides_from
from rnnkit.cli.report import run_text
from rnnkit.cli.training_command import asked, training_command
from rnnkit.config import parse
from rnnkit.config.cells import cell_name
from rnnkit.data.labelled import Labelled, LabelledOverrides, read_labelled
from rnnkit.data.labelled.vectors import LONGEST_LINE, beside
from rnnkit.data.limits import Limits
from rnnkit.data.source.together import together
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.training.outcome import Outcome
from rnnkit.words import t


@training_command(
    "classify",
    FILE,
    scored_on(t("Score the model on this file, and learn from FILE to its end.")),
    click.option(
        "--vectors",
        type=click.File("rb", lazy=True),
        help=t("Start from the word vectors in this file (GloVe or word2vec as text)."),
    ),
    written_to(t("Write the whole model into this file; predict and import read it.")),
    settings=ClassifyConfig,
    overrides=LabelledOverrides,
)
def classify(
    file: IO[bytes] | None,
    sample: str | None,
    *,
    as_json: bool,
    test: IO[bytes] | None,
    vectors: IO[bytes] | None,
    out: Path | None,
    settings: IO[bytes] | None,
    **values: Any,
) -> None:
    """Train a network to tell the classes of texts or series in FILE apart (CSV, JSONL, .ts, folders ...)."""
    config = asked(ClassifyConfig, sample, settings, values)
    overrides = parse(LabelledOverrides, overrides_from(values, LabelledOverrides))
    limits = Limits.from_environment()
    name = name_of(file, sample)
    files = [(name, content_of(file, sample, limits.megabytes))]
    if test is not None:
        other = read_up_to(test, limits.megabytes)
        files = [(f"train/{name}", files[0][1]), (f"test/{name_of(test)}", other)]
    content = together(files)
    data = read_labelled(content, overrides, limits)
    if vectors is not None:
        content = beside(files, iter(partial(vectors.readline, LONGEST_LINE), b""), data.texts)
        data = read_labelled(content, overrides, limits)
    make_room(out)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.tasks.classify.run import run

    outcome = train(Data(name, content, overrides.to_json()), config, partial(run, data, config))
    write_model(out, outcome, cell_name(config), name[:80], content)
    report = classify_report(data, outcome)
    answer(report, lambda: classify_text(report), out, as_json=as_json)


def classify_report(data: Labelled, outcome: Outcome) -> dict[str, Any]:
    """The summary of a run with what was understood of its file; the vocabulary is in the model."""
    summary = {key: value for key, value in outcome.summary.items() if key != "vocabulary"}
    return {"data": dict(data.understood)} | summary


def classify_text(report: Mapping[str, Any]) -> Iterator[str]:
    """What was changed in the file and is open, the verdict, the scores beside simple methods."""
    notes = [*report["data"]["notes"], *report["data"]["questions"], *report["notes"]]
    yield from run_text({**report, "notes": notes})


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield classify
