"""Which encoding from before Unicode a file was written in, told by the letters of its languages."""

from rnnkit.data.encodings.contest import Verdict, contest
from rnnkit.data.encodings.table import DOUBLE, SINGLE, title_of, variants

__all__ = ["DOUBLE", "SINGLE", "Verdict", "contest", "title_of", "variants"]
