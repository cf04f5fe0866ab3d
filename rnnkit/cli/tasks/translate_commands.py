"""The command for pairs: train a network that turns sources into targets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

import click

from rnnkit.cli.here import Data, train, train_apart
from rnnkit.cli.inputs import FILES, name_of, read_up_to
from rnnkit.cli.model_out import answer, make_room, scored_on, write_model, written_to
from rnnkit.cli.options import chosen
from rnnkit.cli.report import run_text
from rnnkit.cli.training_command import asked, training_command
from rnnkit.config import parse
from rnnkit.config.cells import cell_name
from rnnkit.data.limits import TextLimits
from rnnkit.data.pairs import PairOverrides, Pairs, read_pairs
from rnnkit.data.samples import sample_bytes
from rnnkit.data.source.together import together
from rnnkit.tasks.translate.settings import TranslateConfig
from rnnkit.training.outcome import Outcome
from rnnkit.words import t


@training_command(
    "translate",
    FILES,
    scored_on(
        t("Score the model on these pairs (twice for two files), and learn from FILES to their end."),
        multiple=True,
    ),
    written_to(t("Write the model with all it takes to use it into this file; predict reads it.")),
    settings=TranslateConfig,
    overrides=PairOverrides,
)
def translate(
    files: Sequence[IO[bytes]],
    sample: str | None,
    *,
    as_json: bool,
    test: Sequence[IO[bytes]],
    out: Path | None,
    settings: IO[bytes] | None,
    **values: Any,
) -> None:
    """Train a network on FILES (pairs in one file, or two, line by line), and compare it with a memory."""
    config = asked(TranslateConfig, sample, settings, values)
    overrides, limits = parse(PairOverrides, chosen(PairOverrides, values)), TextLimits.from_environment()
    content = _content(files, sample, limits)
    pairs = read_pairs(content, overrides, limits)
    other = read_pairs(_content(test, None, limits), _alike(overrides, pairs), limits) if test else None
    make_room(out)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.tasks.translate.run import run

    work = partial(run, pairs, config, test=other)
    name = name_of(files[0] if files else None, sample)
    if other is None:
        outcome = train(Data(name, content, overrides.to_json()), config, work)
    else:
        outcome = train_apart(
            work, t("a run of the store has its own test part, without another to score on.")
        )
    write_model(out, outcome, cell_name(config), name, content)
    report = translate_report(pairs, outcome)
    answer(report, lambda: translate_text(report, outcome), out, as_json=as_json)


def _content(files: Sequence[IO[bytes]], sample: str | None, limits: TextLimits) -> bytes:
    """The bytes of one file, of two that belong together, or of a sample."""
    if bool(files) == bool(sample) or len(files) > 2:
        raise click.UsageError(t("Give one or two files or --sample, and not both."))
    if sample:
        return sample_bytes(sample)
    return together([(name_of(file, None), read_up_to(file, limits.megabytes)) for file in files])


def _alike(overrides: PairOverrides, pairs: Pairs) -> PairOverrides:
    """How the test pairs are read: as those to learn from, with the same columns where these have names."""
    if pairs.understood["form"] == "lines" or not all(isinstance(column, str) for column in pairs.columns):
        return overrides
    source, target = map(str, pairs.columns)
    return overrides.replace(source=source, target=target, swap=False)


def translate_report(pairs: Pairs, outcome: Outcome) -> dict[str, Any]:
    """The summary of a run with the pairs it rests on; the vocabulary is in the model."""
    whole: Mapping[str, Any] = outcome.summary
    data = {"understood": dict(pairs.understood), "changes": [asdict(change) for change in pairs.changes]}
    return {"data": data} | {key: value for key, value in whole.items() if key != "vocabulary"}


def translate_text(report: Mapping[str, Any], outcome: Outcome) -> Iterator[str]:
    """What was changed in the pairs, a few translations, the verdict, the scores, and what it took."""
    changes = [change["sentence"] for change in report["data"]["changes"] if change["enabled"]]
    yield from run_text({**report, "notes": [*changes, *report["notes"]]})
    yield ""
    for row in outcome.frames["examples"].head(SHOWN).to_dict("records"):
        mark = "✓" if row["exact"] else "✗"
        yield f"{mark} {row['source'][:60]} → {row['written'][:60]}"


SHOWN = 5


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield translate
