"""What a visitor asks of a run of theirs while it trains; one that is paused goes on for it."""

import time

from sqlalchemy import Connection, func, insert, select

from rnnkit.errors import JobError, LimitError
from rnnkit.runs.rooms.locks import check_wish
from rnnkit.runs.sql.schema import runs, wishes
from rnnkit.runs.states import PLAYABLE
from rnnkit.training.wishes import Kind
from rnnkit.words import t

MOST = 500  # wishes of one run: nobody clicks so often, and a script fills no store


def add_wish(connection: Connection, run_id: str, kind: Kind) -> None:
    """Write down what is asked of a run. Raises `JobError` for one that has ended, or is a trial."""
    found = select(runs.c.state, runs.c.search).where(runs.c.id == run_id)
    row = connection.execute(found.with_for_update()).first()
    if row is None or row.state not in PLAYABLE:
        raise JobError(t("This run has ended; train it further instead."))
    if row.search:
        raise JobError(t("A search decides how its trials are trained; stop the search instead."))
    check_wish(connection, run_id, kind)
    note_wish(connection, run_id, kind)


def note_wish(connection: Connection, run_id: str, kind: Kind) -> None:
    """Write down what is asked of a run, whatever its state."""
    count = select(func.count()).select_from(wishes).where(wishes.c.run_id == run_id)
    if connection.execute(count).scalar_one() >= MOST:
        raise LimitError(t("This run was asked for {most} changes, which is the most.", most=MOST))
    connection.execute(insert(wishes).values(run_id=run_id, kind=kind, at=time.time()))
