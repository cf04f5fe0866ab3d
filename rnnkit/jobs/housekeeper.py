"""Which broker keeps the house of a store: prunes it, drives searches, says what machine it is. One does."""

import time
from collections.abc import Callable

from rnnkit.jobs.lease import SILENCE_SECONDS, take_free
from rnnkit.jobs.silence import Silence
from rnnkit.runs.store import Store

KEEPER = "keeper"


class Housekeeper:
    """Whether it is this broker: on a file always, on a server while it holds a small lease.

    It is looked after as often as the lease of the broker. Whoever finds it free, or its holder gone or
    silent, takes it.
    """

    def __init__(self, store: Store, identity: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._identity = store, identity
        self._silence = Silence(clock)
        self.mine = not store.place.shared

    def look(self) -> bool:
        """Renew it or try to get it, and tell whether it is one's own."""
        if self._store.place.shared:
            self.mine = self._store.leases.renew(KEEPER, self._identity) or (
                take_free(self._store, KEEPER, self._identity, self._silence, SILENCE_SECONDS) is not None
            )
        return self.mine

    def release(self) -> None:
        """Let another broker have it."""
        if self._store.place.shared:
            self._store.leases.release(KEEPER, self._identity)
