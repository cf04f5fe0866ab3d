"""Copies of what was read from the store, kept in memory up to so many bytes; the longest unused go first.

Streamlit's own caches count entries. Thirty visitors with a small table each would not fit into a number that
a small host can bear for large ones, and every click of theirs would read the file anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")
MEGABYTE = 2**20
LEAST = 4096  # bytes that anything takes with all that is around it


class Bounded(Generic[V]):
    """Values by their keys. What alone is larger than the room is kept until the next one comes."""

    def __init__(self, megabytes: float, size: Callable[[V], int]) -> None:
        self._room, self._size = int(megabytes * MEGABYTE), size
        self._kept: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._taken = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of a key, made if it is not there. Two who ask at once may both make it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        return self.put(key, make())

    def put(self, key: Hashable, value: V) -> V:
        """Keep a value that is there already; what was kept under its key goes."""
        size = max(LEAST, self._size(value))
        with self._lock:
            self._drop(key)
            while self._kept and self._taken + size > self._room:
                self._drop(next(iter(self._kept)))
            self._kept[key] = value, size
            self._taken += size
        return value

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._kept.clear()
            self._taken = 0

    def _drop(self, key: Hashable) -> None:
        _, size = self._kept.pop(key, (None, 0))
        self._taken -= size
