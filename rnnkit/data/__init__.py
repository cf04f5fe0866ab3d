"""The data doctor: bytes to clean series or text, every change said. Needs neither torch nor Streamlit."""

from rnnkit.data.limits import Limits, TextLimits
from rnnkit.data.table.describe import describe
from rnnkit.data.table.doctor import read_table, replay
from rnnkit.data.table.export import to_pandas_code
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.data.table.table import Change, Question, Table
from rnnkit.data.text.prompt import Prompt, read_prompt
from rnnkit.data.text.read import Text, TextOverrides, read_text
from rnnkit.data.text.split import TextParts, split
from rnnkit.data.text.vocabulary import Vocabulary
from rnnkit.data.times.freq import steps_after

__all__ = [
    "Change",
    "Limits",
    "Overrides",
    "Prompt",
    "Question",
    "Recipe",
    "Table",
    "Text",
    "TextLimits",
    "TextOverrides",
    "TextParts",
    "Vocabulary",
    "describe",
    "read_prompt",
    "read_table",
    "read_text",
    "replay",
    "split",
    "steps_after",
    "to_pandas_code",
]
