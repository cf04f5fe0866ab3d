"""Whether a tune is sound ABC, so that every program that reads the notation can play it."""

from collections.abc import Sequence

from rnnkit.data.tunes.keys import is_key
from rnnkit.data.tunes.meters import read_meter
from rnnkit.data.tunes.tokens import Token, look
from rnnkit.data.tunes.tune import Tune
from rnnkit.words import t


def valid(tune: Tune) -> str | None:
    """What is wrong with a tune as ABC, in a sentence; `None` where nothing is.

    >>> valid(Tune("", "6/8", "1/8", "D", ("(3", "A2", "|]")))
    'Token 1: the tuplet (3 lacks notes.'
    """
    if read_meter(tune.meter) != tune.meter:
        return t("There is no meter {meter}.", meter=repr(tune.meter[:20]))
    if not is_key(tune.key):
        return t("There is no key {key}.", key=repr(tune.key[:20]))
    tokens = [look(text) for text in tune.tokens]
    legal = [token for token in tokens if token is not None]
    if len(legal) < len(tokens):
        place = tokens.index(None)
        return t("Token {place}: {token} is no ABC.", place=place + 1, token=repr(tune.tokens[place][:20]))
    if not any(token.pitches for token in legal):
        return t("There is no note.")
    return _tuplets(legal) or _ties(legal) or _repeats(legal) or _closed(legal)


def _closed(tokens: Sequence[Token]) -> str | None:
    """The last bar has an end."""
    if tokens[-1].kind != "bar" or tokens[-1].text == "|:":
        return t("The last bar is not closed.")
    return None


def _tuplets(tokens: Sequence[Token]) -> str | None:
    """Each has its notes before the bar ends."""
    begun, left = 0, 0
    for place, token in enumerate(tokens, 1):
        if token.sounds:
            left = max(0, left - 1)
        elif left and token.kind in ("bar", "ending", "tuplet", "meter"):
            break
        if token.kind == "tuplet":
            begun, left = place, token.tuplet[2]
    if left:
        return t("Token {place}: the tuplet {token} lacks notes.", place=begun, token=tokens[begun - 1].text)
    return None


def _ties(tokens: Sequence[Token]) -> str | None:
    """Each stands behind a note, and another note comes."""
    before: Token | None = None
    for place, token in enumerate(tokens, 1):
        if token.kind == "tie" and (before is None or not before.pitches):
            return t("Token {place}: a tie stands behind no note.", place=place)
        if token.kind != "symbol":
            before = token
    return None


def _repeats(tokens: Sequence[Token]) -> str | None:
    """A repeat that begins has an end, and endings stand behind bar lines, the first before the second."""
    begun, ending = 0, 0
    for place, token in enumerate(tokens, 1):
        if token.text == "|:":
            if begun:
                break
            begun, ending = place, 0
        elif token.text == ":|":
            begun = 0
        elif token.kind == "ending":
            if token.times[0] > ending + 1:
                return t(
                    "Token {place}: the ending {token} lacks the one before.", place=place, token=token.text
                )
            ending = token.times[-1]
    if begun:
        return t("Token {place}: the repeat that begins there has no end.", place=begun)
    return None
