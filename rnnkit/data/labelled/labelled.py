"""What a reader of labels hands over: texts or series with their classes, and all that was decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.vectors import Vectors
from rnnkit.data.table.table import Change, Question

Kind = Literal["text", "series"]
Part = Literal["train", "validation", "test"]
Column = str | int
"""A column by its name, or by its place from 0 where there are no names."""


@dataclass(frozen=True)
class Origin:
    """Where texts and labels came from.

    `form` is how the file is laid out (table, beside, spaced, prefix, json, sheet, folders, files, ts, wide,
    long); `text` and `label` are columns, or words where there are none (several labels: one column a class);
    `offered` are all columns that a person may choose instead.
    """

    form: str
    text: tuple[Column, ...]
    label: Column | tuple[Column, ...]
    encoding: str = "utf-8"
    header: bool | None = None
    separator: str | None = None
    part: Column | None = None
    offered: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Labelled:
    """N texts or series with their classes, of C `classes`.

    - `texts`: N strings (none of series); `series`: N arrays (T, F), NaN in gaps (none of texts);
    - `labels`: for each row the places of its classes: one, or any number where `multilabel`;
    - `classes`: their names, sorted; in their order where `ordered`, such as stars;
    - `parts`: for each row train, validation or test, as the file says; all train where it says nothing;
    - `lines`: for each row its line or number in the file, counted from 1;
    - `unlabelled`: texts that came without a label in a part of their own;
    - `vectors`: words and their numbers, where a person brought such a file beside the texts;
    - `dropped`: how many records were left out; `suspects`: lines worth a look, by what is odd about them.
    """

    kind: Kind
    texts: tuple[str, ...]
    series: tuple[np.ndarray, ...]
    labels: tuple[tuple[int, ...], ...]
    classes: tuple[str, ...]
    multilabel: bool
    ordered: bool
    parts: tuple[Part, ...]
    lines: tuple[int, ...]
    unlabelled: tuple[str, ...]
    dropped: int
    origin: Origin
    changes: tuple[Change, ...]
    questions: tuple[Question, ...]
    suspects: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    overrides: LabelledOverrides = field(default_factory=LabelledOverrides)
    vectors: Vectors | None = None

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def targets(self) -> np.ndarray:
        """The class of each row (N,), int64; where there may be several, ones and zeros (N, C), float32."""
        if not self.multilabel:
            return np.array([label[0] for label in self.labels], dtype=np.int64)
        found = np.zeros((len(self.labels), len(self.classes)), dtype=np.float32)
        for row, label in zip(found, self.labels, strict=True):
            row[list(label)] = 1
        return found

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows each class has, in the order of the classes."""
        found = np.bincount([c for label in self.labels for c in label], minlength=len(self.classes))
        return dict(zip(self.classes, map(int, found), strict=True))

    @property
    def bytes(self) -> int:
        """Memory that texts and series take, at most."""
        vectors = 0 if self.vectors is None else 2 * self.vectors.numbers.nbytes
        return (
            sum(4 * len(text) for text in self.texts) + sum(array.nbytes for array in self.series) + vectors
        )

    @cached_property
    def understood(self) -> Mapping[str, object]:
        """All of it in plain JSON values, with the sentences of what was changed and what is asked."""
        origin, test = self.origin, self.parts.count("test")
        label = list(origin.label) if isinstance(origin.label, tuple) else origin.label
        found: dict[str, object] = {
            "kind": self.kind,
            "form": origin.form,
            "encoding": origin.encoding,
            "header": origin.header,
            "separator": origin.separator,
            "text": list(origin.text),
            "label": label,
            "rows": len(self) - test,
            "test_rows": test,
            "validation_rows": self.parts.count("validation"),
            "unlabelled": len(self.unlabelled),
            "dropped": self.dropped,
            "classes": sorted(self.classes),
            "counts": dict(self.counts),
            "multilabel": self.multilabel,
            "ordered": self.ordered,
            "offered": list(origin.offered),
            "suspect": {key: list(lines) for key, lines in self.suspects.items()},
            "notes": [change.sentence for change in self.changes if change.enabled],
            "questions": [question.sentence for question in self.questions],
        }
        absent = {"header": None, "separator": None, "test_rows": 0, "validation_rows": 0, "unlabelled": 0}
        return {key: value for key, value in found.items() if key not in absent or value != absent[key]}
