"""Answers that stand where a network may look: rows of the test part that also stand in what is learned."""

from rnnkit.data.labelled import Labelled, split
from rnnkit.leaks.finding import Finding
from rnnkit.rounding import exact_percent
from rnnkit.tasks.classify.rows import SPLIT_SEED, check
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.tasks.classify.wording import SAID
from rnnkit.words import plural, t


def leaks_of(data: Labelled, _config: ClassifyConfig) -> tuple[Finding, ...]:
    """The rows that a file gives to both parts. They are not learned, so no score is touched by them."""
    check(data)
    parts = split(data, SPLIT_SEED)
    shared = len(parts.left_out)
    if not shared:
        return ()
    whole = len(parts.train) + shared
    said = SAID[data.kind]
    sentence = plural(said["leak"], said["leaks"], shared, share=exact_percent(shared / whole))
    advice = t(said["left_out"])
    return (Finding("duplicates", sentence, advice, rows=shared, share=shared / whole, active=False),)
