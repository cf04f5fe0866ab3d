"""The networks a person can choose from, and what they are called, on the pages and in a terminal."""

from collections.abc import Mapping, Sequence

from rnnkit.config.encoders import GATES, Encoder
from rnnkit.config.settings import choices
from rnnkit.config.training import TrainingSettings

CELLS: Mapping[str, tuple[Encoder, bool]] = {
    "RNN": ("rnn", False),
    "LSTM": ("lstm", False),
    "GRU": ("gru", False),
    "BiRNN": ("rnn", True),
    "BiLSTM": ("lstm", True),
    "BiGRU": ("gru", True),
    "CNN": ("cnn", False),
    "Transformer": ("transformer", False),
}


HAVE: Mapping[str, frozenset[Encoder]] = {
    "activation": frozenset({"rnn"}),
    "bias": frozenset(GATES),
    "forget_bias": frozenset({"lstm"}),
}
"""The networks that a setting changes anything for, where that is not all of them."""


def having(setting: str, names: Sequence[str]) -> list[str]:
    """Those of these networks for which a setting changes anything."""
    return [name for name in names if setting not in HAVE or CELLS[name][0] in HAVE[setting]]


def names_for(kind: type[TrainingSettings]) -> list[str]:
    """The networks that this kind of run can train."""
    allowed = choices(kind, "cell")
    return [
        name for name, (cell, both) in CELLS.items() if cell in allowed and not (both and kind.forward_only)
    ]


def cell_name(config: TrainingSettings) -> str:
    """What the network of these settings is called: `LSTM`, `BiGRU`."""
    return next(name for name, look in CELLS.items() if look == (config.cell, config.bidirectional))
