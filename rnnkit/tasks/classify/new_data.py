"""A kept classifier on new texts: their classes with probabilities, and the score where labels are known."""

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd

from rnnkit.data.labelled import Labelled, read_labelled
from rnnkit.data.limits import Limits
from rnnkit.data.source.decode import decode
from rnnkit.data.table.notes import Notes
from rnnkit.errors import DataError, RnnkitError
from rnnkit.files.csv_export import safe_csv
from rnnkit.files.kept import Kept
from rnnkit.tasks.classify import measures
from rnnkit.tasks.classify.answering import Answering
from rnnkit.tasks.classify.bundle import answering_of
from rnnkit.tasks.classify.kept_network import answerer
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from rnnkit.words import plural, t

MOST_SHOWN = 12  # classes whose probabilities are written for each text; of more, those of the answer alone


def classify_new(kept: Kept, content: bytes, clock: Clock, *_: object) -> Outcome:
    """The answers in the frame `answers`; scores where the file says classes that the model knows."""
    assert isinstance(kept.config, ResolvedClassify)
    answering = answering_of(kept)
    texts, labels, notes = texts_in(content, answering)
    clock.tell("evaluating")
    log_p = answerer(kept).log_p(texts)
    known = [row for row, label in enumerate(labels) if label in answering.classes]
    metrics = {}
    if known:
        right = np.array([answering.classes.index(labels[row]) for row in known], np.int64)
        metrics = {"model": measures.scores(log_p[known], right)}
        notes.append(
            plural(
                "Scored on {number} text with a known class.",
                "Scored on {number} texts with a known class.",
                len(known),
            )
        )
    summary = {
        "config": kept.config.model_dump(mode="json"),
        "device": "cpu",
        "metrics": metrics,
        "notes": notes,
        "scored": len(known),
        "seconds": clock.seconds,
    }
    return Outcome(summary, {"answers": answers_frame(texts, labels, log_p, answering)})


def written(outcome: Outcome, path: Path | None) -> bytes:
    """The answers as CSV, whatever the name of the file."""
    del path
    return safe_csv(outcome.frames["answers"])


def answers_frame(
    texts: list[str], labels: list[str], log_p: measures.Array, answering: Answering
) -> pd.DataFrame:
    """A row a text: its class, how likely that is, what the file said, and the probability of each class."""
    p = np.exp(log_p)
    names = np.array(answering.classes, dtype=object)
    columns: dict[str, object] = {
        "text": texts,
        "class": names[p.argmax(axis=1)],
        "p": p.max(axis=1).round(6),
    }
    if any(labels):
        columns["label"] = labels
    if len(names) <= MOST_SHOWN:
        columns |= {f"p_{name}": p[:, place].round(6) for place, name in enumerate(names)}
    return pd.DataFrame(columns)


def texts_in(content: bytes, answering: Answering) -> tuple[list[str], list[str], list[str]]:
    """Texts, their classes ("" where none is said), and what to know about the reading.

    A file as the one that was learned from, or texts alone: the column of that name, or every line.
    Raises `DataError` where there is no text.
    """
    Limits.from_environment().check_size(content)
    try:
        data = read_labelled(content)
        if data.kind == "text" and set(data.classes) & set(answering.classes):
            return _labelled(data)
    except RnnkitError:
        pass
    text, _ = decode(content, None, Notes())
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = _rows(lines) if answering.columns else []
    place = next((rows[0].index(name) for name in answering.columns if rows and name in rows[0]), None)
    if place is not None:
        found = [row[place] for row in rows[1:] if len(row) > place and row[place].strip()]
        note = t("The texts are those of the column {name}.", name=rows[0][place])
    else:
        found = [line for line in lines.split("\n") if line.strip()]
        note = t("Every line is taken for a text.")
    if not found:
        raise DataError(
            t("There is no text in this file; bring one text a line, or a table like that it learned from.")
        )
    return found, [""] * len(found), [note]


def _rows(text: str) -> list[list[str]]:
    """The rows of a table; none where it has a cell that no table has."""
    try:
        return [row for row in csv.reader(io.StringIO(text)) if row]
    except csv.Error:
        return []


def _labelled(data: Labelled) -> tuple[list[str], list[str], list[str]]:
    labels = ["" if len(label) != 1 else data.classes[label[0]] for label in data.labels]
    texts = [*data.texts, *data.unlabelled]
    return (
        texts,
        [*labels, *[""] * len(data.unlabelled)],
        [change.sentence for change in data.changes if change.enabled],
    )
