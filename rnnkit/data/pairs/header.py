"""Whether a first line names columns, and which names mean a side of a pair, a language, or neither."""

import re
from collections.abc import Sequence
from typing import Literal

from rnnkit.data.pairs.pair_records import Cells

Role = Literal["source", "target", "language", "text", "aside", ""]

_SOURCES = """
    source src input in from original question prompt human raw before query informal x left
"""
SOURCES = frozenset(_SOURCES.split())
_TARGETS = """
    target tgt trg output out to translation translated answer response machine normalized normalised
    after reference ref corrected formal iso y right result sum
"""
TARGETS = frozenset(_TARGETS.split())
_TEXTS = """
    text sentence phrase segment seg string word words content body sent
"""
TEXTS = frozenset(_TEXTS.split())
_ASIDES = """
    id ids idx index number nr no licence license attribution credit credits score rating url link user
    author owner date created split part set domain topic lang language comment comments note notes
    tuid key file similarity quality distance weight length len source_id count
"""
ASIDES = frozenset(_ASIDES.split())
_CODES = """
    aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia ie ig
    ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg
    mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro
    ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn tr ts tt tw ty
    ug uk ur uz ve vi vo wa wo xh yi yo za zh zu eng deu ger fra fre spa ita por rus zho chi jpn kor
    ara nld dut pol ces cze tur ukr ell swe dan fin nor hun ron rum heb hin vie tha
"""
CODES = frozenset(_CODES.split())
_LANGUAGES = """
    english german french spanish italian portuguese russian chinese japanese korean arabic dutch
    polish czech turkish ukrainian greek swedish danish finnish norwegian hungarian romanian hebrew
    hindi vietnamese thai latin esperanto irish welsh catalan deutsch englisch français francais
    español espanol italiano português русский 中文 日本語 한국어 anglais allemand inglés alemán
"""
LANGUAGES = frozenset(_LANGUAGES.split())
PARTS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
MOST_LETTERS = 40
NAME = re.compile(r"(?:[^\W_]*[\W_]?){0,5}")
"""A name has a few words and no more."""
DIGITS = re.compile(r"\d")


def role_of(name: str) -> Role:
    """What a column with this name is, as far as names tell.

    >>> role_of("translation.en"), role_of("src_text"), role_of("Licence"), role_of("colour")
    ('language', 'source', 'aside', '')
    """
    parts = [part.lower() for part in PARTS.split(name) if part]
    if not parts:
        return ""
    if parts[-1] in ASIDES or (parts[0] in {"id", "lang", "language"} and len(parts) <= 2):
        return "aside"
    if is_language(parts[-1]) or is_language(parts[0]):
        return "language"
    for role, words in (("source", SOURCES), ("target", TARGETS), ("text", TEXTS)):
        if any(part in words for part in parts):
            return role  # type: ignore[return-value]
    return "language" if any(is_language(part) for part in parts) else ""


def is_language(word: str) -> bool:
    """Whether a word, in small letters, is a code or the name of a language."""
    return word in CODES or word in LANGUAGES


def is_header(rows: Sequence[Cells]) -> bool:
    """Whether the first of these rows names columns.

    Its cells are short and known as names, or all of them are words where every other row has digits.

    >>> is_header([("source", "target"), ("Yes", "Oui")]), is_header([("Go.", "Geh."), ("Yes", "Ja")])
    (True, False)
    """
    first, rest = [cell or "" for cell in rows[0]], rows[1:]
    if not rest or not all(len(cell) <= MOST_LETTERS and NAME.fullmatch(cell) for cell in first):
        return False
    known = [cell for cell in first if cell.strip() and role_of(cell)]
    filled = [cell for cell in first if cell.strip()]
    if len(known) >= 2 and len(known) == len(filled) and not any(DIGITS.search(c) for c in filled):
        return True
    named = {role_of(cell) for cell in filled}
    if len(filled) >= 3 and {"source", "target"} <= named:
        return True
    return _only_names(first, rest)


def _only_names(first: Sequence[str], rest: Sequence[Cells]) -> bool:
    """Words above columns of digits: `human, machine` above dates."""
    if any(DIGITS.search(cell) for cell in first) or not all(cell.strip() for cell in first):
        return False
    for place in range(len(first)):
        below = [row[place] or "" for row in rest if place < len(row)]
        if len(below) >= 3 and sum(bool(DIGITS.search(cell)) for cell in below) >= 0.9 * len(below):
            return True
    return False
