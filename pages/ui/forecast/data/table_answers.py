"""The answers to what only the person can know about a table, each as another reading of it."""

from collections.abc import Callable, Mapping

from pages.ui.form.one_question import Answer
from rnnkit.data import Overrides, Question
from rnnkit.words import t

Reading = Callable[[Overrides, Question], Overrides]


def _missing(overrides: Overrides, question: Question) -> Overrides:
    return overrides.replace(sentinels=(*overrides.sentinels, float(question.examples[0])))


def _real(overrides: Overrides, question: Question) -> Overrides:
    return overrides.replace(keep_sentinels=(*overrides.keep_sentinels, float(question.examples[0])))


def _day_first(overrides: Overrides, _: Question) -> Overrides:
    return overrides.replace(day_first=True)


def _month_first(overrides: Overrides, _: Question) -> Overrides:
    return overrides.replace(day_first=False)


ANSWERS: Mapping[str, tuple[tuple[str, Reading], ...]] = {
    "sentinels": (("It means missing", _missing), ("It is a real value", _real)),
    "day_first": (("The day comes first", _day_first), ("The month comes first", _month_first)),
}


def answers(held: Overrides, question: Question) -> list[Answer]:
    """The words of each answer, and how the table is read after it."""
    return [(t(words), reading(held, question)) for words, reading in ANSWERS.get(question.key, ())]
