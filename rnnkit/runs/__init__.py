"""What happened: the store of data sets, runs, progress and results, and the body of a worker.

`store` is the one truth that pages, workers and the command line share; `execute` does one run.
Reading a store never loads torch.
"""

from rnnkit.runs.reading import StoreReader
from rnnkit.runs.sql.engine import StoreError, open_url
from rnnkit.runs.sql.rows import Dataset, Run
from rnnkit.runs.states import ACTIVE, ENDED, State
from rnnkit.runs.store import Store, home, open_store
from rnnkit.runs.transitions import LateWriteError
from rnnkit.runs.visitor import Order, Visitor

__all__ = [
    "ACTIVE",
    "ENDED",
    "Dataset",
    "LateWriteError",
    "Order",
    "Run",
    "State",
    "Store",
    "StoreError",
    "StoreReader",
    "Visitor",
    "home",
    "open_store",
    "open_url",
]
