"""Answers that stand where a network may look: texts of the test part that also stand in what is learned."""

from rnnkit.data.labelled import Labelled, split
from rnnkit.leaks.finding import Finding
from rnnkit.rounding import exact_percent
from rnnkit.tasks.classify.corpus import SPLIT_SEED, check
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.words import plural, t


def leaks_of(data: Labelled, _config: ClassifyConfig) -> tuple[Finding, ...]:
    """The texts that a file gives to both parts. They are not learned, so no score is touched by them."""
    check(data)
    parts = split(data, SPLIT_SEED)
    shared = len(parts.left_out)
    if not shared:
        return ()
    whole = len(parts.train) + shared
    sentence = plural(
        "{number} text to learn from ({share}) also stands in the test part.",
        "{number} texts to learn from ({share}) also stand in the test part.",
        shared,
        share=exact_percent(shared / whole),
    )
    advice = t("They are left out of training, so that the score is that of new texts.")
    return (Finding("duplicates", sentence, advice, rows=shared, share=shared / whole, active=False),)
