"""Texts with their spans, or tokens with their tags, from JSON: a record a line or a list of them.

`{"text": "Bo is in Rome", "label": [[9, 13, "LOC"]]}` gives the text and `(9, 13, "LOC")`. Read are the
forms of doccano, spaCy, Prodigy, Label Studio, CLUENER and of data sets with `tokens` and `ner_tags`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rnnkit.data.table.notes import shorten
from rnnkit.data.tagged.schemes import Span
from rnnkit.errors import DataError
from rnnkit.words import t

TEXTS = ("text", "sentence", "content", "data", "raw")
TOKENS = ("tokens", "words", "token", "chars")
TAGS = ("ner_tags", "tags", "labels", "label", "pos_tags", "upos", "ner", "bio_tags", "iob", "target")
SPANS = (
    "label",
    "labels",
    "entities",
    "spans",
    "annotations",
    "ents",
    "completions",
    "entity",
    "results",
    "ner",
)
STARTS = ("start", "start_offset", "begin", "start_char", "start_idx", "startOffset", "start_pos", "offset")
ENDS = ("end", "end_offset", "end_char", "end_idx", "endOffset", "end_pos", "stop")
KINDS = (
    "label",
    "labels",
    "type",
    "entity_type",
    "tag",
    "entity_group",
    "entity",
    "category",
    "class",
    "name",
)
SURFACES = ("text", "surface", "value", "word", "mention", "span")
LISTS = ("data", "examples", "records", "items", "train", "documents", "annotations")


@dataclass
class Marked:
    """A record: a text with spans, or tokens with tags. `surfaces` are what spans say they cover."""

    number: int
    text: str = ""
    spans: Sequence[Span] = ()
    surfaces: Sequence[str] = ()
    tokens: Sequence[str] = ()
    tags: Sequence[str] = ()
    inclusive: bool = False  # whether ends are the last character itself


@dataclass
class JsonRecords:
    """The records of a file, how many say nothing of spans, and the keys that were read."""

    found: list[Marked]
    dropped: int
    keys: tuple[str, str]


def read_records(text: str) -> JsonRecords:
    """All records of a JSON text. Raises `DataError` that names the first line that is none.

    >>> read_records('{"text": "Bo ran", "label": [[0, 2, "PER"]]}').found[0].spans
    [(0, 2, 'PER')]
    """
    values = list(_values(text))
    found: list[Marked] = []
    dropped, keys = 0, ("text", "label")
    for number, value in values:
        record, read = _record(number, value)
        if record is None:
            dropped += 1
            continue
        keys = read if not found else keys
        found.append(record)
    if not found:
        raise DataError(t("None of the JSON records holds a text with spans, or tokens with tags."))
    return JsonRecords(found, dropped, keys)


def _values(text: str) -> Iterator[tuple[int, Any]]:
    """The records with the number of their line, or of their place in a list."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        yield from _lines(text)
        return
    if isinstance(whole, Mapping):
        inner = next((whole[key] for key in LISTS if isinstance(whole.get(key), list)), None)
        alone = inner is None or any(isinstance(whole.get(key), str) for key in TEXTS)
        whole = _by_column(whole) if alone else inner
    yield from enumerate(whole if isinstance(whole, list) else [whole], 1)


def _by_column(whole: Mapping[str, Any]) -> list[Any]:
    """One record, or several where keys hold lists of sentences: `{"tokens": [["a"], ["b"]], ...}`."""
    lists = {key: value for key, value in whole.items() if isinstance(value, list)}
    length = len(next(iter(lists.values()), ()))
    nested = all(len(value) == length and all(isinstance(v, list) for v in value) for value in lists.values())
    if not (nested and len(lists) > 1 and length):
        return [whole]
    return [{key: value[number] for key, value in lists.items()} for number in range(length)]


