"""The six networks a person can choose from, and what they are called on screen."""

from collections.abc import Mapping

from rnnkit.config import Cell, ForecastConfig

CELLS: Mapping[str, tuple[Cell, bool]] = {
    "RNN": ("rnn", False),
    "LSTM": ("lstm", False),
    "GRU": ("gru", False),
    "BiRNN": ("rnn", True),
    "BiLSTM": ("lstm", True),
    "BiGRU": ("gru", True),
}


def cell_name(config: ForecastConfig) -> str:
    """What the network of these settings is called: `LSTM`, `BiGRU`."""
    return next(name for name, look in CELLS.items() if look == (config.cell, config.bidirectional))
