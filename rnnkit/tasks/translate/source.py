"""Pairs from what was uploaded, and what was understood of files."""

from collections.abc import Mapping, Sequence

from rnnkit.config.stored import parse_stored
from rnnkit.data.pairs import PairOverrides, Pairs, read_pairs
from rnnkit.data.source.together import together
from rnnkit.tasks.task import Uploaded


def load(uploaded: Uploaded) -> Pairs:
    """The clean pairs, read as the person decided."""
    return read_pairs(uploaded.content, parse_stored(PairOverrides, uploaded.overrides))


def understood(files: Sequence[tuple[str, bytes]], overrides: str) -> Mapping[str, object]:
    """What was understood of one file of pairs, or of two that belong together line by line."""
    pairs = read_pairs(together(files), PairOverrides.from_json(overrides))
    left = [{"line": out.line, "why": out.why, "text": out.text} for out in pairs.left_out[:100]]
    notes = [change.sentence for change in pairs.changes if change.enabled]
    return {**pairs.understood, "left_out": left, "notes": notes}
