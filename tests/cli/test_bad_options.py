"""Whatever is typed where a number or a date belongs: one sentence and exit code 2, no traceback."""

import click
import pytest
from click.testing import CliRunner

from rnnkit.cli import main
from rnnkit.errors import DataError

COMMANDS = {
    "data": ["data", "--sample", "airline"],
    "forecast": ["forecast", "--sample", "airline"],
    "text": ["text", "--sample", "hamlet"],
    "memory": ["memory"],
}
NUMBERS = (click.types.IntParamType, click.types.FloatParamType)
HUGE = "-99999999999999999999999"
WRONG = ("x", "", "nan", "inf", "1e999", HUGE)
ENDLESS = ("--floor", "--ceiling")  # borders of the data, which may be as large as numbers are
DATES = ("", "nan", "now", "99999999999999999999")


def never(*_words, **_options):
    """Training and reading that nobody should come to with such an option."""
    raise DataError("it went on")


def numbers(command):
    """The options of a command that take a number."""
    return [
        option.opts[0]
        for option in main.commands[command].params
        if isinstance(option, click.Option) and not option.is_flag and isinstance(option.type, NUMBERS)
    ]


@pytest.fixture
def nothing_trains(monkeypatch):
    for place in ("forecast_commands", "text_commands", "memory_commands"):
        monkeypatch.setattr(f"rnnkit.cli.tasks.{place}.train", never)


def refused(command, option, value):
    """The sentence of a refusal."""
    result = CliRunner().invoke(main, [*COMMANDS[command], f"{option}={value}"])
    assert result.exit_code == 2, (option, value, result.exception)
    assert isinstance(result.exception, SystemExit)
    (sentence,) = result.stderr.strip().splitlines()
    assert sentence.startswith("Error: ")
    assert "it went on" not in sentence, (option, value)
    return sentence


@pytest.mark.parametrize("command", ["forecast", "text", "memory"])
def test_a_number_is_refused_in_one_sentence(command, nothing_trains):
    options = [option for option in numbers(command) if "sentinel" not in option]
    assert len(options) > 10
    for place, option in enumerate(options):
        for value in WRONG if place == 0 else (WRONG[place % len(WRONG)], "x"):  # each with some of them
            if option not in ENDLESS or value != HUGE:
                refused(command, option, value)


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_date_that_is_none_is_refused_in_one_sentence(option):
    for value in DATES:
        assert "is not a date such as 2020-01-31." in refused("data", option, value)
