"""Answers of peers become scores."""

from collections.abc import Sequence

import numpy as np

from bench.peers.data import load
from bench.peers.job import Job
from bench.peers.race import Found


def scored(job: Job, rounds: Sequence[Found]) -> list[Found]:
    """Each round with its MASE instead of its answers."""
    data = load(job.data)
    return [
        {name: value for name, value in each.items() if name != "answers"}
        | ({"mase": data.mase(np.array(each["answers"]))} if "answers" in each else {})
        for each in rounds
    ]
