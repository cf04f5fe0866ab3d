"""A table of time series from what was uploaded."""

from rnnkit.config.stored import parse_stored
from rnnkit.data import Overrides, Table, read_table
from rnnkit.tasks.task import Uploaded


def load(uploaded: Uploaded) -> Table:
    """The clean table, read as the person decided."""
    return read_table(uploaded.content, parse_stored(Overrides, uploaded.overrides))
