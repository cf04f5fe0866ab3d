"""Arrays that have names: weights, the values of a step, and the gradients of both."""

from collections.abc import Callable, Iterator, Mapping
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Arrays(Mapping[str, Array]):
    """Named arrays that are read as `w.W_hh` or `w["W_hh"]` and never changed in place."""

    def __init__(self, **arrays: Array) -> None:
        self._arrays = arrays

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name]

    def __getattr__(self, name: str) -> Array:
        arrays: dict[str, Array] = self.__dict__.get("_arrays", {})
        if name not in arrays:
            raise AttributeError(f"there is no array called {name}")
        return arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def each(self, change: Callable[..., Array], *others: Mapping[str, Array]) -> Self:
        """The same names with `change(array, other, ...)`, the others looked up by the same name."""
        return type(self)(
            **{name: change(array, *(other[name] for other in others)) for name, array in self.items()}
        )
