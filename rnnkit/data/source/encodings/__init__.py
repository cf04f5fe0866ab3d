"""Which encoding from before Unicode a file was written in, told by the letters of its languages."""

from rnnkit.data.source.encodings.contest import EncodingVerdict, contest
from rnnkit.data.source.encodings.known_encodings import DOUBLE, SINGLE, title_of, variants

__all__ = ["DOUBLE", "SINGLE", "EncodingVerdict", "contest", "title_of", "variants"]
