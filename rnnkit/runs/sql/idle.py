"""Rows that nobody needs at the moment, so that they may be deleted: ended runs, data that no run uses.

A paused run counts as ended: one that was abandoned goes as others do, when nobody has looked at it for long.
"""

from sqlalchemy import ColumnElement, exists

from rnnkit.runs.sql.schema import datasets, runs
from rnnkit.runs.states import ACTIVE

ENDED_RUNS: ColumnElement[bool] = runs.c.state.not_in(ACTIVE)
UNUSED_DATA: ColumnElement[bool] = ~exists().where(runs.c.dataset_id == datasets.c.id)
