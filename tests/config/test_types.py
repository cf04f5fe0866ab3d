"""Settings take a number, a yes or a list of names, not what could be read as one."""

import json
import math

import pytest

from rnnkit.config import parse
from rnnkit.errors import ConfigError
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.settings import TextConfig

HIDDEN = "Hidden size: whole number 1-512."
RATE = "Learning rate: number from 1e-06 to 1."
HORIZON = "Horizon: whole number 1-2,000."
SEED = "Seed: whole number 0-4,294,967,295."

# By the numbers of the list of bad inputs that the limits of this app were drawn from.
REFUSED = [
    *(("66", "hidden_size", value, HIDDEN) for value in (0, -1, 1.5, 10**6, float("nan"), "64", None, True)),
    *(("68", "learning_rate", value, RATE) for value in (0, -1, 1e6, math.inf, math.nan, True, "0.1")),
    *(("71", "epochs", value, "Epochs: whole number 1-10,000.") for value in (10**9, 0, 2.5)),
    *(("73", "horizon", value, HORIZON) for value in (0, -1, 2001)),
    *(("74", "seed", value, SEED) for value in (2**70, 2**32, -1, 0.5, "1")),
    ("72", "cell", "../../x", "Cell: one of rnn, gru, lstm, cnn, transformer."),
    ("75", "dropout", 1.0, "Dropout: number from 0 to 1."),
    *(("flag", "bidirectional", value, "Bidirectional: yes or no.") for value in (1, "yes")),
    ("long", "targets", ["y"] * 10_001, "Targets: at most 10,000."),
    ("long", "targets", ["y" * 201], "Targets: at most 200 characters."),
    ("long", "pace", [[1, 2]] * 10_001, "Pace: at most 10,000."),
    ("long", "start_from", "a" * 65, "Start from: at most 64 characters."),
]  # fmt: skip


@pytest.mark.parametrize(("number", "name", "value", "sentence"), REFUSED)
def test_refused_as_a_value_and_as_json(number: str, name: str, value: object, sentence: str) -> None:
    for given in ({name: value}, json.dumps({name: value})):
        with pytest.raises(ConfigError) as refused:
            parse(ForecastConfig, given)
        assert str(refused.value) == sentence, number


def test_the_same_of_texts_and_of_what_is_asked_of_them() -> None:
    for kind, values, sentence in (
        (TextConfig, {"tied": "true"}, "Tied weights: yes or no."),
        (TextConfig, {"learning_rate": True}, RATE),
        (TextConfig, {"sample_prompt": "a" * 1001}, "Start of the samples: at most 1,000 characters."),
        (GenerateConfig, {"temperatures": (True,)}, "Temperature: number from 0 to 2."),
        (GenerateConfig, {"temperatures": ("0.5",)}, "Temperature: number from 0 to 2."),
        (GenerateConfig, {"top_p": "0.5"}, "Top p: number from 0 to 1."),
    ):
        with pytest.raises(ConfigError) as refused:
            parse(kind, values)
        assert str(refused.value) == sentence


def test_whole_numbers_are_numbers_and_lists_are_names() -> None:
    config = parse(ForecastConfig, {"learning_rate": 1, "targets": ["a"], "pace": [[1, 2]]})
    assert (config.learning_rate, config.targets, config.pace) == (1.0, ("a",), ((1, 2),))
    assert parse(ForecastConfig, config.model_dump_json()) == config
