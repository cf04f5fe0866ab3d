"""The process of a broker: `python -m rnnkit.jobs.process`, or with `--apart` one without a server.

Started by a server, it lives as long as its standard input stays open: when the server goes, however it goes,
broker and workers go too. Apart (`rnnkit work`) it reads nothing and lives until a signal ends it.
"""

import logging
import signal
import sys
from collections.abc import Callable, Mapping

from rnnkit.errors import RnnkitError
from rnnkit.jobs.broker import FORKS, Broker
from rnnkit.jobs.client import APART
from rnnkit.jobs.lease import Kind, take_over
from rnnkit.jobs.lifeline import Lifeline, standard_input
from rnnkit.jobs.repeat_filter import start_log
from rnnkit.jobs.warm_up import warm_up
from rnnkit.jobs.worker import die_with_parent
from rnnkit.runs.execute import JOBS, Job
from rnnkit.runs.store import Store, open_store

log = logging.getLogger(__name__)

AGAIN_SECONDS = 5.0  # before a broker that could not start tries again
Prepare = Callable[[Broker], None]


def main(tasks: Mapping[str, Job] = JOBS, prepare: Prepare = warm_up) -> int:
    """Serve the store of this installation until standard input closes or, apart, until a signal comes."""
    start_log("broker")
    return serve_apart(tasks, prepare) if APART in sys.argv[1:] else serve_server(tasks, prepare)


def serve_server(tasks: Mapping[str, Job], prepare: Prepare) -> int:
    """Serve for the server at the other end of standard input; it starts the next one if this one ends."""
    if FORKS:  # covers the time in which nobody listens to standard input
        die_with_parent(signal.SIGTERM, None)
    lifeline = Lifeline(standard_input())
    if not lifeline.goes_on(seconds=0):  # the server went before the kernel knew
        return 0
    return serve_once(open_store, lifeline, "app", tasks, prepare)


def serve_apart(tasks: Mapping[str, Job], prepare: Prepare) -> int:
    """Serve until a signal comes. One that was taken for gone ends its workers and begins anew."""
    lifeline = Lifeline()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lifeline.end)
    code = 0
    while not lifeline.over:
        code = serve_once(open_store, lifeline, "apart", tasks, prepare)
        if code:
            lifeline.goes_on(seconds=AGAIN_SECONDS)
    return code


def serve_once(
    opened: Callable[[], Store], lifeline: Lifeline, kind: Kind, tasks: Mapping[str, Job], prepare: Prepare
) -> int:
    """Be a broker from its lease to its end; gives 0 where nothing went wrong, else 1."""
    try:
        broker = Broker(opened(), tasks, kind=kind)
        if broker.store.leases.get(broker.lease):
            log.info("Another broker holds the lease of this one, which waits until that one is gone")
        replaced = take_over(broker.store, broker.lease, broker.identity, lifeline)
        if replaced is None:
            return 0
        broker.watch.look(replaced, broker.identity)  # what an earlier life of this process left
        broker.offer()
    except RnnkitError as error:
        log.error("The broker cannot start: %s", error)
        return 1
    prepare(broker)
    signal.signal(signal.SIGTERM, lifeline.end)
    if kind == "app":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    broker.serve(lifeline)
    broker.store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
