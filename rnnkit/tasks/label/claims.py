"""Whether a file looks like sentences with a tag for every token."""

from rnnkit.data import TextLimits
from rnnkit.data.tagged.read import read_tagged
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.words import t

SURE, LIKELY, PERHAPS = 0.95, 0.9, 0.2
"""How sure a file is whose tags mark spans, one with a tag of few for each of many tokens, and any other."""
FEW = 0.5
"""Share of the tokens that the different tags are at the most, where they are tags."""
SENTENCES = 1.5
"""Tokens that a sentence has in the mean, at least."""


def claims(name: str, head: bytes) -> tuple[float, str] | None:
    """How likely a file is meant to be labelled (0 to 1), and what it looks like; `head` is its beginning.

    Raises `DataError` where it holds no tagged tokens.
    """
    tagged = read_tagged(head, limits=TextLimits.from_environment(), name=name)
    return _score(tagged), t("This looks like sentences with a tag for every token.")


def _score(tagged: Tagged) -> float:
    """Spans are written in ways that nothing else has; plain tags are a few words that come again and again,
    beside tokens of one word."""
    if tagged.spans or tagged.understood.get("kind") == "spans":
        return SURE
    tokens = [token for sentence in tagged.tokens for token in sentence]
    tags = {tag for sentence in tagged.tags for tag in sentence}
    one_word = sum(" " not in token for token in tokens) > 0.9 * len(tokens)
    words = sum(not token.replace(".", "").isdecimal() for token in tokens) > FEW * len(tokens)
    told = len(tokens) >= SENTENCES * len(tagged) and len(tagged) > 1
    return LIKELY if one_word and words and told and len(tags) <= FEW * len(tokens) else PERHAPS
