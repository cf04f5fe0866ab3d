"""The leaks of labelled rows, windows and texts."""

import numpy as np
import pytest

from rnnkit.leaks.labelled_rows import labelled_leaks, labelled_text_leaks

ROWS = 400
NAMES = ("a", "b", "c", "d")


def rows(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, labels that depend on them a little, and the last quarter as test part."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(ROWS, 4)).round(5)
    labels = (x[:, 0] + rng.normal(size=ROWS) > 0).astype(np.int64)
    return x, labels, np.arange(ROWS) >= 300


def test_clean_rows_give_no_alarm() -> None:
    for seed in range(30):
        assert labelled_leaks(*rows(seed), NAMES) == ()


def test_rows_that_come_twice() -> None:
    x, labels, test = rows()
    x[350:390], labels[350:390] = x[20:60], labels[20:60]
    (finding,) = labelled_leaks(x, labels, test, NAMES)
    assert (finding.kind, finding.rows, finding.share) == ("duplicates", 40, pytest.approx(0.4))
    (gain,) = finding.gains
    assert gain.inflated == 0
    assert gain.honest > 0.1
    assert gain.metric == "share of wrong labels"


def test_a_column_that_is_the_label() -> None:
    x, labels, test = rows()
    x[:, 2] = np.where(labels == 1, -7.5, 3)
    (finding,) = labelled_leaks(x, labels, test, NAMES)
    assert (finding.kind, finding.without) == ("target", ("c",))
    (gain,) = finding.gains
    assert gain.inflated == 0
    assert gain.honest > 0.1


def test_columns_that_were_scaled_with_the_test_rows() -> None:
    x, labels, test = rows()
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    (finding,) = labelled_leaks(x, labels, test, NAMES)
    assert (finding.kind, finding.columns, finding.certainty) == ("scaled", NAMES, "certain")


def test_windows_that_overlap_and_were_shuffled() -> None:
    rng = np.random.default_rng(0)
    series = rng.normal(size=ROWS + 11).cumsum().round(4)
    x = np.lib.stride_tricks.sliding_window_view(series, 12)
    labels = np.repeat(rng.integers(0, 2, ROWS // 8 + 1), 8)[: len(x)]  # known to whoever knows the place
    order = rng.permutation(len(x))
    test = np.arange(len(x)) >= 300
    (finding,) = labelled_leaks(x[order], labels[order], test, [f"t{i}" for i in range(12)])
    assert finding.kind == "windows"
    assert finding.share > 0.9
    (gain,) = finding.gains
    assert gain.inflated < gain.honest
    apart = labelled_leaks(x, labels, test, [f"t{i}" for i in range(12)])
    assert [one.share for one in apart] == [pytest.approx(0.06)], "in order, only the border is shared"


def test_texts_that_come_twice() -> None:
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice(list("abcdefgh"), 12)) for _ in range(ROWS)]
    labels = rng.integers(0, 2, ROWS)
    test = np.arange(ROWS) >= 300
    assert labelled_text_leaks(texts, labels, test) == ()
    for place in range(300, 320):
        texts[place], labels[place] = texts[place - 300].replace(" ", "  "), labels[place - 300]
    (finding,) = labelled_text_leaks(texts, labels, test)
    assert (finding.kind, finding.rows) == ("duplicates", 20)
    (gain,) = finding.gains
    assert (gain.inflated, gain.method) == (0, "looking it up")
    assert gain.honest > 0.2
