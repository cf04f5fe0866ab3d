"""What this machine can train on and how fast, measured in a process of its own.

Looking at a graphics card starts CUDA, and a process with CUDA cannot be forked; so never in the broker.
"""

import time
from collections.abc import Callable
from typing import Any

from rnnkit.host import machine
from rnnkit.jobs.worker import set_up_process
from rnnkit.quick.build import build
from rnnkit.runs.store import Store

FACT = "machine"
BATCH, TIME, HIDDEN = 32, 48, 64
SECONDS = 0.3
RATE = 1e-3


def probe(url: str, lease: str, keeper: bool) -> None:
    """Write the facts of this machine into the store, for the screen, then build what runs compute with."""
    set_up_process()
    measure(Store(url), lease, keeper)
    build()  # ten seconds, once a machine; a run that begins meanwhile is computed by loops in torch


def measure(store: Store, lease: str, keeper: bool) -> None:
    """Look at the machine; the keeper of the house also sees whether NumPy and torch agree on it.

    What a store says of *the* machine is what its keeper found.
    """
    from rnnkit.inspect import parity

    found = facts()
    store.offers.measured(lease, found["devices"])
    if keeper:
        store.facts.set(FACT, found)
        store.facts.set(parity.FACT, parity.facts())


def facts() -> dict[str, Any]:
    """Cores, memory, and each device with its name and the milliseconds of one small training step."""
    import torch

    return {
        "cores": machine.cores(),
        "megabytes": machine.memory_total() // 2**20,
        "torch": torch.__version__,
        "devices": [
            {"device": device, "name": name, "step_ms": step_ms(device)} for device, name in devices().items()
        ],
    }


def devices() -> dict[str, str]:
    """Devices by the name that settings use, the fastest first."""
    import torch

    found = {}
    if torch.cuda.is_available():
        found["cuda"] = torch.cuda.get_device_name(0)
    if torch.backends.mps.is_available():
        found["mps"] = "Apple GPU"
    return found | {"cpu": "CPU"}


def step_ms(device: str) -> float:
    """Milliseconds of one training step of an LSTM with 64 cells, 32 windows of 48 steps."""
    import torch

    from rnnkit.training.optimizers import Adam

    torch.manual_seed(0)
    model = torch.nn.LSTM(1, HIDDEN, batch_first=True).to(device)
    x = torch.randn(BATCH, TIME, 1, device=device)
    adam = Adam(list(model.parameters()), 0.0, fused=False)

    def step() -> None:
        loss = model(x)[0][:, -1].square().mean()
        loss.backward()
        adam.step(RATE)
        loss.item()  # waits for the device

    times = []
    for threads in {1, machine.cores()}:  # on a busy machine, fewer can be faster
        torch.set_num_threads(threads)
        step()
        times.append(fastest(step, SECONDS))
    return round(1000 * min(times), 3)


def fastest(step: Callable[[], None], seconds: float) -> float:
    """The shortest time a step took within so many seconds: what the machine can do when left alone."""
    best, end = float("inf"), time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        step()
        best = min(best, time.perf_counter() - start)
    return best
