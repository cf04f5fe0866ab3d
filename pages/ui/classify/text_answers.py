"""The answers to what only the person can know about texts with classes, each as another reading of them."""

from collections.abc import Callable, Mapping

from pages.ui.form.one_question import Answer
from rnnkit.data import Question
from rnnkit.data.labelled import Labelled, LabelledOverrides
from rnnkit.words import plural, t

FIRST = "0"  # the place of a label that stands before the first space
MOST_COLUMNS = 3  # that are offered on buttons; any is in the form below


def answers(data: Labelled, held: LabelledOverrides, question: Question) -> list[Answer]:
    """The words of each answer, and how the file is read after it; none where only the form can say it."""
    offer = OFFERS.get(question.key)
    return offer(data, held, question) if offer else []


def _label(data: Labelled, held: LabelledOverrides, question: Question) -> list[Answer]:
    """The column that is read as the label, and those it may be instead."""
    own = FIRST if data.origin.form == "spaced" else str(data.origin.label)
    others = [name for name in _columns(data, question) if name != own][:MOST_COLUMNS]
    yes = own if others else t("Yes, it is the class")
    return [(yes, held.replace(label=(own,))), *((name, held.replace(label=(name,))) for name in others)]


def _text(data: Labelled, held: LabelledOverrides, question: Question) -> list[Answer]:
    """Further columns of texts: read with the first, or left out."""
    own, others = tuple(map(str, data.origin.text)), _columns(data, question)
    joined = plural("Join it", "Join them", len(others))
    left = plural("Leave it out", "Leave them out", len(others))
    return [(joined, held.replace(text=(*own, *others))), (left, held.replace(text=own))]


def _level(_data: Labelled, held: LabelledOverrides, _question: Question) -> list[Answer]:
    return [
        (t("The first part"), held.replace(level="coarse")),
        (t("The whole label"), held.replace(level="fine")),
    ]


def _several(_data: Labelled, held: LabelledOverrides, _question: Question) -> list[Answer]:
    return [(t("Each is one class"), held.replace(several=False))]


def _missing(_data: Labelled, held: LabelledOverrides, _question: Question) -> list[Answer]:
    return [
        (t("It is a class"), held.replace(na_is_missing=False)),
        (t("The label is missing"), held.replace(na_is_missing=True)),
    ]


def _columns(data: Labelled, question: Question) -> tuple[str, ...]:
    """The columns that a question names, as far as they are columns."""
    offered = set(map(str, data.origin.offered))
    return tuple(name for name in question.examples if name in offered)


OFFERS: Mapping[str, Callable[[Labelled, LabelledOverrides, Question], list[Answer]]] = {
    "label": _label,
    "text": _text,
    "level": _level,
    "several": _several,
    "missing": _missing,
}
