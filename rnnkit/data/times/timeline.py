"""The time of the rows of a table, as far as it is known."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rnnkit.data.table.recipe import Role


@dataclass
class Timeline:
    """The time of every row, as dates or as plain numbers; `columns` is empty where rows are counted."""

    columns: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    formats: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    numbers: bool = False
    century: int | None = None
    offset: int | None = None
    day_first: bool | None = None
    stamps: npt.NDArray[np.int64] | None = None
    valid: npt.NDArray[np.bool_] | None = None
    dates: bool = False
    spent: tuple[str, ...] = ()
    """Columns that say the same time once more."""

    @cached_property
    def distinct(self) -> int:
        """How many stamps differ."""
        if self.stamps is None or self.valid is None:
            return 0
        return len(np.unique(self.stamps[self.valid]))
