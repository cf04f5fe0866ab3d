"""Options are made from the settings: none is forgotten, all have help, names stay as documented."""

import click
import pytest

from rnnkit.cli import main
from rnnkit.cli.options import overrides_from
from rnnkit.data.table.recipe import Overrides
from rnnkit.tasks.forecast.settings import ForecastConfig

DOCUMENTED = (
    *(
        "--time",
        "--target",
        "--series",
        "--horizon",
        "--lookback",
        "--cell",
        "--bidirectional",
        "--hidden-size",
    ),
    *(
        "--num-layers",
        "--budget",
        "--epochs",
        "--test",
        "--seed",
        "--out",
        "--json",
        "--encoding",
        "--separator",
    ),
    *(
        "--decimal",
        "--day-first",
        "--month-first",
        "--no-header",
        "--missing",
        "--sentinel",
        "--gaps",
        "--off",
    ),
)


def names(command):
    return {
        word for option in main.commands[command].params for word in (*option.opts, *option.secondary_opts)
    }


def test_every_setting_has_an_option():
    repeat = {"task", "pace", "rates", "refit_steps", "start_from"}  # what a run writes down for its repeat
    fields = {*ForecastConfig.model_fields, *Overrides.model_fields} - repeat
    assert fields <= {option.name for option in main.commands["forecast"].params}
    assert set(Overrides.model_fields) <= {option.name for option in main.commands["data"].params}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_documented_names_exist(name):
    assert name in names("forecast")


def test_every_option_says_what_it_does():
    for command in main.commands.values():
        silent = [
            option.name for option in command.params if isinstance(option, click.Option) and not option.help
        ]
        assert silent == []


def test_words_stand_for_characters_that_are_hard_to_type():
    assert overrides_from({"separator": "tab"}) == {"separator": "\t"}
    assert overrides_from({"separator": ";", "thousands": "none"}) == {"separator": ";", "thousands": ""}
    assert overrides_from({"missing": (), "header": False}) == {"header": False}
