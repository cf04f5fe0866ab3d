"""A kept translator on a new file: its lines translated, and scored where it holds translations, too."""

from pathlib import Path

import pandas as pd

from rnnkit.data.limits import TextLimits
from rnnkit.data.pairs import Pairs, read_pairs
from rnnkit.data.pairs.delimited import find_sign
from rnnkit.data.pairs.pair_records import lines_of, plain
from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import ZIP, is_json, refuse_binary, refuse_other_kinds
from rnnkit.data.table.notes import Notes
from rnnkit.errors import DataError
from rnnkit.files.csv_export import safe_csv
from rnnkit.files.kept import Kept
from rnnkit.rounding import exact_percent
from rnnkit.tasks.translate.kept.bundle import vocabulary_of
from rnnkit.tasks.translate.scores import overall, row_scores
from rnnkit.tasks.translate.settings import ResolvedTranslate
from rnnkit.tasks.translate.translating import TextTranslator
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from rnnkit.words import plural, t

MOST_LINES = 5_000
AT_ONCE = 200


def translate_new(kept: Kept, content: bytes, clock: Clock, *_: object) -> Outcome:
    """Each line of a file translated; of a file of pairs, its sources, scored beside copying them."""
    config = kept.config
    assert isinstance(config, ResolvedTranslate)
    pairs = _pairs_in(content)
    sources = list(pairs.sources) if pairs else _lines_in(content)
    more = len(sources) - MOST_LINES
    sources = sources[:MOST_LINES]
    translator = TextTranslator.from_bytes(kept.weights, config, vocabulary_of(kept))
    written: list[str] = []
    for start in range(0, len(sources), AT_ONCE):
        clock.tell("evaluating", start, len(sources))
        written += translator.best(sources[start : start + AT_ONCE])
    frame = pd.DataFrame({"source": sources, "written": written})
    notes = _notes(translator, sources, more)
    metrics: dict[str, dict[str, float]] = {}
    if pairs:
        right = [(target,) for target in pairs.targets[:MOST_LINES]]
        frame = pd.concat(
            [frame.assign(target=[one[0] for one in right]), row_scores(written, right)], axis=1
        )
        metrics = {"model": dict(overall(written, right)), "copy": dict(overall(sources, right))}
    summary = {
        "config": config.model_dump(mode="json"),
        "device": "cpu",
        "metrics": metrics,
        "notes": notes,
        "lines": len(sources),
        "seconds": clock.seconds,
    }
    return Outcome(summary, {"translations": frame})


def written(outcome: Outcome, path: Path | None) -> bytes:
    """The translations as CSV, whatever the name of the file."""
    del path
    return safe_csv(outcome.frames["translations"])


def _pairs_in(content: bytes) -> Pairs | None:
    """The pairs in a file, where it holds such; a file of plain lines has none."""
    if content.startswith(ZIP):
        return read_pairs(content)
    TextLimits.from_environment().check_size(content)
    text = _text(content)
    if is_json(text) or text[:200].lstrip().lower().startswith(("<?xml", "<tmx")):
        return read_pairs(content)
    try:
        sign = find_sign(lines_of(text))
    except DataError:
        return None
    # Commas stand in sentences, too; only tabs and bars are sure to part two texts.
    return read_pairs(content) if sign in ("\t", "|||") else None


def _lines_in(content: bytes) -> list[str]:
    """The lines of a text that hold something."""
    lines = [line for line in map(plain, lines_of(_text(content))) if line]
    if not lines:
        raise DataError(t("The file is empty."))
    return lines


def _text(content: bytes) -> str:
    if not content.strip():
        raise DataError(t("The file is empty."))
    refuse_other_kinds(content, t("text"))
    return decode(content, None, Notes(), refuse_binary)[0].removeprefix("\ufeff")


def _notes(translator: TextTranslator, sources: list[str], more: int) -> list[str]:
    """What was not translated, and how much of it the model has never seen."""
    notes = []
    if more > 0:
        notes.append(
            plural(
                "{number} further line was not translated.",
                "{number} further lines were not translated.",
                more,
            )
        )
    share = translator.vocabulary.unknown_share("".join(sources))
    if share:
        notes.append(t("{share} of the symbols are unknown to the model.", share=exact_percent(share)))
    return notes