def _lines(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                raise DataError(
                    t("Line {number} is not JSON: {line}", number=number, line=shorten(line, 40))
                ) from None


def _record(number: int, value: Any) -> tuple[Marked | None, tuple[str, str]]:
    """One record and the keys it was read by; `None` where it says nothing of tags."""
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str):
        value = {
            "text": value[0],
            "entities": value[1].get("entities", value[1]) if isinstance(value[1], dict) else value[1],
        }
    if not isinstance(value, Mapping):
        return None, ("", "")
    for tokens in (*TOKENS, *TEXTS):
        for tags in TAGS:
            if _alike(value.get(tokens), value.get(tags)):
                words = [str(word) for word in value[tokens]]
                return Marked(number, tokens=words, tags=list(map(str, value[tags]))), (tokens, tags)
    if isinstance(value.get("data"), Mapping):
        value = {**value["data"], **{key: inner for key, inner in value.items() if key != "data"}}
    text = next((key for key in TEXTS if isinstance(value.get(key), str) and value[key].strip()), None)
    marks = next((key for key in SPANS if key in value and isinstance(value[key], list | dict | None)), None)
    if text is None or marks is None:
        return None, ("", "")
    return _marked(number, value[text], value[marks]), (text, marks)


def _alike(tokens: Any, tags: Any) -> bool:
    plain = isinstance(tokens, list) and isinstance(tags, list) and len(tokens) == len(tags) > 0
    return (
        plain and all(isinstance(tag, str | int) for tag in tags) and all(isinstance(w, str) for w in tokens)
    )


def _marked(number: int, text: str, marks: Any) -> Marked:
    """A text with what its marks say: spans of any form, or a tag for each word or character."""
    if isinstance(marks, list) and marks and all(isinstance(mark, str) for mark in marks):
        for words in (text.split(" "), list(text)):
            if len(words) == len(marks):
                return Marked(number, tokens=words, tags=list(marks))
        raise DataError(
            t(
                "Record {number} has {tags} tags for {words} words.",
                number=number,
                tags=len(marks),
                words=len(text.split()),
            )
        )
    spans: list[Span] = []
    surfaces: list[str] = []
    inclusive = isinstance(marks, Mapping)
    for mark in _flat(marks):
        found = _span(mark)
        if found is None:
            raise DataError(
                t(
                    "Record {number}: {mark} is no span; it needs a start, an end and a type.",
                    number=number,
                    mark=shorten(str(mark), 40),
                )
            )
        spans.append(found[0])
        surfaces.append(found[1])
    return Marked(number, text, spans, surfaces, inclusive=inclusive)


def _flat(marks: Any) -> Iterator[Any]:
    """Single marks out of lists of results, and of types with their surfaces and places."""
    if isinstance(marks, Mapping):
        for kind, surfaces in marks.items():
            for surface, places in surfaces.items() if isinstance(surfaces, Mapping) else ():
                yield from ({"start": a, "end": b, "label": kind, "text": surface} for a, b in _pairs(places))
        return
    for mark in marks or ():
        if isinstance(mark, Mapping) and isinstance(mark.get("result"), list):
            yield from (inner for inner in mark["result"] if not isinstance(inner, dict) or "value" in inner)
        else:
            yield mark


def _pairs(places: Any) -> Iterator[tuple[int, int]]:
    for place in places if isinstance(places, list) else ():
        if isinstance(place, list) and len(place) == 2 and all(isinstance(n, int) for n in place):
            yield place[0], place[1]


def _span(mark: Any) -> tuple[Span, str] | None:
    """A mark as start, end and type, and what it says it covers."""
    if isinstance(mark, list) and len(mark) >= 3:
        numbers = [n for n in mark[:3] if isinstance(n, int) and not isinstance(n, bool)]
        words = [word for word in mark if isinstance(word, str)]
        return ((numbers[0], numbers[1], words[0].strip()), "") if len(numbers) == 2 and words else None
    if not isinstance(mark, Mapping):
        return None
    if isinstance(mark.get("value"), Mapping):
        mark = mark["value"]
    start, end = (
        next((mark[key] for key in keys if isinstance(mark.get(key), int)), None) for keys in (STARTS, ENDS)
    )
    if start is not None and end is None and isinstance(mark.get("length"), int):
        end = start + mark["length"]
    kind = next((_first(mark[key]) for key in KINDS if _first(mark.get(key))), None)
    surface = next((mark[key] for key in SURFACES if isinstance(mark.get(key), str)), "")
    return ((start, end, kind), surface) if start is not None and end is not None and kind else None


def _first(value: Any) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return value.strip() if isinstance(value, str) else ""
