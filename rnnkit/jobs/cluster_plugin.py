"""What a Dask cluster runs on each of its workers: one broker, beside the worker and never in it.

A plugin and no task: the scheduler sets it up once on every worker, those that join later too, and takes it
down with them. A task could be started twice, and would have to be followed from worker to worker.
"""

import asyncio
import os
import sys
from collections.abc import Mapping

from distributed import Worker, WorkerPlugin

from rnnkit.files.encoding import sha256
from rnnkit.jobs.client import Jobs

GPU = "GPU"  # the resource of a worker that says how many it has: dask worker --resources "GPU=1"


class PlacedBroker(WorkerPlugin):
    """A broker that lives as long as the worker: when that is killed, its pipe closes and all of it ends.

    A worker that has RNNKIT_DATABASE_URL itself goes by that, else by the address that the app knows.
    """

    idempotent = True  # a second app of the same store changes nothing

    def __init__(self, store_url: str, module: str) -> None:
        self.name = f"rnnkit-broker-{sha256(store_url.encode())[:16]}"
        self._url, self._module = store_url, module
        self._jobs: Jobs | None = None

    def setup(self, worker: Worker) -> None:
        """Start the broker of this worker."""
        url = os.environ.get("RNNKIT_DATABASE_URL") or self._url
        told = settings(worker.address, worker.state.nthreads, worker.state.total_resources)
        self._jobs = Jobs(url, (sys.executable, "-m", self._module), placed=told)
        self._jobs.ensure()

    async def teardown(self, worker: Worker) -> None:
        """End the broker; what it was training can be resumed."""
        del worker
        if self._jobs is not None:
            await asyncio.to_thread(self._jobs.close)


def settings(address: str, threads: int, resources: Mapping[str, float]) -> dict[str, str]:
    """What the broker of a worker is told: its name, a place per thread, and the graphics cards it may use.

    A worker that says nothing of GPUs has none. Which ones says CUDA_VISIBLE_DEVICES, as dask-cuda sets it.
    """
    cards = int(resources.get(GPU, 0))
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    devices = [str(number) for number in range(cards)] if visible is None else visible.split(",")
    return {
        "RNNKIT_MACHINE": address.rpartition("://")[2],
        "RNNKIT_MAX_RUNS": str(max(1, threads)),
        "CUDA_VISIBLE_DEVICES": ",".join(devices[:cards]),
    }
