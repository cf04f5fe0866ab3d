"""A run that leaves as one file, works without us, and comes back trusted.

`pack` is the archive, `kept` what stands in it, `from_run` makes it of a run in the store, `recompute` and
`use` are the jobs that check it and forecast with it. `predict_forecast` and `predict_text` travel along.
"""

from rnnkit.kept.from_run import kept_from, kept_of
from rnnkit.kept.kept import Kept, write_kept
from rnnkit.kept.read import read_kept

__all__ = ["Kept", "kept_from", "kept_of", "read_kept", "write_kept"]
