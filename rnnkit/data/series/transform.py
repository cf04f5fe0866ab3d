"""The scale on which a network reads values, and what kind of numbers a forecast may be.

The power transforms are those of Box and Cox (1964): power 0 takes the logarithm, so that swings which grow
with the level become even; 0.5 takes the square root, 1 leaves values as they are. It travels into exported
programs as it stands here.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

LARGEST = 700.0  # a logarithm; of a larger one the number overflows


@dataclass(frozen=True)
class Transform:
    """How the values of one target are read, and what its forecasts keep to once they are in its units."""

    power: float = 1.0
    shift: float = 0.0  # added before a logarithm, where some values are 0
    least: float = 0.0  # a shifted value below it is read as this one: it has no logarithm
    floor: float | None = None
    ceiling: float | None = None
    whole: bool = False

    def read(self, y: Array) -> Array:
        """Values in their own units on the scale of the network; unknown ones stay NaN."""
        if self.power == 1:
            return y
        shifted: Array = np.maximum(y + self.shift, self.least)
        return np.log(shifted) if self.power == 0 else (shifted**self.power - 1) / self.power

    def write(self, read: Array) -> Array:
        """Numbers on the scale of the network in units of the data, as a forecast may be."""
        return self.keep(self._back(read))

    def keep(self, values: Array) -> Array:
        """Values in units of the data, rounded and moved to the borders where there are any."""
        floor = -np.inf if self.floor is None else self.floor
        ceiling = np.inf if self.ceiling is None else self.ceiling
        if self.whole:
            values, floor, ceiling = np.rint(values), np.ceil(floor), np.floor(ceiling)
        kept: Array = np.clip(values, floor, ceiling) + 0.0  # and no -0
        return kept

    def _back(self, read: Array) -> Array:
        if self.power == 1:
            return read
        if self.power == 0:
            found: Array = np.exp(np.minimum(read, LARGEST))
        else:
            found = np.maximum(self.power * read + 1, 0) ** (1 / self.power)
        return found - self.shift
