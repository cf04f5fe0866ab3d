"""Tagged sentences from what was uploaded, and what was understood of files."""

from collections.abc import Mapping, Sequence
from typing import Any

from rnnkit.config.stored import parse_stored
from rnnkit.data.limits import BYTES_PER_MEGABYTE, TextLimits
from rnnkit.data.source.together import apart
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.read import read_files, read_tagged
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.tasks.task import Uploaded


def load(uploaded: Uploaded) -> Tagged:
    """The sentences, read as the person decided."""
    return read_tagged(uploaded.content, parse_stored(TaggedOverrides, uploaded.overrides))


def understood(files: Sequence[tuple[str, bytes]], overrides: str) -> Mapping[str, Any]:
    """What these files hold, for `rnnkit data`: columns, tags, scheme, numbers, and what was changed."""
    most = int(TextLimits.from_environment().megabytes * BYTES_PER_MEGABYTE)
    whole = [file for name, content in files for file in apart(content, most, name)]
    found = read_files(whole, TaggedOverrides.from_json(overrides))
    return {**found.understood, "notes": [change.sentence for change in found.changes if change.enabled]}
