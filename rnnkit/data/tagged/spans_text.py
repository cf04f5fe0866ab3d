"""Texts with spans to tokens with tags: offsets checked, and words cut so that no span vanishes."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rnnkit.data.table.notes import Notes
from rnnkit.data.tagged.schemes import Span, write
from rnnkit.data.tagged.spans_json import Marked
from rnnkit.data.tagged.tokens import DEFAULT, IDEOGRAPH, cut_text
from rnnkit.words import plural, t

SHOWN = 5
Offsets = Callable[[Marked], list[Span]]


@dataclass
class SpanCounts:
    """What happened to spans on the way."""

    kept: int = 0
    inner: int = 0  # inside others, or across them
    outside: int = 0  # of the text, or empty
    parts: int = 0  # that begin or end within a word
    lines: list[str] = field(default_factory=list)


def cut_records(records: Sequence[Marked], notes: Notes) -> list[tuple[list[str], list[str]]]:
    """The tokens and BIO tags of every text; nothing of a text is left out.

    `Orlen-Ost` with a span on its first five letters becomes `Orlen`, `-`, `Ost`.
    """
    offsets = _offsets(records, notes)
    how = {**DEFAULT, "characters": _characters(records)}
    counts = SpanCounts()
    found = [_cut(record.text, offsets(record), how, counts, record.number) for record in records]
    _tell(counts, notes)
    return found


def _characters(records: Sequence[Marked]) -> bool:
    """Whether texts are mostly of scripts without blanks."""
    text = "".join(record.text[:200] for record in records[:2000])
    return len(IDEOGRAPH.findall(text)) > 0.3 * len(text.replace(" ", ""))


def _plain(record: Marked) -> list[Span]:
    return [(start, end + record.inclusive, kind) for start, end, kind in record.spans]


def _inclusive(record: Marked) -> list[Span]:
    return [(start, end + 1, kind) for start, end, kind in record.spans]


def _encoded(name: str, width: int) -> Offsets:
    """Offsets that count units of an encoding, such as the halves of UTF-16 that JavaScript counts."""

    def offsets(record: Marked) -> list[Span]:
        ends = [0]
        for sign in record.text:
            ends.append(ends[-1] + len(sign.encode(name, "surrogatepass")) // width)
        place = {end: number for number, end in enumerate(ends)}
        return [(place.get(start, -1), place.get(end, -1), kind) for start, end, kind in record.spans]

    return offsets


def _offsets(records: Sequence[Marked], notes: Notes) -> Offsets:
    """How offsets are counted: in characters, unless another way fits words far better."""
    counted: Mapping[str, Offsets] = {
        "characters": _plain,
        t("the last character itself as the end"): _inclusive,
        t("halves of UTF-16, as JavaScript does"): _encoded("utf-16-le", 2),
        t("bytes of UTF-8"): _encoded("utf-8", 1),
    }
    sample = [record for record in records if record.spans][:2000]
    total = sum(len(record.spans) for record in sample)
    fits = {name: sum(_fits(record, way(record)) for record in sample) for name, way in counted.items()}
    best = max(fits, key=lambda name: (fits[name], name == "characters"))
    if fits[best] - fits["characters"] <= max(1, 0.1 * total):
        best = "characters"
    if best == "characters":
        return _plain
    sentence = t("The ends of spans fit words only when counted in another way: {way}.", way=best)
    return counted[best] if notes.change("offsets", sentence, total, warning=True) else _plain


def _fits(record: Marked, spans: Sequence[Span]) -> int:
    """How many spans begin and end where words do, and cover what they say they cover."""
    text, right = record.text, 0
    for number, (start, end, _) in enumerate(spans):
        if not 0 <= start < end <= len(text):
            continue
        surface = record.surfaces[number] if number < len(record.surfaces) else ""
        whole = text[start:end].strip() == surface.strip() if surface else True
        right += (
            whole
            and not _within_word(text, start)
            and not _within_word(text, end)
            and not text[start].isspace()
        )
    return right


def _within_word(text: str, place: int) -> bool:
    """Whether a place lies between two letters of one word."""
    if not 0 < place < len(text):
        return False
    pair = text[place - 1 : place + 1]
    return pair.isalnum() and not IDEOGRAPH.search(pair)


def _cut(
    text: str, spans: Sequence[Span], how: Mapping[str, object], counts: SpanCounts, number: int
) -> tuple[list[str], list[str]]:
    """One text: its spans trimmed and without those inside others, its tokens cut at their ends."""
    kept = _apart(text, spans, counts, number)
    edges = sorted({edge for start, end, _ in kept for edge in (start, end)})
    tokens = [part for token in cut_text(text, how) for part in _split(token, edges)]
    starts = {start: place for place, (start, _) in enumerate(tokens)}
    ends = {end: place + 1 for place, (_, end) in enumerate(tokens)}
    counts.parts += sum(_within_word(text, start) or _within_word(text, end) for start, end, _ in kept)
    counts.kept += len(kept)
    tags = write([(starts[start], ends[end], kind) for start, end, kind in kept], len(tokens), "BIO")
    return [text[a:b] for a, b in tokens], tags


def _apart(text: str, spans: Sequence[Span], counts: SpanCounts, number: int) -> list[Span]:
    """Spans that lie in the text and apart from each other, longest first where they do not."""
    trimmed: list[Span] = []
    for start, end, kind in spans:
        low, high = max(0, start), min(len(text), end)
        while low < high and text[low].isspace():
            low += 1
        while low < high and text[high - 1].isspace():
            high -= 1
        if low < high and start >= 0 and end <= len(text) + 1:
            trimmed.append((low, high, kind))
        else:
            counts.outside += 1
            counts.lines.append(str(number))
    kept: list[Span] = []
    taken = bytearray(len(text))
    for span in sorted(set(trimmed), key=lambda span: (span[0] - span[1], span)):
        if any(taken[span[0] : span[1]]):
            counts.inner += 1
            continue
        taken[span[0] : span[1]] = b"\1" * (span[1] - span[0])
        kept.append(span)
    return sorted(kept)


def _split(token: tuple[int, int], edges: Sequence[int]) -> list[tuple[int, int]]:
    """A token cut at the edges inside it."""
    inside = edges[bisect_right(edges, token[0]) : bisect_left(edges, token[1])]
    places = [token[0], *inside, token[1]]
    return list(pairwise(places))


def _tell(counts: SpanCounts, notes: Notes) -> None:
    said = Counter(inner=counts.inner, outside=counts.outside, parts=counts.parts)
    words = {
        "inner": plural(
            "{number} span inside another was left out; the outer one is learned.",
            "{number} spans inside others were left out; the outer ones are learned.",
            said["inner"],
        ),
        "outside": plural(
            "{number} span lies outside its text or covers nothing, and was left out.",
            "{number} spans lie outside their texts or cover nothing, and were left out.",
            said["outside"],
        ),
        "parts": plural(
            "{number} span covers a part of a word; the word was cut there.",
            "{number} spans cover parts of words; the words were cut there.",
            said["parts"],
        ),
    }
    for key, sentence in words.items():
        if said[key]:
            shown = counts.lines[:SHOWN] if key == "outside" else ()
            notes.change(f"spans_{key}", sentence, said[key], shown, warning=key != "parts")
