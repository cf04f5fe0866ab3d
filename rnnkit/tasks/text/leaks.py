"""The leaks of a text: what of the test part also appears in the part that is learned from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from rnnkit.baselines import score_ngrams
from rnnkit.data import Text, TextParts, split
from rnnkit.leaks.finding import Finding, Gain
from rnnkit.leaks.passages import (
    Passage,
    codes_of,
    find_passages,
    least_of,
    repeated_lines,
    without,
)
from rnnkit.metrics import METRICS
from rnnkit.rounding import exact_percent
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.words import plural, t

Spans = Sequence[tuple[int, int]]

MATTERS = 0.01  # of the characters to score on
LONG = 3  # times the shortest passage that counts: one such matters alone
QUOTED = 40  # characters of a passage that are shown
ASKED, LEARNED, AROUND = 20_000, 150_000, 2_000  # characters for the score at once


@dataclass(frozen=True)
class Repeats:
    """What of the test part of a text also appears in its training part, found once, when it is asked for.

    `by_line` says that every line stands for itself, so that a line that comes twice is a repeat, however
    short.
    """

    parts: TextParts
    by_line: bool = False

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """Long passages, word for word."""
        return find_passages(self.parts.training, self.parts.test)

    @cached_property
    def lines(self) -> Spans:
        """Whole lines, where each stands for itself."""
        return repeated_lines(self.parts.training, self.parts.test) if self.by_line else []

    @property
    def spans(self) -> Spans:
        """Where all of them are in the test part, as (start, end) in order."""
        return _joined([*((passage.start, passage.end) for passage in self.passages), *self.lines])

    def left_out(self) -> TextParts:
        """The same parts; of the test part only what is new."""
        return replace(self.parts, test=without(self.parts.test, self.spans))


def text_leaks(repeats: Repeats, *, skipped: bool = False) -> tuple[Finding, ...]:
    """Everything in the training part of a text that gives its test part away.

    `skipped` says that repeats are not scored.
    """
    parts, lines = repeats.parts, repeats.lines
    if _share(lines, parts) >= MATTERS:
        return (_finding(parts, lines, _lines_words(parts, lines), skipped),)
    return tuple(_passages(parts, repeats.passages, skipped))


def leaks_of(text: Text | str, config: TextConfig) -> tuple[Finding, ...]:
    """The leaks of a text as a run would split it."""
    by_line = config.document_per_line
    return text_leaks(Repeats(split(text, by_line=by_line), by_line), skipped=config.skip_repeats)


def _passages(parts: TextParts, found: Sequence[Passage], skipped: bool) -> Iterator[Finding]:
    spans = [(passage.start, passage.end) for passage in found]
    longest = max(found, key=lambda passage: passage.end - passage.start, default=None)
    least = least_of(codes_of(parts.test))
    if longest is None or least is None:
        return
    if _share(spans, parts) >= MATTERS or longest.end - longest.start >= LONG * least:
        yield _finding(parts, spans, _passages_words(parts, spans, longest), skipped)


def _finding(parts: TextParts, spans: Spans, sentence: str, skipped: bool) -> Finding:
    gain = _gain(parts, spans)
    return Finding(
        kind="passages",
        sentence=sentence,
        advice=t("Leave the repeats out of the score: what was learned by heart says nothing about skill."),
        rows=sum(end - start for start, end in spans),
        share=_share(spans, parts),
        skip=True,
        active=not skipped,
        gains=() if gain is None else (gain,),
    )


def _passages_words(parts: TextParts, spans: Spans, longest: Passage) -> str:
    quoted = " ".join(parts.test[longest.start : longest.end].split())[:QUOTED]
    return plural(
        "{share} of the test part also appears in the training part: {number} passage of {size:,} "
        "characters: {quoted!r}",
        "{share} of the test part also appears in the training part: {number} passages, the longest "
        "{size:,} characters: {quoted!r}",
        len(spans),
        share=exact_percent(_share(spans, parts)),
        size=longest.end - longest.start,
        quoted=quoted + "…",
    )


def _lines_words(parts: TextParts, spans: Spans) -> str:
    start, end = spans[0]
    return plural(
        "{number} line of the test part ({share}) also appears in the training part, such as {quoted!r}.",
        "{number} lines of the test part ({share}) also appear in the training part, such as {quoted!r}.",
        len(spans),
        share=exact_percent(_share(spans, parts)),
        quoted=parts.test[start:end].strip()[:QUOTED],
    )


def _share(spans: Spans, parts: TextParts) -> float:
    return sum(end - start for start, end in spans) / max(1, len(parts.test))


def _joined(spans: Spans) -> list[tuple[int, int]]:
    """Stretches in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _gain(parts: TextParts, spans: Spans) -> Gain | None:
    """Bits per character of n-grams that were counted with the repeated passages, and without them.

    Both are asked the same stretch of the test part, the one that holds the longest repeat.
    """
    start, end = max(spans, key=lambda span: span[1] - span[0])
    middle = (start + end) // 2
    low = max(0, min(middle - ASKED // 2, len(parts.test) - ASKED))
    asked = parts.test[low : low + ASKED]
    repeats = [parts.test[max(a, low) : min(b, low + ASKED)] for a, b in spans]
    whole = parts.training[-LEARNED:] + "".join(text[:AROUND] for text in repeats)
    clean = parts.training[-LEARNED:]
    for text in filter(None, repeats):
        clean = clean.replace(text, "")
    scores = []
    symbols = np.unique(np.concatenate([codes_of(whole), codes_of(asked)]))
    for learned in (whole, clean):
        training, test = (
            np.searchsorted(symbols, codes_of(part)).astype(np.int32) for part in (learned, asked)
        )
        scores.append(score_ngrams(training, test, test, len(symbols)))
    if not all(score.nats for score in scores):
        return None
    bits = [score.best / float(np.log(2)) for score in scores]
    return Gain(METRICS["bits_per_char"].name, bits[0], bits[1], len(asked), t("n-gram of characters"))
