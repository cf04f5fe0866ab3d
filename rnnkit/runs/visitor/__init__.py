"""The store as one visitor sees it: everything a person does, on what is this person's own.

What belongs to somebody else is answered like what does not exist.
"""

from sqlalchemy import or_

from rnnkit.runs.orders import Order
from rnnkit.runs.quotas import Quotas
from rnnkit.runs.reading import Datasets, Looks, ProgressReader, Results, Runs
from rnnkit.runs.rooms.looking import in_rooms_of, used_by
from rnnkit.runs.rooms.membership import VisitorRooms
from rnnkit.runs.scope import Scope, ScopedDatabase
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.schema import datasets, runs
from rnnkit.runs.visitor.admission import Admission
from rnnkit.runs.visitor.forms import FormLinks
from rnnkit.runs.visitor.library import Library
from rnnkit.runs.visitor.queue import VisitorQueue
from rnnkit.runs.visitor.searches import VisitorSearches
from rnnkit.runs.visitor.shares import Shares
from rnnkit.runs.visitor.uploads import Uploads

__all__ = ["Order", "Visitor"]


class Visitor:
    """What one visitor may see and do, in parts that all hold the same scope.

    The name is never shown to anybody else. No part of it is a worker's.
    """

    gives_weights = True
    gives_data = True

    def __init__(self, database: Database, viewer: str, quotas: Quotas) -> None:
        self.key = viewer
        self.quotas = quotas
        mine = runs.c.viewer == viewer
        data = or_(
            datasets.c.viewer == viewer,
            in_rooms_of(viewer, datasets.c.id),
            used_by(viewer, datasets.c.id),
        )
        own = ScopedDatabase(database, Scope(mine, mine, data))
        self.datasets, self.runs = Datasets(own), Runs(own)
        self.progress, self.results = ProgressReader(own), Results(own)
        self.looks = Looks(own)
        self.uploads = Uploads(own, viewer, quotas)
        self.queue = VisitorQueue(own, viewer, quotas)
        self.searches = VisitorSearches(own, viewer, quotas)
        self.library = Library(own, viewer)
        self.shares = Shares(own, viewer)
        self.forms = FormLinks(own, viewer)
        self.rooms = VisitorRooms(own, viewer, quotas)
        self.admission = Admission(own, viewer)
