"""Tunes from what was uploaded, and what was understood of files."""

from collections.abc import Mapping, Sequence
from typing import Any

from rnnkit.config.stored import parse_stored
from rnnkit.data.source.together import together
from rnnkit.data.tunes import TuneData, TuneOverrides, read_tunes
from rnnkit.tasks.task import Uploaded


def load(uploaded: Uploaded) -> TuneData:
    """The tunes, read as the person decided."""
    return read_tunes(uploaded.content, parse_stored(TuneOverrides, uploaded.overrides))


def understood(files: Sequence[tuple[str, bytes]], overrides: str) -> Mapping[str, Any]:
    """What these files hold, for `rnnkit data`: tunes, meters, keys, tokens, and what was changed."""
    content = together(files) if len(files) > 1 else files[0][1]
    found = read_tunes(content, TuneOverrides.from_json(overrides), name=files[0][0])
    left = [{"line": out.line, "why": out.why, "text": out.text} for out in found.left_out[:100]]
    notes = [change.sentence for change in found.changes if change.enabled]
    questions = [question.sentence for question in found.questions]
    return {**found.understood, "left_out": left, "notes": notes, "questions": questions}
