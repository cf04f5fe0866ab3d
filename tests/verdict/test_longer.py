"""Advice to train longer: three times as long, in what the person counts, and none where that cannot be."""

import pytest

from rnnkit.config import parse
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.verdict.verdict import longer


@pytest.mark.parametrize(
    ("asked", "words", "changes"),
    [
        ({"budget": 60.0}, "Train longer: 180 seconds.", {"budget": 180.0}),
        ({"budget": 2000.0}, "Train longer: 3600 seconds.", {"budget": 3600.0}),
        ({"budget": 3600.0}, "", {}),
        ({"epochs": 4000}, "Train longer: 10,000 epochs.", {"epochs": 10_000}),
        ({"epochs": 10_000}, "", {}),
        ({"steps": 500}, "Train longer: 1,500 steps.", {"steps": 1500}),
        ({"steps": 10_000_000}, "", {}),
    ],
)
def test_longer_as_far_as_the_setting_goes(
    asked: dict[str, object], words: str, changes: dict[str, object]
) -> None:
    found = longer(parse(ForecastConfig, asked))
    assert found == (words, changes)
    parse(ForecastConfig, asked | found[1])
