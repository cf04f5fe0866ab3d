"""Texts of every class, hidden from the members of a room, and what a classifier is worth on them."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.compare.units import Units
from rnnkit.config import TrainingSettings
from rnnkit.data.labelled import Labelled, LabelledOverrides, read_labelled
from rnnkit.data.labelled.split import held_out
from rnnkit.errors import DataError
from rnnkit.files.encoding import sha256
from rnnkit.files.kept import Kept
from rnnkit.tasks.classify.answering import kept_name
from rnnkit.tasks.classify.rows import check
from rnnkit.tasks.classify.source import load
from rnnkit.tasks.task import CutData, Hiding, SliceLosses, Uploaded
from rnnkit.words import plural, t

LEAST = 20  # texts that are hidden at least
NAMES = ("text", "label", "part")


def cut(uploaded: Uploaded, _preset: TrainingSettings, share: float) -> CutData:
    """The texts without a share of each class; equal texts are on one side, with blanks and case aside.

    Raises `DataError` for series, and where too few texts would be hidden.
    """
    data = load(uploaded)
    check(data)
    if data.kind != "text":
        raise DataError(t("Series with classes have no hidden slice; open the room without one."))
    seed = int(sha256(uploaded.content)[:8], 16)
    left, hidden = held_out(data, share, seed)
    if len(hidden) < LEAST or len(left) < LEAST:
        raise DataError(
            t(
                "Too few texts to hide some: at least {least} are needed on either side, and {share:.0%} of "
                "{rows:,} are {found:,}.",
                least=LEAST,
                share=share,
                rows=len(data),
                found=len(hidden),
            )
        )
    content, reading = _written(data, left.tolist())
    names = [data.classes[label[0]] for label in data.labels]
    counts = {name: sum(names[row] == name for row in left.tolist()) for name in data.classes}
    whole = {
        "texts": [data.texts[row] for row in hidden.tolist()],
        "labels": [names[row] for row in hidden.tolist()],
        "counts": counts,
    }
    return CutData(
        content,
        reading.to_json(),
        json.dumps(whole).encode(),
        rows=len(hidden),
        said=tuple(_words(data, len(hidden))),
    )


def losses(kept: Kept, hidden: bytes, _reading: Mapping[str, Any]) -> SliceLosses:
    """The log loss of each hidden text: of a kept classifier, its linear partner, and the class counts."""
    from rnnkit.tasks.classify.kept.bundle import answering_of
    from rnnkit.tasks.classify.kept.kept_network import answerer

    whole = json.loads(hidden)
    classes, model = answering_of(kept).classes, answerer(kept)
    right = np.array([classes.index(kept_name(label)) for label in whole["labels"]], np.int64)
    times = {kept_name(name): count for name, count in whole["counts"].items()}
    counts = np.array([times[name] for name in classes], np.float64)
    said = {"": model.log_p(whole["texts"])}
    if model.partner is not None:
        said["linear"] = model.partner.log_p(whole["texts"])
    said["majority"] = np.tile(np.log(counts / counts.sum()), (len(right), 1))
    units = {name: _units(log_p, right) for name, log_p in said.items()}
    return SliceLosses("log_loss", sha256(hidden), units)


def _units(log_p: npt.NDArray[np.float64], right: npt.NDArray[np.int64]) -> Units:
    loss = -log_p[np.arange(len(right)), right]
    return Units("texts", loss / len(right), np.full(len(right), 1 / len(right)))


def _written(data: Labelled, rows: Sequence[int]) -> tuple[bytes, LabelledOverrides]:
    """Rows as a table, and the decisions that read it. Raises `DataError` where they would not come back."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    parted = any(data.parts[row] != "train" for row in rows)
    table.writerow(NAMES if parted else NAMES[:2])
    for row in rows:
        line = (data.texts[row], data.classes[data.labels[row][0]], data.parts[row])
        table.writerow(line if parted else line[:2])
    content = out.getvalue().encode()
    reading = LabelledOverrides(
        encoding="utf-8",
        separator=",",
        header=True,
        quotes=True,
        text=("text",),
        label=("label",),
        part="part" if parted else None,
        kind="text",
        na_is_missing=False,
        several=False,
    )
    again = read_labelled(content, reading)
    if again.texts != tuple(data.texts[row] for row in rows) or again.classes != data.classes:
        raise DataError(t("These texts would be read otherwise once they are cut; save them as a table."))
    return content, reading


def _words(data: Labelled, hidden: int) -> list[str]:
    said = [
        plural(
            "{number} text is hidden, as much of every class.",
            "{number} texts are hidden, as many of every class in proportion.",
            hidden,
        )
    ]
    if data.vectors is not None:
        said.append(t("Word vectors stay behind: a room has texts and classes only."))
    return said


HIDING = Hiding(cut, "rnnkit.tasks.classify.kept.hidden:losses", frozenset({"partner"}))
