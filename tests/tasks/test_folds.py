"""Folds: nothing is learned from that comes after what is validated on, or stands in it."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rnnkit.config import parse
from rnnkit.data.folds import fold_of
from rnnkit.data.labelled import read_labelled, split
from rnnkit.errors import ConfigError
from rnnkit.tasks.classify.folds import fold as classify_fold
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.tasks.forecast.folds import fold as forecast_fold
from rnnkit.tasks.forecast.folds import held_back
from rnnkit.tasks.forecast.inputs.series_parts import parts_of
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.tasks.tables import sine, table_of

Length = some.integers


@settings(max_examples=300)
@given(Length(1, 400), Length(1, 40), Length(1, 30), Length(1, 60), Length(1, 8))
def test_no_fold_learns_from_what_comes_after_the_beginning_of_its_validation_part(
    length: int, lookback: int, horizon: int, test: int, count: int
) -> None:
    config = SimpleNamespace(lookback=lookback, horizon=horizon, test=test)
    try:
        held = held_back(config, length, count)
    except ConfigError:
        return
    assert (held[-1], len(held)) == (test, count)
    before = 0
    for each in held:
        config.test = each
        parts = parts_of(np.arange(length + 1), config)
        train, valid = parts.cutoffs("train"), parts.cutoffs("valid")
        assert len(train)
        assert len(valid)
        assert train.max() + horizon <= parts.valid_start <= valid.min(), (
            "a gap of the horizon between cutoffs"
        )
        assert valid.max() + horizon <= parts.test_start == length - each <= length - test
        assert parts.valid_start >= before, "what one fold is validated on, no other is"
        before = parts.test_start


def test_folds_of_a_table_ask_the_same_question_and_too_many_are_refused() -> None:
    table = table_of({"a": sine(noise=0.1)})
    asked = parse(ForecastConfig, {"horizon": 4, "test": 20})
    whole = resolve(table, asked)
    found = [resolve(*forecast_fold(table, asked, number, 3)) for number in range(3)]
    assert [each.replace(test=1) for each in found] == [whole.replace(test=1)] * 3
    assert found[0].test > found[1].test > found[2].test == whole.test
    with pytest.raises(
        ConfigError, match=r"50 folds need .* rows; the longest series has .*\. Take \d+, or a"
    ):
        forecast_fold(table, asked, 0, 50)


@settings(max_examples=100)
@given(
    some.lists(some.tuples(Length(0, 20), Length(0, 2)), min_size=1, max_size=80), Length(2, 6), Length(0, 9)
)
def test_rows_that_belong_together_are_in_one_fold_and_classes_are_spread(
    rows: list[tuple[int, int]], count: int, seed: int
) -> None:
    keys, labels = [key for key, _ in rows], [key % 3 for key, _ in rows]
    if len(set(keys)) < count:
        with pytest.raises(ConfigError, match="folds need as many different rows"):
            fold_of(keys, labels, count, seed)
        return
    found = fold_of(keys, labels, count, seed)
    assert set(found) == set(range(count))
    assert len({(key, place) for key, place in zip(keys, found, strict=True)}) == len(set(keys))
    for label in set(labels):
        groups = {key: place for key, place in zip(keys, found, strict=True) if key % 3 == label}
        sizes = np.bincount(list(groups.values()), minlength=count)
        assert sizes.max() - sizes.min() <= 1


def test_every_text_that_is_not_scored_is_validated_on_once() -> None:
    rows = "".join(f"text number {i % 40},{i % 2}\n" for i in range(60))
    data = read_labelled(b"text,label\n" + rows.encode())
    plain = split(data, 0)
    validated: list[int] = []
    for number in range(4):
        parts = split(classify_fold(data, ClassifyConfig(), number, 4)[0], 0)
        assert sorted(parts.test) == sorted(plain.test)
        assert not {data.texts[i] for i in parts.train} & {data.texts[i] for i in parts.validation}
        validated += parts.validation.tolist()
    assert sorted(validated) == sorted([*plain.train.tolist(), *plain.validation.tolist()])
