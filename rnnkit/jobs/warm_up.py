"""What a broker loads before its first run, so that workers find it in memory when they are forked."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

from rnnkit.host import machine
from rnnkit.jobs.broker import Broker
from rnnkit.jobs.places import GPU_SLOTS, slots_are_set
from rnnkit.jobs.probe import probe
from rnnkit.quick.build import ready
from rnnkit.runs.execute import Job
from rnnkit.runs.sql.engine import StoreError

log = logging.getLogger(__name__)


def warm_up(broker: Broker) -> None:
    """Load once what runs need, into memory that forked workers share, and look at the machine.

    The garbage collector is kept off it: looking at it would copy it into every worker.
    Who waits already gets a worker before the part is loaded that only the end of a run needs.
    """
    import torch

    from rnnkit.host.devices import present

    torch.set_num_threads(1)
    preload(needed(broker.tasks))
    ready()  # which kernel is this machine's is asked of the compiler once, not in every worker
    machine.freeze()
    if torch.cuda.is_available():
        broker.limits_memory = False  # CUDA reserves as much as the card and the host have, whatever it takes
        if not slots_are_set():
            broker.slots = min(broker.slots, GPU_SLOTS)
    with suppress(StoreError):  # what was said before stands, and says nothing of a graphics card
        broker.offer(present())
    arguments = (broker.store.url, broker.lease, broker.housekeeper.mine)
    broker.context.Process(target=probe, args=arguments, daemon=True).start()
    with suppress(StoreError):  # the first round will try again
        broker.start()
    preload(optional(broker.tasks))
    machine.freeze()
    machine.give_back_memory()


def preload(modules: Sequence[str]) -> None:
    """Load modules; one that is broken fails the runs that need it, not the broker."""
    for module in modules:
        try:
            import_module(module)
        except Exception:
            log.exception("%s cannot be loaded; its runs will fail", module)


def needed(tasks: Mapping[str, Job]) -> Sequence[str]:
    """The modules that the tasks name, and the one that writes frames."""
    return ["pyarrow", *dict.fromkeys(module for task in tasks.values() for module in task.needed)]


def optional(tasks: Mapping[str, Job]) -> Sequence[str]:
    """The modules that the tasks can do without, as far as they are installed."""
    modules = dict.fromkeys(module for task in tasks.values() for module in task.optional)
    return [module for module in modules if find_spec(module.partition(".")[0])]
