"""Brokers placed by a Dask cluster: `python -m rnnkit.jobs.cluster`, which an app with RNNKIT_CLUSTER starts.

The cluster places brokers, never runs: its scheduler keeps one on every worker, those that come later
included, and the brokers take runs from the store as they do everywhere. Like a broker, this process lives as
long as its standard input stays open; the brokers stay when it goes. It keeps the sentence about the cluster
that the screen shows: empty as long as it answers.
"""

import logging
import signal
import sys

from rnnkit.errors import RnnkitError
from rnnkit.jobs.client import cluster_address
from rnnkit.jobs.lifeline import Lifeline, standard_input
from rnnkit.jobs.repeat_filter import start_log
from rnnkit.jobs.worker import die_with_parent
from rnnkit.runs.store import Store, open_store
from rnnkit.words import t

log = logging.getLogger(__name__)

FACT = "cluster"  # where the sentence is kept
MODULE = "rnnkit.jobs.process"
ANSWER_SECONDS = 10.0
AGAIN_SECONDS = 5.0


class Placement:
    """Keeps a broker on every worker of the cluster at an address, as long as somebody needs it."""

    def __init__(self, store: Store, address: str, module: str = MODULE) -> None:
        self._store, self._address, self._module = store, address, module

    def serve(self, lifeline: Lifeline) -> None:
        """Have brokers placed until the line is over; where the cluster goes, wait for it to come back."""
        seconds = 0.0
        while lifeline.goes_on(seconds=seconds):
            self._say(self.follow(lifeline))
            seconds = AGAIN_SECONDS

    def follow(self, lifeline: Lifeline) -> str:
        """Have brokers placed as long as the cluster answers; gives in a sentence why they no longer are."""
        if not self._store.place.shared:
            return t(
                "A Dask cluster needs a store on PostgreSQL (RNNKIT_DATABASE_URL); until then all runs wait."
            )
        try:
            from distributed import Client

            from rnnkit.jobs.cluster_plugin import PlacedBroker
        except ImportError as error:
            log.warning("The Dask cluster cannot be reached: %s", error)
            return t(
                "The package distributed is missing (requirements-cluster.txt); runs wait until it is there."
            )
        try:
            with Client(self._address, timeout=ANSWER_SECONDS, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                client.register_plugin(PlacedBroker(self._store.url, self._module))
                self._say("")
                while lifeline.goes_on() and client.status == "running":
                    pass
        except OSError as error:
            log.warning("The Dask cluster does not answer: %s", error)
        except Exception as error:
            log.exception("The Dask cluster places no brokers")
            return t(
                "The workers of the Dask cluster at {address} cannot train: {reason} Until then runs wait.",
                address=self._address,
                reason=str(error)[:120] or type(error).__name__,
            )
        return t("No Dask cluster answers at {address}; runs wait until one does.", address=self._address)

    def _say(self, sentence: str) -> None:
        """Keep what the screen shows."""
        try:
            if self._store.facts.get(FACT) != sentence:
                self._store.facts.set(FACT, sentence)
        except RnnkitError as error:
            log.warning("The store did not hear of the cluster: %s", error)


def main() -> int:
    """Place brokers until standard input closes."""
    start_log("cluster")
    if sys.platform == "linux":
        die_with_parent(signal.SIGTERM, None)
    lifeline = Lifeline(standard_input())
    try:
        store = open_store()
    except RnnkitError as error:
        log.error("No brokers can be placed: %s", error)
        return 1
    Placement(store, cluster_address(), *sys.argv[1:2]).serve(lifeline)
    return 0


if __name__ == "__main__":
    sys.exit(main())
