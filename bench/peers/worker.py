"""One peer once, in this process: `python -m bench.peers.worker NAME JOB FILE` writes what it found as JSON.

It runs in the environment of the peer, so nothing but that peer may be imported here.
"""

import importlib
import json
import resource
import sys
import time
from pathlib import Path

from bench.peers.job import Clock, Job

PER_MEGABYTE = 1024 if sys.platform == "linux" else 1024**2


def main(name: str, job: Job, file: Path) -> None:
    """Import the peer, let it prepare, then run it on the clock."""
    start = time.perf_counter()
    peer = importlib.import_module(f"bench.peers.{name}")
    imported = time.perf_counter() - start
    clock = Clock()
    act = peer.prepare(job, clock)
    ready = clock.seconds
    before = time.process_time()
    clock.restart()
    found = act()
    measured = {
        "seconds": clock.seconds,
        "processor": time.process_time() - before,
        "import": imported,
        "ready": ready,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PER_MEGABYTE,
    }
    file.write_text(json.dumps({**found, **measured}), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Job(**json.loads(sys.argv[2])), Path(sys.argv[3]))
