"""Whether a file looks like texts or series with labels."""

from rnnkit.data.labelled.labelled import Labelled
from rnnkit.data.labelled.names import role_of
from rnnkit.data.labelled.read import read_labelled
from rnnkit.data.labelled.series import SHORT
from rnnkit.data.limits import Limits
from rnnkit.words import plural, t

SURE, LIKELY, CURVES, PERHAPS = 0.9, 0.7, 0.6, 0.3
"""How sure a file is whose form or names say it, one with real texts, one with many numbers beside a class,
and any other that can be read so."""
SAYING = frozenset(("prefix", "folders", "ts", "spaced"))
"""Forms that nothing else has."""
WORDS = 3
"""Words that a real text has in the mean."""


def claims(name: str, head: bytes) -> tuple[float, str] | None:
    """How likely a file is meant to be classified (0 to 1), and what it looks like; `head` is its beginning.

    Raises `DataError` where it holds no texts or series with labels.
    """
    del name
    found = read_labelled(head, limits=Limits.of_memory())
    said = plural(
        "This looks like texts with labels, of {number} class.",
        "This looks like texts with labels, of {number} classes.",
        len(found.classes),
    )
    if found.kind == "series":
        said = t("This looks like series with labels, of {number} classes.", number=len(found.classes))
    return _score(found), said


def _score(found: Labelled) -> float:
    """Numbers with a class may be a table of a forecast, too; texts have words, and labels a name."""
    origin = found.origin
    if origin.form in SAYING and "label" not in {question.key for question in found.questions}:
        return SURE
    if found.kind == "series":
        many = origin.form == "wide" and min(map(len, found.series)) >= SHORT and not found.questions
        return CURVES if many else PERHAPS
    words = sum(len(text.split()) + text.count("。") for text in found.texts) / len(found.texts)
    named = isinstance(origin.label, str) and role_of(origin.label) == ("label", 2)
    cjk = sum(not text.isascii() and " " not in text for text in found.texts) > 0.5 * len(found.texts)
    if named and (words >= WORDS or cjk):
        return SURE
    real = named and words > 1.5
    return LIKELY if real or ((words >= WORDS or cjk) and not found.questions) else PERHAPS
