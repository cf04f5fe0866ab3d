"""The data doctor: bytes to clean series or text, every change said. Needs neither torch nor Streamlit."""

from rnnkit.data.describe import describe
from rnnkit.data.doctor import read_table, replay
from rnnkit.data.export import to_pandas_code
from rnnkit.data.freq import steps_after
from rnnkit.data.limits import Limits, TextLimits
from rnnkit.data.prompt import Prompt, read_prompt
from rnnkit.data.recipe import Overrides, Recipe
from rnnkit.data.split_text import Parts, split
from rnnkit.data.table import Change, Question, Table
from rnnkit.data.text import Text, TextOverrides, read_text
from rnnkit.data.vocabulary import Vocabulary

__all__ = [
    "Change",
    "Limits",
    "Overrides",
    "Parts",
    "Prompt",
    "Question",
    "Recipe",
    "Table",
    "Text",
    "TextLimits",
    "TextOverrides",
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
