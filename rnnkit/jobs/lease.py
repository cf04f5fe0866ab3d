"""The lease under which a broker works, and how it comes to it.

A SQLite file has one broker: a second one waits until the first is gone. On a server each has a lease of its
own, so that any number of machines work on one queue. Of the brokers that apps start by themselves there is
one for each machine, so that two apps on one machine do not fill it twice; those of `rnnkit work` count each
for itself.
"""

from typing import Literal

from rnnkit.files.encoding import sha256
from rnnkit.jobs.identity import my_machine
from rnnkit.jobs.lifeline import Lifeline
from rnnkit.jobs.silence import Silence
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
    silence = Silence()
    while (replaced := take_free(store, name, identity, silence, SILENCE_SECONDS)) is None:
        if not lifeline.goes_on():
            return None
    return replaced


def take_free(store: Store, name: str, identity: str, silence: Silence, most: float) -> str | None:
    """Take a lease that nobody has, or whose holder is gone or was silent for longer than so many seconds.

    Gives that holder ("" if none), `None` where somebody works under it.
    """
    holder, beat = store.leases.get(name) or ("", 0)
    gone = not holder or silence.gone(holder, (name, holder), beat, most, shared=store.place.shared)
    return holder if gone and store.leases.take(name, identity, replacing=holder) else None
