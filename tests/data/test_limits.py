"""Limits come from the environment and are checked before anything is parsed."""

import pytest

from rnnkit.data import Limits
from rnnkit.errors import ConfigError, DataError


def test_the_environment_sets_the_limits(monkeypatch):
    monkeypatch.setenv("RNNKIT_MAX_MEGABYTES", "0.5e1")
    monkeypatch.setenv("RNNKIT_MAX_ROWS", "10")
    assert Limits.from_environment() == Limits(megabytes=5, rows=10, columns=50)


@pytest.mark.parametrize("value", ["many", "0", "-3", "nan", "inf"])
def test_a_limit_that_is_no_number_is_refused(monkeypatch, value):
    monkeypatch.setenv("RNNKIT_MAX_COLUMNS", value)
    with pytest.raises(ConfigError, match="RNNKIT_MAX_COLUMNS"):
        Limits.from_environment()


def test_bytes_are_counted_exactly():
    Limits(megabytes=1).check_size(b"x" * 1_000_000)
    with pytest.raises(DataError, match=r"^Larger than 1 MB\.$"):
        Limits(megabytes=1).check_size(b"x" * 1_000_001)
