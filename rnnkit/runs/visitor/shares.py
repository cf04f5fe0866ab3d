"""The links of one visitor: made, listed, ended."""

import time

from sqlalchemy import delete, func, insert, select

from rnnkit.errors import LimitError
from rnnkit.runs.scope import ScopedDatabase, no_run, valid_id
from rnnkit.runs.sharing import Share, new_token, to_row, to_share, valid_shares
from rnnkit.runs.sql.database import advisory_lock
from rnnkit.runs.sql.schema import runs, shares
from rnnkit.words import t

MOST_EACH = 100  # links of one visitor that are valid


class Shares:
    """The links that one visitor gave away; see `rnnkit.runs.sharing` for what they show."""

    def __init__(self, database: ScopedDatabase, viewer: str) -> None:
        self._database, self._viewer = database, viewer

    def create(self, group: str, *, weights: bool = False, data: bool = False) -> str:
        """Make a link to a group of runs and return its secret, which is kept nowhere.

        Raises `NotFoundError` for a group that is not this visitor's, `LimitError` beyond so many links.
        """
        token = new_token()
        with self._database.writing() as connection:
            advisory_lock(connection, self._viewer)
            mine = select(func.count()).select_from(shares).where(shares.c.viewer == self._viewer)
            if connection.execute(mine.where(shares.c.expires > time.time())).scalar_one() >= MOST_EACH:
                raise LimitError(
                    t("At most {most} links are valid at once; revoke some first.", most=MOST_EACH)
                )
            own = select(runs.c.id).where(runs.c.group == valid_id(group), self._database.scope.runs)
            if connection.execute(own).first() is None:
                raise no_run()
            connection.execute(insert(shares).values(to_row(token, self._viewer, group, weights, data)))
        return token

    def find(self, group: str) -> list[Share]:
        """The links to a group that are valid now, oldest first."""
        query = valid_shares().where(shares.c.viewer == self._viewer, shares.c.group == valid_id(group))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(shares.c.created)).all()
        return [to_share(row._asdict()) for row in rows]

    def revoke(self, share_id: str) -> None:
        """End a link now; one that has ended, or is somebody else's, stays as it is."""
        with self._database.writing() as connection:
            connection.execute(
                delete(shares).where(shares.c.id == valid_id(share_id), shares.c.viewer == self._viewer)
            )
