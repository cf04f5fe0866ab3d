"""darts, `RNNModel`: learns the next value at every step of a window, and feeds its answers back."""

from collections.abc import Callable

from darts.models import RNNModel

from bench.peers import darts_series
from bench.peers.job import Answer, Clock, Job


def prepare(job: Job, _clock: Clock) -> Callable[[], Answer]:
    """All series as windows as long as lookback and horizon are together."""
    return darts_series.prepare(
        job, lambda **told: RNNModel(training_length=job.lookback + job.horizon, **told)
    )
