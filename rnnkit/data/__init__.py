"""The data doctor: bytes to clean time series, every change said. Needs neither torch nor Streamlit."""

from rnnkit.data.describe import describe
from rnnkit.data.doctor import read_table, replay
from rnnkit.data.export import to_pandas_code
from rnnkit.data.freq import steps_after
from rnnkit.data.limits import Limits
from rnnkit.data.recipe import Overrides, Recipe
from rnnkit.data.table import Change, Question, Table

__all__ = [
    "Change",
    "Limits",
    "Overrides",
    "Question",
    "Recipe",
    "Table",
    "describe",
    "read_table",
    "replay",
    "steps_after",
    "to_pandas_code",
]
