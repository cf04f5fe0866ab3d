"""The leaks of tagged sentences: what of the test part is learned from as well, or nearly so."""

import re

from rnnkit.data.tagged.tagged import Tagged
from rnnkit.leaks.finding import Finding
from rnnkit.rounding import exact_percent
from rnnkit.tasks.label.sets import Sets, make_sets
from rnnkit.tasks.label.settings import LabelConfig
from rnnkit.words import plural, t

MATTERS = 0.02  # of the sentences of the test part
LEAST = 5  # tokens of a sentence that nobody says twice by chance
QUOTED = 60
DIGITS = re.compile(r"\d")


def leaks_of(data: Tagged, config: LabelConfig) -> tuple[Finding, ...]:
    """The leaks of sentences as a run would part them."""
    return findings(make_sets(data, config), config)


def findings(sets: Sets, config: LabelConfig) -> tuple[Finding, ...]:
    """Sentences of one's own test file that are learned from; else sentences that are nearly the same."""
    data, test = sets.data, len(sets.test) + (len(sets.repeats) if config.skip_repeats else 0)
    long = [number for number in sets.repeats if len(data.tokens[number]) >= LEAST]
    if len(sets.repeats) >= max(1, MATTERS * test) and long:
        return (_repeated(sets, len(sets.repeats), long[0], test, active=not config.skip_repeats),)
    learned = {_plain(data, number) for number in sets.training}
    repeats = set(sets.repeats)
    near = [
        number
        for number in sets.test
        if len(data.tokens[number]) >= LEAST and _plain(data, number) in learned and number not in repeats
    ]
    return (_near(sets, near, test),) if len(near) >= max(1, MATTERS * test) else ()


def _plain(data: Tagged, number: int) -> str:
    """A sentence without what two nearly equal ones differ in: capitals and digits."""
    return DIGITS.sub("0", " ".join(data.tokens[number]).lower())


def _repeated(sets: Sets, count: int, example: int, test: int, *, active: bool) -> Finding:
    sentence = plural(
        "{number} sentence of the test part ({share}) also appears in the training part, such as {quoted!r}.",
        "{number} sentences of the test part ({share}) also appear in the training part, such as {quoted!r}.",
        count,
        share=exact_percent(count / test),
        quoted=_quoted(sets, example),
    )
    advice = t("Leave the repeats out of the score: what was learned by heart says nothing about skill.")
    return Finding("passages", sentence, advice, rows=count, share=count / test, skip=True, active=active)


def _near(sets: Sets, near: list[int], test: int) -> Finding:
    sentence = plural(
        "{number} sentence of the test part ({share}) differs from a training sentence only in capitals or "
        "digits, such as {quoted!r}.",
        "{number} sentences of the test part ({share}) differ from training sentences only in capitals or "
        "digits, such as {quoted!r}.",
        len(near),
        share=exact_percent(len(near) / test),
        quoted=_quoted(sets, near[0]),
    )
    advice = t("Bring a test file of other documents to see how it does on really new text.")
    return Finding("passages", sentence, advice, "likely", rows=len(near), share=len(near) / test)


def _quoted(sets: Sets, number: int) -> str:
    return " ".join(sets.data.tokens[number])[:QUOTED]
