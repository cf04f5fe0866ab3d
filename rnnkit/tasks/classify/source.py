"""Texts with their classes from what was uploaded."""

from rnnkit.config.stored import parse_stored
from rnnkit.data.labelled import Labelled, LabelledOverrides, read_labelled
from rnnkit.tasks.task import Uploaded


def load(uploaded: Uploaded) -> Labelled:
    """The texts and classes, read as the person decided."""
    return read_labelled(uploaded.content, parse_stored(LabelledOverrides, uploaded.overrides))
