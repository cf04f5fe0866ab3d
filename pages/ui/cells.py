"""The networks a person can choose from, as the pages call them; the command line calls them the same."""

from rnnkit.config.cells import CELLS, cell_name, names_for

__all__ = ["CELLS", "cell_name", "names_for"]
