"""What a person can say about a file instead of what was found in it, in words: the choices of the form."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from rnnkit.words import t

FIND_OUT = ""

# field -> (label, {value: words}); the empty choice always comes first.
CHOICES: Mapping[str, tuple[str, Mapping[Any, str]]] = {
    "encoding": (
        "Encoding",
        {
            "utf-8": "UTF-8",
            "utf-16": "UTF-16",
            "cp1252": "Western (cp1252)",
            "iso8859-15": "Western (ISO 8859-15)",
            "mac_roman": "Western (Mac Roman)",
            "cp850": "Western (DOS 850)",
            "cp437": "Western (DOS 437)",
            "cp1250": "Central European (cp1250)",
            "iso8859-2": "Central European (ISO 8859-2)",
            "cp852": "Central European (DOS 852)",
            "cp1251": "Cyrillic (cp1251)",
            "koi8-r": "Cyrillic (KOI8-R)",
            "koi8-u": "Cyrillic (KOI8-U)",
            "iso8859-5": "Cyrillic (ISO 8859-5)",
            "cp866": "Cyrillic (DOS 866)",
            "cp1253": "Greek (cp1253)",
            "iso8859-7": "Greek (ISO 8859-7)",
            "cp1254": "Turkish (cp1254)",
            "iso8859-9": "Turkish (ISO 8859-9)",
            "cp1255": "Hebrew (cp1255)",
            "iso8859-8": "Hebrew (ISO 8859-8)",
            "cp1256": "Arabic (cp1256)",
            "cp1257": "Baltic (cp1257)",
            "cp1258": "Vietnamese (cp1258)",
            "cp874": "Thai (cp874)",
            "gb18030": "Chinese (GB18030)",
            "big5": "Chinese (Big5)",
            "big5hkscs": "Chinese (Big5 of Hong Kong)",
            "shift_jis": "Japanese (Shift JIS)",
            "cp932": "Japanese (Shift JIS of Windows)",
            "euc_jp": "Japanese (EUC-JP)",
            "cp949": "Korean (EUC-KR, cp949)",
        },
    ),
    "separator": ("Separator", {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}),
    "decimal": ("Decimal mark", {".": "point", ",": "comma"}),
    "thousands": ("Thousands mark", {",": "comma", ".": "point", " ": "space", "'": "apostrophe"}),
    "header": ("First row", {True: "names", False: "values"}),
    "day_first": ("Dates start with", {True: "the day", False: "the month or year"}),
    "layout": ("Layout", {"wide": "one column per series", "long": "one row per series and time"}),
    "duplicates": (
        "Same time twice",
        {"mean": "take the mean", "last": "take the last", "first": "take the first", "sum": "take the sum"},
    ),
    "gaps": (
        "Gaps",
        {
            "linear": "straight line",
            "ffill": "repeat the last value",
            "zero": "zero",
            "leave": "leave them open",
        },
    ),
}

# Steps that are often met; the field takes any other that pandas knows, such as 10min.
STEPS: Mapping[str, str] = {
    "min": "every minute",
    "15min": "every 15 minutes",
    "30min": "every 30 minutes",
    "h": "every hour",
    "D": "every day",
    "B": "every business day",
    "W": "every week",
    "SMS": "twice a month",
    "MS": "every month",
    "ME": "every month, by its last day",
    "QS": "every quarter",
    "YS": "every year",
}


def spelled(words: Mapping[Any, str], value: object, found: str = "") -> str:
    """A value of such a choice as the form writes it; for the empty one, what was found."""
    if value != FIND_OUT and value is not None:
        return t(words[value]) if value in words else str(value)
    return t("automatic: {value}", value=found) if found else t("automatic")


def choice_field(
    label: str, words: Mapping[Any, str], held: object, *, key: str, found: str = "", **look: Any
) -> Any:
    """Draw such a choice, the empty one first; what was said, `None` to find it out."""
    options = [FIND_OUT, *words]
    chosen = st.selectbox(
        label,
        options,
        index=options.index(held) if held in words else 0,
        format_func=partial(spelled, words, found=found),
        key=key,
        **look,
    )
    return None if chosen == FIND_OUT else chosen


def encoding_words(encoding: object) -> str:
    """An encoding by the letters it writes: `Western (cp1252)`."""
    return spelled(CHOICES["encoding"][1], encoding)


def step_words(step: object) -> str:
    """How far rows lie apart, ready for a heading: `every 2 hours`, `uneven steps`.

    `step` is what a table understood: "1 month", "2 hours", "half a month", "uneven".
    """
    known = {
        t("uneven"): t("uneven steps"),
        t("half a month"): t("twice a month"),
        "1 row": t("rows counted as steps"),
    }
    if (size := str(step).removesuffix(" by count")) != step:
        return t("numbered in steps of {size}", size=size)
    return known.get(str(step)) or t("every {step}", step=str(step).removeprefix("1 "))
