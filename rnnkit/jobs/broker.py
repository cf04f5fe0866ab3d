"""The process between the screen and the workers: `python -m rnnkit.jobs.broker`.

It keeps torch loaded and forks one worker for each run, so that a run starts in milliseconds, can be
killed, and takes nobody with it. It works in one thread (a fork copies no other) and lives as long as
its standard input stays open: when the server goes, however it goes, broker and workers go too.

One broker serves a store. A second one waits until the first is gone.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

from rnnkit.errors import RnnkitError
from rnnkit.host import machine
from rnnkit.jobs.identity import liveness, my_identity
from rnnkit.jobs.probe import probe
from rnnkit.jobs.repeat_filter import RepeatFilter
from rnnkit.jobs.scheduler import Scheduler, expected_memory, fits_host, memory_limit
from rnnkit.jobs.worker import die_with_parent, work
from rnnkit.runs.execute import JOBS, Job, out_of_memory
from rnnkit.runs.searching import SearchDriver
from rnnkit.runs.sql.engine import ReplacedError, StoreError
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store, open_store
from rnnkit.training import room
from rnnkit.words import t

log = logging.getLogger(__name__)

LEASE = "broker"
TICK_SECONDS = 0.5
BEAT_SECONDS = 5.0
SILENCE_SECONDS = 20.0  # a broker on another machine that did not renew its lease for so long is gone
STOP_SECONDS = 10.0  # after Stop, a worker that says nothing for so long is killed
BUSY = frozenset({"evaluating"})  # phases in which a worker has nothing to say until it is done
STOP_LIMIT_SECONDS = 60.0  # and one that goes on talking after so long
FORKS = sys.platform == "linux"  # elsewhere libraries of the system do not survive a fork

SETTLE_SECONDS = 10.0  # so long after its start, the memory of a worker may not have been taken yet
PRUNE_SECONDS = 600.0
GRACE_SECONDS = 60.0  # a run that was given all the time there is comes to its end by itself
MOST_SLOTS = 32
GPU_SLOTS = 4  # every run on a graphics card holds half a gigabyte of it before it starts
KILLED = 9


@dataclass
class Child:
    """A worker at work, and what the broker has seen of it."""

    run: Run
    process: BaseProcess
    memory_kills: int
    heard: float  # when it last wrote to the store, on our clock
    started: float = 0.0
    updated: object = None
    stop_since: float | None = None
    over: bool = False  # it worked longer than a run may
    forced: bool = False


class Broker:
    """Starts workers for queued runs and brings home what they leave behind."""

    def __init__(
        self,
        store: Store,
        tasks: Mapping[str, Job] = JOBS,
        slots: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.store, self.clock, self.tasks = store, clock, tasks
        self.slots = slots or default_slots()
        self.identity = my_identity()
        self.stop_seconds = STOP_SECONDS
        self.run_seconds = store.quotas.run_seconds
        self.scheduler = Scheduler()
        self.searches = SearchDriver(store, clock)
        self.limits_memory = True  # whether workers are held to about what their runs should take
        self.children: list[Child] = []
        self.context: Any = multiprocessing.get_context("fork" if FORKS else "spawn")
        self.active = self.context.RawValue("i", 0)
        self.ended: list[tuple[Run, str, str]] = []  # end states that the store has yet to take
        self.ending = False
        self._next_beat = self._next_prune = 0.0
        if sentence := store.place.shared_disk():
            log.warning(sentence)  # each says it, and so does one that waits for another machine's

    def serve(self, nudges: Any) -> None:
        """Work until `nudges` (a pipe) is closed, then end every worker."""
        try:
            while not self.ending and self._listen(nudges):
                try:
                    self.tick()
                except ReplacedError:
                    self.ending = True  # the next broker tells the new store what this machine is
                except RnnkitError as error:
                    log.warning("The broker waits: %s", error)
        finally:
            self.end()

    def _listen(self, nudges: Any) -> bool:
        """Sleep until something happens; false when the server is gone."""
        ready = wait([nudges, *(child.process.sentinel for child in self.children)], TICK_SECONDS)
        return nudges not in ready or read(nudges)

    def request_shutdown(self, *_signal: object) -> None:
        """Leave after the current round; a handler for signals."""
        self.ending = True

    def tick(self) -> None:
        """One round: bury the dead, press those who overstay, look after searches, fill free places."""
        self.reap()
        self.record_ended()
        self.enforce_stops()
        if self.clock() >= self._next_beat:
            self.renew_lease()
        self.searches.look(self.slots)
        self.start()
        if self.clock() >= self._next_prune:
            self._next_prune = self.clock() + PRUNE_SECONDS
            self.store.retention.prune()

    def renew_lease(self) -> None:
        """Renew the lease, and end the runs of workers that died without anybody near."""
        if not self.store.leases.renew(LEASE, self.identity):
            log.error("Another broker took over this store, or the store was exchanged")
            self.ending = True
            return
        self._next_beat = self.clock() + BEAT_SECONDS
        self.interrupt_stale()

    def interrupt_stale(self, *gone: str) -> None:
        """End the running runs whose worker or broker (or one in `gone`) no longer lives."""
        for run in self.store.runs.find(states=["running"]):
            mine = run.worker == self.identity
            if not mine and (run.worker in gone or liveness(run.worker) == "gone"):
                self.store.queue.finish(run.id, run.attempt, "interrupted", interrupted())

    def start(self) -> None:
        """Give free places to the runs that wait."""
        while len(self.children) < self.slots:
            chosen = self.scheduler.choose(self.store.queue.waiting(), self._fits, self.clock())
            run = chosen and self.store.queue.claim(self.identity, chosen.id)
            if run is None:  # nobody waits who fits, or it was taken back just now
                return
            if fits_host(run):
                self._fork(run)
            else:
                reason = room.too_large(run.megabytes, t("Train a smaller network"))
                self.ended.append((run, "failed", reason))

    def _fits(self, run: Run) -> bool:
        """Whether there is memory for one more run; one that nothing works beside gets its chance.

        One that never fits here waits for nothing: it is told so.
        """
        now = self.clock()
        promised = sum(
            expected_memory(child.run) for child in self.children if now - child.started < SETTLE_SECONDS
        )
        fits = not self.children or machine.memory_free() - promised > expected_memory(run)
        return fits or not fits_host(run)

    def _fork(self, run: Run) -> None:
        most = memory_limit(run) if self.limits_memory else None
        arguments = (self.store.url, run.id, run.attempt, self.active)
        more = {"most": most, "tasks": self.tasks}
        process = self.context.Process(target=work, args=arguments, kwargs=more, daemon=True)
        self.active.value = len(self.children) + 1
        try:
            process.start()
        except OSError as error:
            log.error("No worker could be started: %s", error)
            self.active.value = len(self.children)
            reason = t("The server is out of memory or processes; try again when other runs have ended.")
            self.ended.append((run, "failed", reason))
            return
        now = self.clock()
        self.children.append(Child(run, process, machine.memory_kills(), heard=now, started=now))

    def reap(self) -> None:
        """Take leave of workers that ended; a run they left open has failed."""
        multiprocessing.active_children()  # asks after all, the one that measures too: no zombie stays
        for child in [child for child in self.children if child.process.exitcode is not None]:
            child.process.join()
            self.children.remove(child)
            self.ended.append((child.run, "failed", why(child)))
        self.active.value = len(self.children)

    def record_ended(self) -> None:
        """Tell the store how runs ended; those that ended by themselves stay as they are."""
        while self.ended:
            run, state, reason = self.ended[0]
            self.store.queue.finish(run.id, run.attempt, state, reason)  # type: ignore[arg-type]
            self.ended.pop(0)

    def enforce_stops(self) -> None:
        """Ask those to stop who work for too long, and kill workers that were asked to and do not."""
        if not self.children:
            return
        rows = {run.id: run for run in self.store.runs.find(states=["running"])}
        now = self.clock()
        for child in self.children:
            row = rows.get(child.run.id)
            if row is not None and (row.updated != child.updated or row.phase in BUSY):
                child.updated, child.heard = row.updated, now
            if (
                row is not None
                and not row.stop_requested
                and now - child.started > self.run_seconds + GRACE_SECONDS
            ):
                child.over = True
                self.store.queue.request_stop(child.run.id, over_time(self.run_seconds))
            asked = row is None or row.stop_requested  # no row: it has ended, or was deleted meanwhile
            if asked and stop_overdue(child, now, self.stop_seconds):
                child.forced = True
                child.process.kill()

    def end(self) -> None:
        """End every worker, and write down that their runs were interrupted."""
        for child in self.children:
            child.process.kill()
        for child in self.children:
            child.process.join()
            self.ended.append((child.run, "interrupted", interrupted()))
        self.children.clear()
        try:
            self.record_ended()
            self.store.leases.release(LEASE, self.identity)
        except StoreError as error:  # the next broker will find it
            log.warning("The store did not hear of the end: %s", error)


def stop_overdue(child: Child, now: float, seconds: float = STOP_SECONDS) -> bool:
    """Whether a worker that was asked to stop had its time."""
    if child.stop_since is None:
        child.stop_since = now
    silent = now - max(child.heard, child.stop_since)
    return silent > seconds or now - child.stop_since > STOP_LIMIT_SECONDS


def why(child: Child) -> str:
    """Why a worker ended without a result."""
    code = child.process.exitcode or 0
    if child.forced and child.over:
        return t("The run took longer than it may here and was ended by force; nothing of it was kept.")
    if child.forced:
        return t("The run did not answer Stop, so it was ended by force, without a result.")
    if code == -KILLED and machine.memory_kills() > child.memory_kills:
        return out_of_memory(child.run.task)
    if code < 0:
        return t("The worker was killed (signal {number}); resume the run or train it again.", number=-code)
    return t("The worker ended without a result (code {code}); resume the run or train it again.", code=code)


def over_time(seconds: float) -> str:
    """The reason of a run that was stopped because it took as long as a run may."""
    return t(
        "Stopped after {minutes:.0f} min, the most a run may take here; the best weights so far were kept.",
        minutes=max(1, seconds / 60),
    )


def interrupted() -> str:
    """The reason of every run that its server took along."""
    return t("The server stopped while this run was working; resume it or train it again.")


def default_slots() -> int:
    """How many runs work at once: RNNKIT_MAX_RUNS, or as many as cores and memory carry."""
    if (wish := os.environ.get("RNNKIT_MAX_RUNS", "")).isdecimal():
        return max(1, min(int(wish), MOST_SLOTS))
    by_memory = (machine.memory_total() - room.BASE) // room.USUAL
    return max(1, min(machine.cores(), by_memory, MOST_SLOTS))


def read(nudges: Any) -> bool:
    """Take what came through the pipe; false if it was closed."""
    try:
        return bool(nudges.recv_bytes() if hasattr(nudges, "recv_bytes") else os.read(nudges, 4096))
    except (EOFError, OSError):
        return False


def take_over(store: Store, identity: str, nudges: Any) -> str | None:
    """Wait for the lease of the store; gives the broker that was replaced ("" if none), `None` at the end."""
    silent_since, last = time.monotonic(), None
    while True:
        held = store.leases.get(LEASE)
        holder = held[0] if held else ""
        if held != last:
            silent_since, last = time.monotonic(), held
        outlook = liveness(holder) if holder else "gone"
        silent = outlook == "unknown" and time.monotonic() - silent_since > SILENCE_SECONDS
        if (outlook == "gone" or silent) and store.leases.take(LEASE, identity, replacing=holder):
            return holder
        if wait([nudges], TICK_SECONDS) and not read(nudges):
            return None


def warm_up(broker: Broker) -> None:
    """Load once what runs need, into memory that forked workers share, and look at the machine.

    The garbage collector is kept off it: looking at it would copy it into every worker.
    Who waits already gets a worker before the part is loaded that only the end of a run needs.
    """
    import torch

    torch.set_num_threads(1)
    preload(needed(broker.tasks))
    machine.freeze()
    if torch.cuda.is_available():
        broker.limits_memory = False  # CUDA reserves as much as the card and the host have, whatever it takes
        if not os.environ.get("RNNKIT_MAX_RUNS", "").isdecimal():
            broker.slots = min(broker.slots, GPU_SLOTS)
    broker.context.Process(target=probe, args=(broker.store.url,), daemon=True).start()
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


def open_pipe() -> Any:
    """Standard input as something that can be waited for."""
    if sys.platform != "win32":
        return sys.stdin.fileno()
    receiver, sender = multiprocessing.Pipe(duplex=False)

    def pump() -> None:
        while data := os.read(0, 4096):
            sender.send_bytes(data)
        sender.close()

    threading.Thread(target=pump, daemon=True).start()
    return receiver


def main(tasks: Mapping[str, Job] = JOBS, prepare: Callable[[Broker], None] = warm_up) -> int:
    """Serve the store of this installation until standard input closes."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s broker %(process)d %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(RepeatFilter())
    if FORKS:  # covers the time in which nobody listens to standard input
        die_with_parent(signal.SIGTERM, None)
    nudges = open_pipe()
    if wait([nudges], 0) and not read(nudges):  # the server went before the kernel knew
        return 0
    try:
        broker = Broker(open_store(), tasks)
        replaced = take_over(broker.store, broker.identity, nudges)
        if replaced is None:
            return 0
        broker.interrupt_stale(replaced)
    except RnnkitError as error:
        log.error("The broker cannot start: %s", error)
        return 1
    prepare(broker)
    signal.signal(signal.SIGTERM, broker.request_shutdown)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    broker.serve(nudges)
    return 0


if __name__ == "__main__":
    sys.exit(main())
