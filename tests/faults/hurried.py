"""The real broker and the real tasks, but for workers that keep a checkpoint ten times a second."""

import sys

from rnnkit.jobs.process import main
from rnnkit.runs.worker import checkpointer as keeper
from rnnkit.training import loop as training

if __name__ == "__main__":
    training.YIELD_SECONDS, keeper.EVERY, keeper.SHARE = 0.02, 0.1, 1.0
    sys.exit(main())
