"""The backend of the playground: importable, scriptable and testable without a screen.

`config` holds the settings of a run, `data` turns bytes into clean tables, `networks` and `training` hold
the networks and the loop, `tasks` put them together, `runs` keeps what happened and `jobs` decides
which process does the work. Nothing is imported here, so that reading a store never loads torch.
"""

import os

__version__ = "0.1.0"

# Before anything loads torch: threads that wait for each other give up the core after microseconds. By
# default they spin for milliseconds, and a step takes many times as long once others want the core.
os.environ.setdefault("GOMP_SPINCOUNT", "30000")
# Before anything loads NumPy: the products of its library are too small to share. Beside a run that trains,
# two threads took milliseconds to meet for what one does in 200 microseconds.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
