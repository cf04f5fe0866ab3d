"""What a broker does, round after round: it forks one worker for each run, and brings home what they leave.

It keeps torch loaded, so that a run starts in milliseconds, can be killed, and takes nobody with it. It works
in one thread: a fork copies no other.
"""

import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rnnkit import __version__
from rnnkit.errors import RnnkitError
from rnnkit.host import machine
from rnnkit.jobs.child import STOP_SECONDS, Child, ending, interrupted, over_time, stop_overdue
from rnnkit.jobs.housekeeper import Housekeeper
from rnnkit.jobs.identity import machine_of, my_identity
from rnnkit.jobs.lease import BEAT_SECONDS, Kind, lease_name
from rnnkit.jobs.lifeline import Lifeline
from rnnkit.jobs.places import default_slots
from rnnkit.jobs.scheduler import Scheduler, expected_memory, fits_host, memory_limit
from rnnkit.jobs.watch import GRACE_SECONDS, Watch
from rnnkit.jobs.worker import work
from rnnkit.runs.execute import JOBS, Job
from rnnkit.runs.needs import lacks
from rnnkit.runs.offers import Offer
from rnnkit.runs.searching import SearchDriver
from rnnkit.runs.sql.engine import ReplacedError, StoreError
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.states import State
from rnnkit.runs.store import Store
from rnnkit.training import room
from rnnkit.words import t

log = logging.getLogger(__name__)

BUSY = frozenset({"evaluating"})  # phases in which a worker has nothing to say until it is done
FORKS = sys.platform == "linux"  # elsewhere libraries of the system do not survive a fork
SETTLE_SECONDS = 10.0  # so long after its start, the memory of a worker may not have been taken yet
PRUNE_SECONDS = 600.0


class Broker:
    """Starts workers for queued runs and brings home what they leave behind."""

    def __init__(
        self,
        store: Store,
        tasks: Mapping[str, Job] = JOBS,
        slots: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        kind: Kind = "app",
    ) -> None:
        self.store, self.clock, self.tasks = store, clock, tasks
        self.slots = slots or default_slots()
        self.places = self.slots  # of all brokers together, where this one keeps the house
        self.identity = my_identity()
        self.lease = lease_name(store, self.identity, kind)
        self.watch = Watch(store, self.identity, clock)
        self.housekeeper = Housekeeper(store, self.identity, clock)
        self.stop_seconds = STOP_SECONDS
        self.run_seconds = store.quotas.run_seconds
        self.scheduler = Scheduler()
        self.searches = SearchDriver(store, clock)
        self.limits_memory = True  # whether workers are held to about what their runs should take
        self.children: list[Child] = []
        self.context: Any = multiprocessing.get_context("fork" if FORKS else "spawn")
        self.active = self.context.RawValue("i", 0)
        self.ended: list[tuple[Run, State, str]] = []  # end states that the store has yet to take
        self.offered: Offer | None = None
        self.ending = False
        self.drained = False  # whoever runs the servers lets this machine take nothing new
        self._next_beat = self._next_prune = 0.0
        if sentence := store.place.shared_disk():
            log.warning(sentence)  # each says it, and so does one that waits for another machine's

    def serve(self, lifeline: Lifeline) -> None:
        """Work until the line is over or the lease is lost, then end every worker."""
        try:
            while not self.ending and lifeline.goes_on(*(child.process.sentinel for child in self.children)):
                try:
                    self.tick()
                except ReplacedError:
                    self.ending = True  # the next broker tells the new store what this machine is
                except RnnkitError as error:
                    log.warning("The broker waits: %s", error)
        finally:
            self.end()

    def tick(self) -> None:
        """One round: bury the dead, press those who overstay, look after searches, fill free places."""
        self.reap()
        self.record_ended()
        self.enforce_stops()
        if self.clock() >= self._next_beat:
            self.renew_lease()
        if self.housekeeper.mine:
            self.searches.look(self.places)
        self.start()
        if self.housekeeper.mine and self.clock() >= self._next_prune:
            self._next_prune = self.clock() + PRUNE_SECONDS
            self.store.retention.prune()

    def offer(self, devices: Sequence[str] = ("cpu",)) -> None:
        """Tell what this broker offers, and see who keeps the house."""
        found = Offer(
            machine=machine_of(self.identity),
            pid=os.getpid(),
            places=self.slots,
            cores=machine.cores(),
            megabytes=room.most_megabytes(),
            devices=[{"device": device, "name": device.upper()} for device in devices],
            tasks=sorted(self.tasks),
            version=__version__,
        )
        self.offered = found
        self.store.offers.put(self.lease, found)
        self.housekeeper.look()

    def renew_lease(self) -> None:
        """Renew the lease, and end the runs of those who died with nobody near."""
        if not self.store.leases.renew(self.lease, self.identity):
            log.error("This broker was taken for gone, or the store was exchanged")
            self.ending = True
            return
        self._next_beat = self.clock() + BEAT_SECONDS
        self.drained = machine_of(self.identity) in self.store.offers.drained()
        self.watch.look()
        if self.housekeeper.look():
            offers = self.store.offers.all() if self.store.place.shared else {}
            self.places = sum(offer.places for offer in offers.values()) or self.slots

    def start(self) -> None:
        """Give free places to the runs that wait."""
        while not self.drained and len(self.children) < self.slots:
            run = self.store.queue.claim_as(self.lease, self.identity, self._choose)
            if run is None:  # nobody waits who fits
                return
            if fits_host(run):
                self._fork(run)
            else:
                reason = room.too_large(run.megabytes, t("Train a smaller network"))
                self.ended.append((run, "failed", reason))

    def _choose(self, waiting: Sequence[Run]) -> Run | None:
        """Who starts next. A lone machine takes all and says what it lacks; others take what they can."""
        if self.offered is not None and self.store.place.shared:
            waiting = [run for run in waiting if not lacks(self.offered, run)]
        return self.scheduler.choose(waiting, self._fits, self.clock())

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
            self.ended.append((child.run, *ending(child)))
        self.active.value = len(self.children)

    def record_ended(self) -> None:
        """Tell the store how runs ended; those that ended by themselves stay as they are."""
        while self.ended:
            run, state, reason = self.ended[0]
            self.store.queue.finish(run.id, run.attempt, state, reason)
            self.ended.pop(0)

    def enforce_stops(self) -> None:
        """Ask those to stop who work for too long, and kill workers that were asked to and do not."""
        if not self.children:
            return
        rows = {run.id: run for run in self.store.queue.held_by(self.identity)}
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
            self.housekeeper.release()
            self.store.leases.release(self.lease, self.identity)
        except StoreError as error:  # the next broker will find it
            log.warning("The store did not hear of the end: %s", error)
