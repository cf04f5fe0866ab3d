"""Settings with nothing left open keep every bound of those they came from."""

import pytest

from rnnkit.config import parse
from rnnkit.config.lowered import lowered
from rnnkit.errors import ConfigError
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from rnnkit.tasks.text.settings import ResolvedText, TextConfig

FORECAST = {"horizon": 4, "lookback": 8, "segment": 1, "test": 10, "stride": 1}
FORECAST |= {"learning_rate": 0.01, "batch_size": 8}
TEXT = {"max_vocabulary": 9, "hidden_size": 8, "embedding_size": 4, "dropout": 0.0}
TEXT |= {"learning_rate": 0.01, "batch_size": 8}


@pytest.mark.parametrize(
    ("kind", "good", "bad", "sentence"),
    [
        (ResolvedText, TEXT, {"dropout": 5}, "Dropout: number from 0 to 1."),
        (ResolvedText, TEXT, {"hidden_size": 10**6}, "Hidden size: whole number 1-1,024."),
        (ResolvedText, TEXT, {"hidden_size": None}, "Hidden size: input should be a valid integer."),
        (ResolvedForecast, FORECAST, {"batch_size": 0}, "Batch size: whole number 1-4,096."),
        (ResolvedForecast, FORECAST, {"learning_rate": 2.0}, "Learning rate: number from 1e-06 to 1."),
    ],
)
def test_what_was_decided_stays_within_the_bounds(kind, good, bad, sentence):
    assert parse(kind, good)
    with pytest.raises(ConfigError) as refused:
        parse(kind, good | bad)
    assert str(refused.value) == sentence


def test_what_is_smaller_than_asked_is_said() -> None:
    asked = parse(ForecastConfig, {"batch_size": 4096, "segment": 9, "lookback": 8})
    resolved = parse(ResolvedForecast, FORECAST | {"batch_size": 42, "segment": 8})
    assert lowered(asked, resolved) == [
        "Batch size: 42 instead of 4,096, since there is no more to learn from.",
        "Segment: 8 instead of 9, since the lookback is no longer.",
    ]
    assert lowered(parse(ForecastConfig, {}), resolved) == []
    assert lowered(parse(ForecastConfig, {"batch_size": 42}), resolved) == []


def test_what_carries_no_state_is_refused_where_one_is_needed() -> None:
    """In one sentence each: reading from both ends, unrolling a forecast, writing a text."""
    for cell in ("cnn", "transformer"):
        with pytest.raises(ConfigError, match=r"Bidirectional: only RNN, GRU and LSTM can read from both"):
            parse(ForecastConfig, {"cell": cell, "bidirectional": True})
        with pytest.raises(ConfigError, match=r"Encoder-decoder: only RNN, GRU and LSTM can unroll; use"):
            parse(ForecastConfig, {"cell": cell, "strategy": "encoder_decoder"})
        with pytest.raises(ConfigError, match=r"^Cell: one of rnn, gru, lstm\.$"):
            parse(TextConfig, {"cell": cell})
