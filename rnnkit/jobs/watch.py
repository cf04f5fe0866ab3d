"""Ends the runs of those who are gone: brokers and commands that died near, or fell silent far away."""

import time
from collections.abc import Callable

from rnnkit.jobs.child import fell_silent, interrupted
from rnnkit.jobs.identity import liveness, machine_of
from rnnkit.jobs.lease import LEASE, SILENCE_SECONDS
from rnnkit.jobs.silence import Silence
from rnnkit.runs.store import Store

GRACE_SECONDS = 60.0  # a run that was given all the time there is comes to its end by itself


class Watch:
    """What one broker sees of all others. Each broker watches; who is quicker ends the runs, once."""

    def __init__(self, store: Store, identity: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._identity = store, identity
        self._silence = Silence(clock)

    def look(self, *replaced: str) -> None:
        """End the runs whose worker or broker no longer lives, as far as can be told, or was `replaced`.

        A broker elsewhere is gone when its lease was not renewed for long, a command there when its run told
        of nothing for longer than a run may take.
        """
        keys = {self._identity}
        for lease in self._store.leases.held(LEASE):
            keys.add(lease.holder)
            gone = self._gone(lease.holder, lease.holder, lease.beat, SILENCE_SECONDS)
            if gone and lease.holder != self._identity:
                died = liveness(lease.holder, shared=self._store.place.shared) == "gone"
                reason = interrupted() if died else fell_silent(machine_of(lease.holder))
                self._store.leases.bury(lease, reason)
        longest = self._store.quotas.run_seconds + GRACE_SECONDS
        for run in self._store.runs.find(states=["running"]):
            if run.worker in keys - set(replaced):
                continue
            if run.worker in replaced or self._gone(run.worker, run.id, run.updated, longest):
                self._store.queue.finish(run.id, run.attempt, "interrupted", interrupted())
            keys.add(run.id)
        self._silence.forget_others(keys)

    def _gone(self, holder: str, key: str, mark: object, most: float) -> bool:
        return self._silence.gone(holder, key, mark, most, shared=self._store.place.shared)
