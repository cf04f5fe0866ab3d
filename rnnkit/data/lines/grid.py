"""A file as named columns of cells, with the line each row came from."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rnnkit.data.table.recipe import Lines, Unpivot

Cells = npt.NDArray[np.object_]


@dataclass
class RawColumn:
    """One column as it stands in the file: its cells, or numbers where the reader already had them.

    Cells of a column of numbers are only written out where somebody asks for them: by `write`, which knows
    how they stand in the file, or as few digits as tell the number.
    """

    text: Cells | None
    numbers: npt.NDArray[np.float64] | None = field(default=None, repr=False)
    write: Callable[[int | None], Cells] | None = field(default=None, repr=False)

    @property
    def plain(self) -> bool:
        """Whether all cells are known to be plain numbers, or empty."""
        return self.numbers is not None

    @property
    def cells(self) -> Cells:
        """The cells as text."""
        if self.text is None:
            self.text = self.write(None) if self.write else self._written()
        return self.text

    def head(self, most: int) -> Cells:
        """The first cells as text, without writing out the others."""
        if self.text is None and self.write is not None:
            return self.write(most)
        return self.cells[:most]

    def _written(self) -> Cells:
        assert self.numbers is not None
        return np.array(["" if np.isnan(x) else f"{x:.15g}" for x in self.numbers], dtype=object)

    def __len__(self) -> int:
        return len(self.numbers) if self.numbers is not None else len(self.cells)


@dataclass
class RawTable:
    """Columns as they stand in the file, with the line each row came from."""

    names: list[str]
    columns: list[RawColumn]
    lines: npt.NDArray[np.int64]
    separator: str
    header: bool
    skip_rows: int
    skip_footer: int
    skip_units: bool
    keys: tuple[str, ...] = ()
    """Columns known to name the series, where columns of times became rows."""
    heading: tuple[str, ...] = ()
    """The cells of the header as they stand in the file."""
    file_names: tuple[str, ...] = ()
    """The names of the columns before columns of times became rows."""
    unpivot: Unpivot | None = None
    """How columns of times became rows."""
    plan: Lines | None = None
    """How the lines were made plain before they were split."""

    @property
    def rows(self) -> int:
        """Rows of data."""
        return len(self.lines)

    def column(self, name: str) -> Cells:
        """The cells of one column, by its name."""
        return self.columns[self.names.index(name)].cells
