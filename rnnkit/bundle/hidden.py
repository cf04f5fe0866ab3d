"""What a run is worth on the hidden slice of a room: told in a worker, after the honest scores of the run.

Of the slice nothing leaves here but losses: no sentence of an error is passed on, as it may name what it
read, and the log is told the kind of the error only.
"""

import logging

import numpy as np

from rnnkit.bundle.from_run import kept_from
from rnnkit.files.about import DataSource
from rnnkit.files.encoding import sha256
from rnnkit.runs.rooms.entries import NewEntry, SliceForRun
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import SliceLosses, named
from rnnkit.training.outcome import Outcome
from rnnkit.words import t

log = logging.getLogger(__name__)


def entry_of(outcome: Outcome, label: str, of: SliceForRun) -> NewEntry:
    """The losses of a run and of the baselines, or the reason why there are none."""
    try:
        found = losses_of(outcome, label, of)
    except Exception as error:  # whatever it is, the run itself is well
        log.warning("A run was not scored on the hidden slice of its room: %s", type(error).__name__)
        return NewEntry(of, label, reason=t("It could not be scored on the hidden rows."))
    if "" not in found.units or not np.isfinite(found.units[""].loss).all():
        return NewEntry(of, label, reason=t("Its answers on the hidden rows are not all numbers."))
    return NewEntry(of, label, found.metric, found.rows, found.units)


def losses_of(outcome: Outcome, label: str, of: SliceForRun) -> SliceLosses:
    """What the model of an outcome, as it was scored, loses on a slice; raises what its task raises."""
    hiding = TASKS[of.task].hiding
    assert hiding is not None
    nowhere = DataSource(name="", sha256=sha256(b""), bytes=0)
    found: SliceLosses = named(hiding.losses)(kept_from(outcome, label, nowhere), of.content, of.reading)
    return found
