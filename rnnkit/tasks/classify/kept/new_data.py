"""A kept classifier on new rows: their classes with probabilities, and the score where labels are known."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.data.labelled import Labelled, LabelledOverrides, read_labelled
from rnnkit.data.limits import Limits
from rnnkit.data.source.decode import decode
from rnnkit.data.table.notes import Notes
from rnnkit.errors import DataError, RnnkitError
from rnnkit.files.csv_export import safe_csv
from rnnkit.files.kept import Kept, read_json
from rnnkit.tasks.classify import measures
from rnnkit.tasks.classify.answering import Answering, kept_name
from rnnkit.tasks.classify.kept.bundle import answering_of
from rnnkit.tasks.classify.kept.kept_network import answerer
from rnnkit.tasks.classify.series.scaling import SCALING, Scaling
from rnnkit.tasks.classify.series.typed import typed
from rnnkit.tasks.classify.settings import InputKind, ResolvedClassify
from rnnkit.tasks.classify.wording import SAID
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from rnnkit.words import plural, t

SEPARATORS = ",;\t|"  # of tables, in the order in which they are tried
MOST_SHOWN = 12  # classes whose probabilities are written for each text; of more, those of the answer alone


@dataclass(frozen=True)
class NewRows:
    """Rows as they came, their classes ("" where none is said), what to know about the reading, and the
    columns that name them."""

    rows: Sequence[Any]
    labels: Sequence[str]
    notes: Sequence[str]
    shown: Mapping[str, Sequence[Any]]


def classify_new(kept: Kept, content: bytes, clock: Clock, *_: object) -> Outcome:
    """The answers in the frame `answers`; scores where the file says classes that the model knows."""
    assert isinstance(kept.config, ResolvedClassify)
    answering, kind = answering_of(kept), kept.config.inputs
    Limits.from_environment().check_size(content)
    new = READ[kind](content, kept)
    clock.tell("evaluating")
    log_p = answerer(kept).log_p(new.rows)
    known = [row for row, label in enumerate(new.labels) if label in answering.classes]
    metrics, notes = {}, list(new.notes)
    if known:
        right = np.array([answering.classes.index(new.labels[row]) for row in known], np.int64)
        metrics = {"model": measures.scores(log_p[known], right)}
        notes.append(plural(SAID[kind]["scored"], SAID[kind]["scored_ones"], len(known)))
    summary = {
        "config": kept.config.model_dump(mode="json"),
        "device": "cpu",
        "metrics": metrics,
        "notes": notes,
        "scored": len(known),
        "seconds": clock.seconds,
    }
    return Outcome(summary, {"answers": answers_frame(new, log_p, answering)})


def written(outcome: Outcome, path: Path | None) -> bytes:
    """The answers as CSV, whatever the name of the file."""
    del path
    return safe_csv(outcome.frames["answers"])


def answers_frame(new: NewRows, log_p: measures.Array, answering: Answering) -> pd.DataFrame:
    """One row each: its class, how likely that is, what the file said, and the probability of each class."""
    p = np.exp(log_p)
    names = np.array(answering.classes, dtype=object)
    columns: dict[str, object] = {
        **new.shown,
        "class": names[p.argmax(axis=1)],
        "p": p.max(axis=1).round(6),
    }
    if any(new.labels):
        columns["label"] = new.labels
    if len(names) <= MOST_SHOWN:
        columns |= {f"p_{name}": p[:, place].round(6) for place, name in enumerate(names)}
    return pd.DataFrame(columns)


def texts_in(content: bytes, kept: Kept) -> NewRows:
    """Texts of a file like the one that was learned from, or alone: the column of that name, or every line.

    Raises `DataError` where there is no text.
    """
    answering = answering_of(kept)
    try:
        data = read_labelled(content)
        if data.kind == "text" and _known(data, answering):
            return _labelled_texts(data)
    except RnnkitError:
        pass
    text, _ = decode(content, None, Notes())
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    column = next((one for sign in SEPARATORS if (one := _column(lines, sign, answering.columns))), None)
    if column is not None:
        name, found = column
        note = t("The texts are those of the column {name}.", name=name)
    else:
        found = [line for line in lines.split("\n") if line.strip()]
        note = t("Every line is taken for a text.")
    if not found:
        raise DataError(
            t("There is no text in this file; bring one text per line, or a table as it learned from.")
        )
    return NewRows(found, [""] * len(found), [note], {"text": found})


def _column(text: str, separator: str, names: Sequence[str]) -> tuple[str, list[str]] | None:
    """The first of these columns that a table has, and its cells that hold something; `None` without one."""
    try:
        header, *rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if row]
    except (csv.Error, ValueError):  # a cell that no table has, or no row at all
        return None
    name = next((name for name in names if name in header), None)
    if name is None:
        return None
    place = header.index(name)
    return name, [row[place] for row in rows if len(row) > place and row[place].strip()]


def _labelled_texts(data: Labelled) -> NewRows:
    texts = [*data.texts, *data.unlabelled]
    labels = [*_labels(data), *[""] * len(data.unlabelled)]
    notes = [change.sentence for change in data.changes if change.enabled]
    return NewRows(texts, labels, notes, {"text": texts})


def series_in(content: bytes, kept: Kept) -> NewRows:
    """Series of a file like the one that was learned from, or alone, one series per line.

    Raises `DataError` where there is none, or another number of channels.
    """
    answering, channels = answering_of(kept), read_json(Scaling, kept.parts[SCALING], t("scaling")).channels
    found = _labelled_series(content, answering) or _lines_of_numbers(content)
    other = next((one.shape[1] for one in found.rows if one.shape[1] != channels), None)
    if other is not None:
        raise DataError(
            t(
                "The model reads series of {wanted} channels, and these have {found}; bring series like "
                "those it learned from.",
                wanted=channels,
                found=other,
            )
        )
    return found


def _labelled_series(content: bytes, answering: Answering) -> NewRows | None:
    try:
        data = read_labelled(content, LabelledOverrides(kind="series"))
    except RnnkitError:
        return None
    if not _known(data, answering):
        return None
    notes = [t("The classes are those of the column {name}.", name=str(data.origin.label))]
    notes += [change.sentence for change in data.changes if change.enabled]
    return NewRows(list(data.series), _labels(data), notes, {"line": list(data.lines)})


def _known(data: Labelled, answering: Answering) -> bool:
    """Whether the model knows any of the classes of a file."""
    return not set(answering.classes).isdisjoint(map(kept_name, data.classes))


def _labels(data: Labelled) -> list[str]:
    """The class of each row as the model names it; "" where a row has none or several."""
    return ["" if len(label) != 1 else kept_name(data.classes[label[0]]) for label in data.labels]


def _lines_of_numbers(content: bytes) -> NewRows:
    text, _ = decode(content, None, Notes())
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if lines and re.search("[^\\W\\d_]", lines[0][1].lower().replace("nan", "").replace("e", "")):
        lines = lines[1:]  # the names of columns
    rows = [typed(line, number) for number, line in lines]
    if not rows:
        raise DataError(
            t("There is no series in this file; bring one series per line, numbers with commas between.")
        )
    note = t("Every line is taken for a series.")
    return NewRows(rows, [""] * len(rows), [note], {"line": [number for number, _ in lines]})


READ: Mapping[InputKind, Callable[[bytes, Kept], NewRows]] = {"text": texts_in, "series": series_in}
