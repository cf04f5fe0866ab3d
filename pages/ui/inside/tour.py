"""One step of the toy network in view, and everything that belongs to it."""

from pages.ui.frame.boundary import redrawn_alone
from pages.ui.inside.coloured_tables import heat_tables
from pages.ui.inside.formulas import formulas
from pages.ui.inside.network_drawing import drawing
from pages.ui.inside.walk import walk
from rnnkit.inspect.toy import Toy


@redrawn_alone
def tour(toy: Toy) -> None:
    """The walk through time; moving the slider draws this part anew and nothing else."""
    where = walk(len(toy.sequence))
    drawing(toy, where)
    heat_tables(toy, where)
    formulas(toy, where)
