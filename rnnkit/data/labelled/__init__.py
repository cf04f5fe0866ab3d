"""Texts or series with labels, in the forms in which people keep them: bytes to rows with their classes."""

from rnnkit.data.labelled.labelled import Labelled, Origin
from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.read import read_labelled, understood
from rnnkit.data.labelled.split import LabelledParts, split

__all__ = [
    "Labelled",
    "LabelledOverrides",
    "LabelledParts",
    "Origin",
    "read_labelled",
    "split",
    "understood",
]
