"""The links to forms of one visitor: made, listed, ended."""

from sqlalchemy import Connection, delete, func, insert, select

from rnnkit.config.stored import stamped_json
from rnnkit.errors import ConfigError, LimitError
from rnnkit.runs.scope import ScopedDatabase, no_data, valid_id
from rnnkit.runs.shared_forms import (
    DAYS,
    MOST_EACH,
    FormDraft,
    SharedForm,
    to_form,
    to_row,
    valid_forms,
)
from rnnkit.runs.sharing import new_token
from rnnkit.runs.sql.database import advisory_lock
from rnnkit.runs.sql.schema import datasets, forms
from rnnkit.words import t


class FormLinks:
    """The links to forms that one visitor gave away; see `rnnkit.runs.shared_forms` for what they show."""

    def __init__(self, database: ScopedDatabase, viewer: str) -> None:
        self._database, self._viewer = database, viewer

    def create(self, draft: FormDraft, days: int = DAYS[0]) -> str:
        """Make a link to a form and return its secret, which is kept nowhere.

        Raises `NotFoundError` for data that is not this visitor's, `LimitError` beyond so many links,
        `ConfigError` for days that are not offered.
        """
        if days not in DAYS:
            allowed = ", ".join(map(str, DAYS))
            raise ConfigError(t("A link is valid for {days} days, not {asked}.", days=allowed, asked=days))
        token = new_token()
        row = to_row(token, self._viewer, draft, days) | {"config": stamped_json(draft.config)}
        with self._database.writing() as connection:
            advisory_lock(connection, self._viewer)
            self._admit(connection, draft)
            connection.execute(insert(forms).values(row))
        return token

    def find(self, task: str = "") -> list[SharedForm]:
        """The links that are valid now, of one task or of all, newest first."""
        query = valid_forms().where(forms.c.viewer == self._viewer)
        if task:
            query = query.where(forms.c.task == valid_id(task))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(forms.c.created.desc())).all()
        return [to_form(row._asdict()) for row in rows]

    def revoke(self, form_id: str) -> None:
        """End a link now; one that has ended, or is somebody else's, stays as it is."""
        with self._database.writing() as connection:
            connection.execute(
                delete(forms).where(forms.c.id == valid_id(form_id), forms.c.viewer == self._viewer)
            )

    def _admit(self, connection: Connection, draft: FormDraft) -> None:
        mine = select(func.count()).select_from(forms).where(forms.c.viewer == self._viewer)
        if connection.execute(mine).scalar_one() >= MOST_EACH:
            raise LimitError(
                t(
                    "At most {most} links to forms are kept for one visitor; revoke some first.",
                    most=MOST_EACH,
                )
            )
        if draft.dataset_id is None:
            return
        own = select(datasets.c.id).where(
            datasets.c.id == valid_id(draft.dataset_id), datasets.c.viewer == self._viewer
        )
        if connection.execute(own).first() is None:
            raise no_data()
