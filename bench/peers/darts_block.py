"""darts, `BlockRNNModel`: reads the lookback and answers the whole horizon at once, as our network does."""

from collections.abc import Callable

from darts.models import BlockRNNModel

from bench.peers import darts_series
from bench.peers.job import Answer, Clock, Job


def prepare(job: Job, _clock: Clock) -> Callable[[], Answer]:
    """All series as windows of lookback and horizon."""
    return darts_series.prepare(job, lambda **told: BlockRNNModel(output_chunk_length=job.horizon, **told))
