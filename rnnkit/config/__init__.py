"""The settings of a run: frozen, validated here once for the browser, the command line and Python alike.

A configuration that exists is a configuration that can be run, except for what depends on the data
(a lookback longer than the series), which `rnnkit.tasks` checks against the data.
"""

from rnnkit.config.forecast import ForecastConfig, Normalization, ResolvedForecast, Strategy
from rnnkit.config.generate import GenerateConfig
from rnnkit.config.settings import Real, Settings, Whole, bounds, choices, parse
from rnnkit.config.text import Precision, ResolvedText, TextConfig, Unit
from rnnkit.config.training import (
    GATES,
    MAX_WEIGHTS,
    Cell,
    Device,
    Initialization,
    Schedule,
    TrainingSettings,
    check_weights,
    recurrent_weights,
)

__all__ = [
    "GATES",
    "MAX_WEIGHTS",
    "Cell",
    "Device",
    "ForecastConfig",
    "GenerateConfig",
    "Initialization",
    "Normalization",
    "Precision",
    "Real",
    "ResolvedForecast",
    "ResolvedText",
    "Schedule",
    "Settings",
    "Strategy",
    "TextConfig",
    "TrainingSettings",
    "Unit",
    "Whole",
    "bounds",
    "check_weights",
    "choices",
    "parse",
    "recurrent_weights",
]
