"""The leaks of labelled rows, windows and texts: what of the test part a classifier has seen already."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.data.table.notes import listing
from rnnkit.leaks.cheap import ASKED, REMEMBERED, gain_of_rows, gain_of_views, thinned_rows
from rnnkit.leaks.finding import Finding, Gain
from rnnkit.leaks.hashing import Bools, rows_of
from rnnkit.leaks.repeats import find_repeated_rows
from rnnkit.leaks.scaled import find_scaled
from rnnkit.leaks.window_rows import SharedWindows, find_windows
from rnnkit.rounding import exact_percent
from rnnkit.words import plural, t

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MATTERS = 0.01  # of the test rows


def labelled_leaks(x: Array, labels: Ints, test: Bools, names: Sequence[str]) -> tuple[Finding, ...]:
    """The leaks of rows, or windows of one series, `(N, F)` with their labels `(N,)`.

    `test` `(N,)` marks the rows that are scored; `names` are those of the columns.
    """
    windows = find_windows(x)
    found = [*(_shared(x, labels, test, windows) if windows else _repeated(x, labels, test))]
    found += _answers(x, labels, test, names)
    found += _scaled(x, test, names)
    return tuple(found)


def labelled_text_leaks(texts: Sequence[str], labels: Ints, test: Bools) -> tuple[Finding, ...]:
    """Labelled texts of the test part that stand in the training part word for word, white space aside.

    The gain is that of looking the text up, beside always saying the most frequent label.
    """
    known: dict[str, int] = {}
    spelled = [" ".join(text.split()) for text in texts]
    for place in np.flatnonzero(~test).tolist():
        known.setdefault(spelled[place], place)
    held = (
        np.array([bool(spelled[place]) and spelled[place] in known for place in range(len(spelled))]) & test
    )
    if held.sum() < MATTERS * test.sum() or not held.any():
        return ()
    asked = np.flatnonzero(held)
    source = np.array([known[spelled[place]] for place in asked.tolist()])
    common = np.bincount(labels[~test]).argmax()
    looked_up, guessed = (float(np.mean(labels[asked] != said)) for said in (labels[source], common))
    gain = Gain(t("share of wrong labels"), looked_up, guessed, len(asked), t("looking it up"))
    return (_duplicates(held, test, gain, spelled[int(asked[0])][:40]),)


def _shared(x: Array, labels: Ints, test: Bools, windows: SharedWindows) -> Iterator[Finding]:
    held = windows.shared(test, None)
    share = float(held.sum() / max(1, test.sum()))
    if share < MATTERS:
        return
    learned, asked = _parts(x, test, held)
    given = np.abs(windows.place[asked][:, None] - windows.place[learned]) < windows.width
    yield Finding(
        kind="windows",
        sentence=t(
            "The rows are windows of one series, moved by {step}: {share} of the test rows ({rows:,}) share "
            "half of their values with training.",
            step=plural("{number} column", "{number} columns", windows.step),
            share=exact_percent(share),
            rows=int(held.sum()),
        ),
        advice=t("Split the series by time first and cut it into windows afterwards."),
        rows=int(held.sum()),
        share=share,
        gains=_some(
            gain_of_rows((x[learned], labels[learned]), (x[asked], labels[asked]), given, labels=True)
        ),
    )


def _repeated(x: Array, labels: Ints, test: Bools) -> Iterator[Finding]:
    rows = find_repeated_rows(x, test)
    if len(rows) < MATTERS * test.sum() or not len(rows):
        return
    held = np.zeros(len(x), dtype=np.bool_)
    held[rows] = True
    learned, asked = _parts(x, test, held)
    hashes = rows_of(x)
    given = hashes[asked][:, None] == hashes[learned]
    gain = gain_of_rows((x[learned], labels[learned]), (x[asked], labels[asked]), given, labels=True)
    yield _duplicates(held, test, gain)


def _duplicates(held: Bools, test: Bools, gain: Gain | None, quoted: str = "") -> Finding:
    share = float(held.sum() / test.sum())
    words = t(
        "{share} of the test rows ({rows:,}) stand in the training part, too{example}.",
        share=exact_percent(share),
        rows=int(held.sum()),
        example=t(", such as {quoted!r}", quoted=quoted) if quoted else "",
    )
    advice = t("Leave the repeats out of the score: what was learned by heart says nothing about skill.")
    return Finding(
        "duplicates", words, advice, rows=int(held.sum()), share=share, skip=True, gains=_some(gain)
    )


def _answers(x: Array, labels: Ints, test: Bools, names: Sequence[str]) -> Iterator[Finding]:
    """Columns that are the label under other names: each value has one label, and each label one value."""
    classes = len(np.unique(labels))
    for place, name in enumerate(names):
        values = np.unique(x[:, place])
        if classes < 2 or len(values) != classes or not np.isfinite(values).all():
            continue
        pairs = np.unique(np.stack([x[:, place], labels.astype(np.float64)], axis=1), axis=0)
        if len(pairs) == classes:
            learned, asked = _parts(x, test, test)
            others = [p for p in range(x.shape[1]) if p != place]
            gain = gain_of_views(x, labels, learned, asked, ([place], others)) if others else None
            yield Finding(
                kind="target",
                sentence=t("{name} is the label itself, written in another way.", name=name[:40]),
                advice=t("Leave the column out: it is what is asked for."),
                columns=(name,),
                rows=int(test.sum()),
                share=1.0,
                without=(name,),
                gains=_some(gain),
            )


def _scaled(x: Array, test: Bools, names: Sequence[str]) -> Iterator[Finding]:
    found = [names[place] for place in range(x.shape[1]) if _given(x[:, place], test)]
    if found:
        yield Finding(
            kind="scaled",
            sentence=plural(
                "{names} was scaled over all rows, the test rows among them.",
                "{names} were scaled over all rows, the test rows among them.",
                len(found),
                names=listing(found),
            ),
            advice=t("Bring the values as they were measured: the app scales by the training part alone."),
            certainty="certain" if len(found) > 1 else "likely",
            columns=tuple(found),
            rows=len(x),
            share=1.0,
        )


def _given(column: Array, test: Bools) -> bool:
    scaled = find_scaled(column, ~test)
    return scaled is not None and not scaled.honest_too


def _parts(x: Array, test: Bools, held: Bools) -> tuple[Ints, Ints]:
    """Rows to learn from and rows to ask, as many as one looks through at once."""
    whole = np.isfinite(x).all(axis=1)
    return thinned_rows(np.flatnonzero(~test & whole), REMEMBERED), thinned_rows(
        np.flatnonzero(held & whole), ASKED
    )


def _some(gain: Gain | None) -> tuple[Gain, ...]:
    return () if gain is None else (gain,)
