"""Whether anybody will take a run that waits, for whoever waits for it. Never loads torch."""

import json
import time
from collections.abc import Callable, Mapping

from rnnkit.jobs.lease import LEASE, SILENCE_SECONDS
from rnnkit.jobs.silence import Silence
from rnnkit.runs.needs import DEVICE, LACKS, VERSION, lacks, version_numbers
from rnnkit.runs.offers import Offer
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.runs.worker.leases import Lease
from rnnkit.words import t

LOOK_SECONDS = 2.0  # between two looks at the store, whoever asks


class Outlook:
    """The machines of a store that many share, as an app sees them. On a file there is nothing to tell."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._clock = store, clock
        self._silence = Silence(clock)
        self._offers: dict[str, Offer] = {}
        self._next = float("-inf")

    @classmethod
    def at(cls, url: str) -> "Outlook":
        """The machines of the store at this address."""
        return cls(Store(url))

    def obstacle(self, run: Run) -> str:
        """Why nobody can take a run that waits, in a sentence; empty where somebody can."""
        if not self._store.place.shared or run.state != "queued":
            return ""
        offers = self.offers()
        if not offers:
            return t("No machine trains for this app at the moment; the run starts when one does.")
        missing = [lacks(offer, run) for offer in offers.values()]
        if "" in missing:
            return ""
        return SENTENCES[max(missing, key=list(LACKS).index)](run, offers)

    def offers(self) -> dict[str, Offer]:
        """What those offer who are not silent, by their leases; looked up every two seconds."""
        if self._clock() >= self._next:
            self._next = self._clock() + LOOK_SECONDS
            living = {lease.name for lease in self._store.leases.held(LEASE) if self._lives(lease)}
            self._offers = {name: offer for name, offer in self._store.offers.all().items() if name in living}
        return self._offers

    def _lives(self, lease: Lease) -> bool:
        holder = lease.holder
        return not self._silence.gone(holder, holder, lease.beat, SILENCE_SECONDS, shared=True)


def _older(_run: Run, offers: Mapping[str, Offer]) -> str:
    newest = max((offer.version for offer in offers.values()), key=version_numbers)
    return t(
        "The machines here run an older version ({version}); the run waits for a newer one.", version=newest
    )


def _without_device(run: Run, _offers: Mapping[str, Offer]) -> str:
    device = str(json.loads(run.needs)[DEVICE]).upper()
    return t(
        "No machine here has {device}; choose another device, or wait for one that has it.", device=device
    )


def _too_small(run: Run, offers: Mapping[str, Offer]) -> str:
    most = max(offer.megabytes for offer in offers.values() if lacks(offer, run) == "megabytes")
    return t(
        "This run needs about {needed:,.0f} MB of memory; the largest machine for it can give {most:,.0f} "
        "MB. Train a smaller network, or wait for a larger machine.",
        needed=run.megabytes,
        most=most,
    )


SENTENCES: Mapping[str, Callable[[Run, Mapping[str, Offer]], str]] = {
    "task": _older,
    VERSION: _older,
    DEVICE: _without_device,
    "megabytes": _too_small,
}
