"""A room on a projector: everything that is shown there, and nothing that can be changed.

Its key is what the store keeps of a teacher's link in place of the secret, which nobody can tell from it.
"""

import pandas as pd

from rnnkit.errors import NotFoundError
from rnnkit.runs.reading import ProgressReader, Runs
from rnnkit.runs.rooms.entries import entries_of
from rnnkit.runs.rooms.looking import members_of, one_room
from rnnkit.runs.rooms.teaching import Projected, scope_of, taught
from rnnkit.runs.scope import ScopedDatabase, valid_id
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


class Screen:
    """What whoever has the key of a projector sees. It ends with the link of the teacher it is of.

    Raises `NotFoundError` for a key that is not valid (any more), as does every method.
    """

    def __init__(self, database: Database, key: str) -> None:
        self.key = valid_id(key)
        self._database = ScopedDatabase(database, scope_of(self.key))
        self._runs, self._progress = Runs(self._database), ProgressReader(self._database)
        self.projected()

    def projected(self) -> Projected:
        """The room with its members and entries, in one transaction; whose run an entry is stays out."""
        with self._database.reading() as connection:
            room = one_room(connection, taught(self.key))
            if room is None:
                raise NotFoundError(t("Link not valid (any more)."))
            entries = entries_of(connection, room.id, ended=not room.open)
            return Projected(room, tuple(members_of(connection, room.id)), tuple(entries))

    def one_run(self, run_id: str) -> tuple[Run, pd.DataFrame]:
        """A run of this room and its losses by step. Raises `NotFoundError` for any other."""
        return self._runs.get(run_id), self._progress.curve(run_id)
