"""A typed text cut into tokens as the training data was: by words and signs, or character by character.

Needs nothing of here: a kept model takes this file along.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
IDEOGRAPH = re.compile(f"[{CJK}]")
SHORT = re.compile(r"(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))", re.IGNORECASE)
CHUNK = re.compile(r"\S+")
MOST_KNOWN = 2_000  # tokens with signs inside that a model remembers
CHARACTERS = 0.9
FEW = 2  # times that a token with signs has to come to be remembered
TAGS = "#@$"
DEFAULT: Mapping[str, Any] = {
    "characters": False,
    "hyphens": False,
    "contractions": False,
    "signs": "",
    "known": [],
}


def learn_cutting(counts: Mapping[str, int]) -> dict[str, Any]:
    """How tokens with these numbers were cut out of their texts.

    >>> learn_cutting({"我": 3, "们": 2})["characters"], learn_cutting({"well-known": 2, "a": 1})["hyphens"]
    (True, True)
    """
    total = sum(counts.values())
    single = sum(number for token, number in counts.items() if len(token) == 1 and IDEOGRAPH.match(token))
    longer = sum(number for token, number in counts.items() if len(token) > 1 and IDEOGRAPH.search(token))
    hyphened = sum(number for token, number in counts.items() if re.fullmatch(r"\w+(-\w+)+", token))
    known = [token for token, number in counts.items() if number >= FEW and _with_signs(token)]
    known.sort(key=lambda token: (-counts[token], token))
    return {
        "characters": single > max(longer, (1 - CHARACTERS) * total),
        "hyphens": hyphened > 0 and hyphened >= counts.get("-", 0),
        "contractions": any(counts.get(part, 0) for part in ("n't", "n’t", "'s", "’s")),
        "signs": "".join(sign for sign in TAGS if any(_marked(token, sign) for token in counts)),
        "known": known[:MOST_KNOWN],
    }


def _with_signs(token: str) -> bool:
    """Tokens that a cut at signs would break: `U.S.`, `:)`, `e-mail`."""
    return len(token) > 1 and not token.isalnum() and not any(sign.isspace() for sign in token)


def _marked(token: str, sign: str) -> bool:
    return len(token) > 1 and token.startswith(sign) and token[1:2].isalnum()


def cut_text(text: str, how: Mapping[str, Any] = DEFAULT) -> list[tuple[int, int]]:
    """Where the tokens of a text begin and end; blanks belong to none.

    >>> [text[a:b] for text in ["I can't, Bob."] for a, b in cut_text(text)]
    ['I', "can't", ',', 'Bob', '.']
    """
    if how["characters"]:
        return [(place, place + 1) for place, sign in enumerate(text) if not sign.isspace()]
    known, pattern = frozenset(how["known"]), _pattern(how)
    found: list[tuple[int, int]] = []
    for chunk in CHUNK.finditer(text):
        for start, end in _known_parts(chunk.group(), known):
            at = chunk.start() + start
            if text[at : at + end - start] in known:
                found.append((at, at + end - start))
            else:
                found += _parts(text, at, at + end - start, pattern, how)
    return found


def _known_parts(chunk: str, known: frozenset[str]) -> Iterable[tuple[int, int]]:
    """A chunk whole where it is known, or without the signs behind it; else whole to be cut."""
    if chunk in known:
        return [(0, len(chunk))]
    for end in range(len(chunk) - 1, max(0, len(chunk) - 4), -1):
        if chunk[end].isalnum():
            break
        if chunk[:end] in known:
            return [(0, end), (end, len(chunk))]
    return [(0, len(chunk))]


def _pattern(how: Mapping[str, Any]) -> re.Pattern[str]:
    """Numbers, words, and single signs; what joins a word, the training data says."""
    joints = "['’-]" if how["hyphens"] else "['’]"
    sign = f"[{re.escape(how['signs'])}]?" if how["signs"] else ""
    word = rf"(?:(?![{CJK}])\w)+"
    return re.compile(rf"\d+(?:[.,:]\d+)+|{sign}{word}(?:{joints}{word})*|[{CJK}]|\.{{2,}}|-{{2,}}|\S")


def _parts(
    text: str, start: int, end: int, pattern: re.Pattern[str], how: Mapping[str, Any]
) -> Iterator[tuple[int, int]]:
    """The tokens of one stretch without blanks."""
    for found in pattern.finditer(text, start, end):
        a, b = found.span()
        short = SHORT.fullmatch(found.group()) if how["contractions"] else None
        if short:
            yield a, a + short.end(1)
            yield a + short.start(2), b
        else:
            yield a, b


def cut_sentences(text: str, how: Mapping[str, Any] = DEFAULT) -> list[list[str]]:
    """The tokens of a text, line by line and sentence by sentence.

    >>> cut_sentences("It rains. We stay.")
    [['It', 'rains', '.'], ['We', 'stay', '.']]
    """
    found: list[list[str]] = []
    for line in text.split("\n"):
        tokens = [line[a:b] for a, b in cut_text(line, how)]
        start = 0
        for place, token in enumerate(tokens[:-1]):
            if (
                token in ".!?。！？"
                and not tokens[place + 1][:1].islower()
                and tokens[place + 1] not in ".!?\"'”’)」』）。！？"
            ):
                found.append(tokens[start : place + 1])
                start = place + 1
        if tokens[start:]:
            found.append(tokens[start:])
    return found
