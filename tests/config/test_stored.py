"""Settings of other versions: lifted where that is known, else shown as far as they are understood."""

import json
from typing import Any

import pytest

from rnnkit.config import stored
from rnnkit.config.stored import as_far_as_known, lifted, lifted_json, parse_stored, stamped, stamped_json
from rnnkit.errors import ConfigError
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text.settings import TextConfig


def rename_units(values: stored.Values) -> dict[str, Any]:
    """Version 2 of a story: `units` became `hidden_size`."""
    return {("hidden_size" if name == "units" else name): value for name, value in values.items()}


def drop_zoneout(values: stored.Values) -> dict[str, Any]:
    """Version 3 of it: a setting that nobody used is gone."""
    return {name: value for name, value in values.items() if name != "zoneout"}


@pytest.fixture
def third_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "LIFTS", (rename_units, drop_zoneout))


def test_settings_of_this_version_are_written_as_all_before_and_come_back() -> None:
    text = ForecastConfig(horizon=6).model_dump_json()
    assert json.loads(stamped_json(text)) == json.loads(text)
    assert lifted_json(text) is text
    assert parse_stored(ForecastConfig, text) == ForecastConfig(horizon=6)


@pytest.mark.usefixtures("third_version")
def test_settings_of_every_older_version_are_lifted() -> None:
    first = '{"task": "forecast", "units": 7, "zoneout": 0.1}'
    second = '{"task": "forecast", "hidden_size": 7, "zoneout": 0.1, "version": 2}'
    third = stamped_json('{"task": "forecast", "hidden_size": 7}')
    assert json.loads(third)["version"] == 3
    for text in (first, second, third):
        assert parse_stored(ForecastConfig, text) == ForecastConfig(hidden_size=7)
        assert as_far_as_known(ForecastConfig, text) == stored.Known(ForecastConfig(hidden_size=7))


def test_settings_of_a_newer_version_are_left_alone_and_refused() -> None:
    newer = {**stamped({"horizon": 6}), "version": 9}
    assert lifted(newer) == newer
    with pytest.raises(ConfigError, match=r"^Made by another version of this app\. There is no setting"):
        parse_stored(ForecastConfig, newer)


@pytest.mark.parametrize("version", ["1", 0, -1, None, True, 1.5, [], 10**9])
def test_a_version_that_is_none_is_no_setting(version: object) -> None:
    text = json.dumps({"horizon": 6, "version": version})
    known = as_far_as_known(ForecastConfig, text)
    assert known.config == ForecastConfig(horizon=6)
    assert known.strange == ("version",)


@pytest.mark.parametrize(
    ("values", "strange", "why"),
    [
        ({"zoneout": 0.1}, ("zoneout",), "There is no setting called zoneout."),
        ({"hidden_size": 4096}, ("hidden_size",), "Hidden size: whole number 1-512."),
        ({"cell": "mamba"}, ("cell",), "Cell: one of"),
        ({"zoneout": 1, "hidden_size": "many"}, ("zoneout", "hidden_size"), ""),
        ({"hidden_size": 512, "num_layers": 4, "bidirectional": True}, (), "About 21 M weights"),
    ],
)
def test_what_is_not_understood_is_named_and_the_rest_is_known(
    values: dict[str, Any], strange: tuple[str, ...], why: str
) -> None:
    known = as_far_as_known(ForecastConfig, json.dumps({"horizon": 6, "targets": ["a"], "seed": 3} | values))
    assert (known.config.horizon, known.config.targets, known.config.seed) == (6, ("a",), 3)
    assert known.strange == strange
    assert why in known.why
    assert known.why


@pytest.mark.parametrize("text", ["", "[]", "null", '{"task": "forecast"}', "{"])
def test_what_is_no_settings_at_all_is_not_understood(text: str) -> None:
    known = as_far_as_known(TextConfig, text)
    assert known.config == TextConfig()
    assert known.why
    with pytest.raises(ConfigError):
        parse_stored(TextConfig, text)
