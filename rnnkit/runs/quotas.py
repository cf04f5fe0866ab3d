"""How much of this host one visitor may use, and all of them together.

A visitor's name is free to renew, so what protects the host are the limits for all; those for one keep
well-meaning visitors out of each other's way.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from rnnkit.data.limits import Limits
from rnnkit.errors import LimitError
from rnnkit.host.environment import positive
from rnnkit.words import t

MEGABYTE = 1_000_000
HOUR = 3600.0
FILES_EACH = 6  # of the largest files that one visitor may keep at least
STORES = 10  # visitors who may do so
MANY = 2**31


@dataclass(frozen=True)
class Quotas:
    """The limits of a host; how many runs work at the same time is the broker's to decide."""

    queued_each: int = 12
    runs_an_hour: int = 60
    uploads_an_hour: int = 60
    megabytes_each: float = 100.0
    runs_each: int = 200
    queued: int = 60
    store_megabytes: float = 1000.0
    free_megabytes: float = 200.0
    keep_days: float = 30.0
    run_seconds: float = 3600.0

    @classmethod
    def from_environment(cls) -> Self:
        """The limits of this host; where it takes larger files, it keeps more of them."""
        each = max(cls.megabytes_each, FILES_EACH * Limits.from_environment().megabytes)
        return cls(
            queued_each=int(positive("RNNKIT_MAX_QUEUED_EACH", cls.queued_each)),
            runs_an_hour=int(positive("RNNKIT_MAX_RUNS_AN_HOUR", cls.runs_an_hour)),
            uploads_an_hour=int(positive("RNNKIT_MAX_UPLOADS_AN_HOUR", cls.uploads_an_hour)),
            megabytes_each=positive("RNNKIT_MAX_MEGABYTES_EACH", each),
            runs_each=int(positive("RNNKIT_MAX_RUNS_EACH", cls.runs_each)),
            queued=int(positive("RNNKIT_MAX_QUEUED", cls.queued)),
            store_megabytes=positive("RNNKIT_MAX_STORE_MEGABYTES", max(cls.store_megabytes, STORES * each)),
            free_megabytes=positive("RNNKIT_MIN_FREE_MEGABYTES", cls.free_megabytes),
            keep_days=positive("RNNKIT_KEEP_DAYS", cls.keep_days),
            run_seconds=positive("RNNKIT_MAX_RUN_SECONDS", cls.run_seconds),
        )

    def of_a_terminal(self) -> Self:
        """The same for whoever has a terminal here: only room is a limit, not how often one comes."""
        return replace(self, runs_an_hour=MANY, uploads_an_hour=MANY)

    def check_storage(self, file: Path | None, used: int) -> None:
        """Refuse to grow a store of `used` bytes beyond its limit, or a disk that is nearly full."""
        full = used > self.store_megabytes * MEGABYTE
        if full or (file and shutil.disk_usage(file.parent).free < self.free_megabytes * MEGABYTE):
            raise LimitError(t("Server storage is full. Try again later."))

    def check_queue(self, own: int, everybody: int, wanted: int) -> None:
        """Refuse more waiting runs than one visitor may have, or than there may be."""
        if own + wanted > self.queued_each:
            raise LimitError(
                t(
                    "At most {limit} of your runs may wait at once; {own} wait now, so let some start first.",
                    limit=self.queued_each,
                    own=own,
                )
            )
        if everybody + wanted > self.queued:
            raise LimitError(t("The queue of this server is full; try again when some runs have ended."))

    def check_hour(self, recent: int, wanted: int, oldest_age: float) -> None:
        """Refuse more runs within an hour than one visitor may start."""
        if recent + wanted > self.runs_an_hour:
            raise LimitError(
                t(
                    "At most {limit} runs an hour are started for one visitor; try again in {minutes} min.",
                    limit=self.runs_an_hour,
                    minutes=minutes_left(oldest_age),
                )
            )

    def check_uploads(self, recent: int, oldest_age: float) -> None:
        """Refuse more new data within an hour than one visitor may bring."""
        if recent >= self.uploads_an_hour:
            raise LimitError(
                t(
                    "At most {limit} files an hour are taken from one visitor; try again in {minutes} min.",
                    limit=self.uploads_an_hour,
                    minutes=minutes_left(oldest_age),
                )
            )

    def check_megabytes(self, kept: int, new: int) -> None:
        """Refuse data that would make the part of one visitor too large, in bytes."""
        if kept + new > self.megabytes_each * MEGABYTE:
            raise LimitError(
                t(
                    "Your runs and data take {kept:.0f} of {limit:.0f} MB, too much for {new:.1f} MB more; "
                    "delete some first.",
                    kept=kept / MEGABYTE,
                    limit=self.megabytes_each,
                    new=new / MEGABYTE,
                )
            )


def minutes_left(age: float, within: float = HOUR) -> int:
    """Whole minutes until what is `age` seconds old is an hour old, or `within` seconds; at least 1."""
    return max(1, -int(-(within - age) // 60))
