"""The settings of a run: frozen, validated here once for the browser, the command line and Python alike.

A configuration that exists is a configuration that can be run, except for what depends on the data
(a lookback longer than the series), which `rnnkit.tasks` checks against the data.
"""

from rnnkit.config.encoders import (
    ATTENTION_SPAN,
    GATES,
    KERNEL,
    MOST_HEADS,
    NORM_EPSILON,
    READING,
    WIDER,
    Cell,
    Encoder,
    Shapes,
    affine,
    blocks,
    encoder_shapes,
    encoder_weights,
    heads,
    is_recurrent,
    reach,
    recurrent_step,
    states_at_once,
    weights_in,
)
from rnnkit.config.further import check_same, further, inherited, repeated
from rnnkit.config.settings import Real, Settings, Whole, bounds, choices, parse, title
from rnnkit.config.training import (
    MAX_WEIGHTS,
    Device,
    Initialization,
    Schedule,
    TrainingSettings,
    check_weights,
)

__all__ = [
    "ATTENTION_SPAN",
    "GATES",
    "KERNEL",
    "MAX_WEIGHTS",
    "MOST_HEADS",
    "NORM_EPSILON",
    "READING",
    "WIDER",
    "Cell",
    "Device",
    "Encoder",
    "Initialization",
    "Real",
    "Schedule",
    "Settings",
    "Shapes",
    "TrainingSettings",
    "Whole",
    "affine",
    "blocks",
    "bounds",
    "check_same",
    "check_weights",
    "choices",
    "encoder_shapes",
    "encoder_weights",
    "further",
    "heads",
    "inherited",
    "is_recurrent",
    "parse",
    "reach",
    "recurrent_step",
    "repeated",
    "states_at_once",
    "text_shapes",
    "title",
    "weights_in",
]
