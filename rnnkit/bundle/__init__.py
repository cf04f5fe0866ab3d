"""A run that leaves as one file, works without us, and comes back trusted.

`pack` is the archive, `rnnkit.files.kept` what stands in it, `from_run` makes it of a run in the store,
`recompute` and `use` are the jobs that check it and use it. What is special to a task, its `Bundle` says.
"""

from rnnkit.bundle.from_run import kept_from, kept_of
from rnnkit.bundle.read import read_kept
from rnnkit.bundle.write import write_kept
from rnnkit.files.kept import Kept

__all__ = ["Kept", "kept_from", "kept_of", "read_kept", "write_kept"]
