"""Rows that nobody needs at the moment, so that they may be deleted: ended runs and searches, unused data.

A paused run counts as ended: one that was abandoned goes as others do, when nobody has looked at it for long.
The trials of a search go with it, never one by one.
"""

from sqlalchemy import ColumnElement, exists

from rnnkit.runs.sql.room_tables import room_data
from rnnkit.runs.sql.schema import datasets, forms, runs, searches
from rnnkit.runs.states import ACTIVE

ENDED_RUNS: ColumnElement[bool] = runs.c.state.not_in(ACTIVE) & runs.c.search.is_(None)
ENDED_SEARCHES: ColumnElement[bool] = searches.c.state != "running"
UNUSED_DATA: ColumnElement[bool] = ~(
    exists().where(runs.c.dataset_id == datasets.c.id)
    | exists().where(searches.c.dataset_id == datasets.c.id)
    | exists().where(room_data.c.dataset_id == datasets.c.id)
    | exists().where(forms.c.dataset_id == datasets.c.id)
)
ROOM = "room:"  # whose data that of a room is, before its id; no visitor has a name with a colon
LEFT_OF_ROOMS: ColumnElement[bool] = datasets.c.viewer.startswith(ROOM, autoescape=True) & UNUSED_DATA
