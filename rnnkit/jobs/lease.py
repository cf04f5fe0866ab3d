"""The lease under which a broker works, and how it comes to it.

A SQLite file has one broker: a second one waits until the first is gone. On a server each has a lease of its
own, so that any number of machines work on one queue. Of the brokers that apps start by themselves there is
one for each machine, so that two apps on one machine do not fill it twice; those of `rnnkit work` count each
for itself.
"""

import time
from typing import Literal

from rnnkit.files.encoding import sha256
from rnnkit.jobs.identity import liveness, my_machine
from rnnkit.jobs.lifeline import Lifeline
from rnnkit.runs.store import Store

LEASE = "broker"
BEAT_SECONDS = 5.0
SILENCE_SECONDS = 20.0  # who is elsewhere and did not renew a lease for so long is gone
Kind = Literal["app", "apart"]


def lease_name(store: Store, identity: str, kind: Kind = "app") -> str:
    """The name of the lease that a broker needs; in it is a hash, since names are short."""
    if not store.place.shared:
        return LEASE
    whose = identity if kind == "apart" else my_machine()
    return f"{LEASE}:{sha256(whose.encode())[:24]}"


def take_over(store: Store, name: str, identity: str, lifeline: Lifeline) -> str | None:
    """Wait for a lease; gives the broker that was replaced ("" if none), `None` if this one is over."""
    silent_since, last = time.monotonic(), None
    while True:
        held = store.leases.get(name)
        holder = held[0] if held else ""
        if held != last:
            silent_since, last = time.monotonic(), held
        outlook = liveness(holder, shared=store.place.shared) if holder else "gone"
        silent = outlook == "unknown" and time.monotonic() - silent_since > SILENCE_SECONDS
        if (outlook == "gone" or silent) and store.leases.take(name, identity, replacing=holder):
            return holder
        if not lifeline.goes_on():
            return None
