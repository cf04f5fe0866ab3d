"""What is said about the reading of tunes, each with its number and, where it helps, its lines."""

from collections.abc import Mapping, Sequence

from rnnkit.data.table.notes import Notes
from rnnkit.data.tunes.bars import bars_of
from rnnkit.data.tunes.cut import Cut
from rnnkit.data.tunes.tune import LeftOut, Tune
from rnnkit.data.tunes.whole import Counts
from rnnkit.words import plural, t

SHOWN = 5
REASONS: Mapping[str, tuple[str, str]] = {
    "no_key": (
        "{number} tune left out: it names no key (K:), in line {lines}.",
        "{number} tunes left out: they name no key (K:), in lines {lines}.",
    ),
    "key": (
        "{number} tune left out: its key (K:) is none we know, in line {lines}.",
        "{number} tunes left out: their keys (K:) are none we know, in lines {lines}.",
    ),
    "meter": (
        "{number} tune left out: its meter (M:) is none we know, in line {lines}.",
        "{number} tunes left out: their meters (M:) are none we know, in lines {lines}.",
    ),
    "unit": (
        "{number} tune left out: its unit of lengths (L:) is none we know, in line {lines}.",
        "{number} tunes left out: their units of lengths (L:) are none we know, in lines {lines}.",
    ),
    "empty": (
        "{number} tune left out: it has no notes, in line {lines}.",
        "{number} tunes left out: they have no notes, in lines {lines}.",
    ),
    "strange": (
        "{number} tune left out: more than a tenth of it is no ABC, in line {lines}.",
        "{number} tunes left out: more than a tenth of each is no ABC, in lines {lines}.",
    ),
    "long": (
        "{number} tune left out: it has more than 4,000 notes and signs, in line {lines}.",
        "{number} tunes left out: they have more than 4,000 notes and signs, in lines {lines}.",
    ),
    "many": (
        "{number} tune left out: no more than 50,000 are read, in line {lines}.",
        "{number} tunes left out: no more than 50,000 are read, in lines {lines}.",
    ),
    "repeated": (
        "{number} tune left out: it repeats an earlier one, note for note, in line {lines}.",
        "{number} tunes left out: they repeat earlier ones, note for note, in lines {lines}.",
    ),
}
WHOLE: Mapping[str, tuple[str, str]] = {
    "no_meter": (
        "{number} tune names no meter (M:) and is read as free: line {lines}.",
        "{number} tunes name no meter (M:) and are read as free: lines {lines}.",
    ),
    "voices": (
        "{number} tune has several voices; only the first is read: line {lines}.",
        "{number} tunes have several voices; only the first of each is read: lines {lines}.",
    ),
    "closed": (
        "{number} tune does not end with a bar line, so one was added: line {lines}.",
        "{number} tunes do not end with a bar line, so one was added: lines {lines}.",
    ),
    "no_unit": (
        "{number} tune names no unit of lengths (L:); by the rule of ABC its meter tells it.",
        "{number} tunes name no unit of lengths (L:); by the rule of ABC their meters tell it.",
    ),
    "other_unit": (
        "{number} tune counts in another unit than eighths; its lengths were converted.",
        "{number} tunes count in other units than eighths; their lengths were converted.",
    ),
}
WARN = ("no_meter", "voices", "closed")
DROPPED: Mapping[str, tuple[str, str]] = {
    "sign": ("{number} sign that is no ABC", "{number} signs that are no ABC"),
    "length": (
        "{number} note of a length that cannot be written",
        "{number} notes of lengths that cannot be written",
    ),
    "slur": ("{number} sign of a slur", "{number} signs of slurs"),
    "decoration": ("{number} ornament", "{number} ornaments"),
    "grace": ("{number} group of grace notes", "{number} groups of grace notes"),
    "remark": ("{number} remark in quotes", "{number} remarks in quotes"),
    "overlay": ("{number} second voice in a bar", "{number} second voices in bars"),
    "inline": ("{number} field amid notes", "{number} fields amid notes"),
    "voices": ("{number} chord cut to six notes", "{number} chords cut to six notes"),
}
OTHERWISE: Mapping[str, tuple[str, str]] = {
    "broken": (
        "{number} dotted pair such as a>b is written out.",
        "{number} dotted pairs such as a>b are written out.",
    ),
    "rests": (
        "{number} rest of whole bars is written out.",
        "{number} rests of whole bars are written out.",
    ),
    "pitch": (
        "{number} note between half steps or out of reach is read as a rest.",
        "{number} notes between half steps or out of reach are read as rests.",
    ),
    "uneven": (
        "{number} chord has notes of several lengths; the first one counts.",
        "{number} chords have notes of several lengths; the first one counts.",
    ),
}
WHERE = "in the tune of line {lines}", "in the tunes of lines {lines}"
OF_LYRICS = ("w", "W")
OTHER_METER = 0.5
"""Share of the bars of a tune that have one other length, from which on its meter is doubted."""


def say(counts: Counts, found: Cut, left: Sequence[LeftOut], notes: Notes) -> None:
    """Note what was left out, guessed and written otherwise."""
    for why, words in REASONS.items():
        lines = [out.line for out in left if out.why == why]
        shown = [f"{out.line}: {out.text}" for out in left if out.why == why]
        _say(why, words, len(lines), notes, lines=lines, shown=shown, warning=why != "repeated")
    for key, words in WHOLE.items():
        lines = counts.lines.get(key, [])
        _say(key, words, len(lines), notes, lines=lines, warning=key in WARN)
    for key, words in OTHERWISE.items():
        _say(key, words, counts.dropped[key], notes, warning=key in ("pitch", "uneven"))
    dropped = [plural(*words, counts.dropped[key]) for key, words in DROPPED.items() if counts.dropped[key]]
    if dropped:
        serious = bool(counts.dropped["sign"] or counts.dropped["length"])
        number = sum(counts.dropped[key] for key in DROPPED)
        notes.change("dropped", t("Dropped: {what}.", what=", ".join(dropped)), number, warning=serious)
    _fields(counts, notes)
    _around(found, notes)


def _say(
    key: str,
    words: tuple[str, str],
    number: int,
    notes: Notes,
    *,
    lines: Sequence[int] = (),
    shown: Sequence[str] = (),
    warning: bool = False,
) -> None:
    if number:
        notes.change(key, plural(*words, number, lines=listed(lines)), number, shown, warning=warning)


def _fields(counts: Counts, notes: Notes) -> None:
    """Fields that say nothing about notes, and the words that are sung."""
    lyrics = sum(counts.fields[name] for name in OF_LYRICS)
    words = ("{number} line of lyrics is not read.", "{number} lines of lyrics are not read.")
    _say("lyrics", words, lyrics, notes)
    others = [(name, n) for name, n in counts.fields.most_common() if n and name not in OF_LYRICS]
    if others:
        sentence = t(
            "Fields not read: {names}.", names=", ".join(f"{name}: {n:,}" for name, n in others[:12])
        )
        notes.change("fields", sentence, sum(n for _, n in others))


def _around(found: Cut, notes: Notes) -> None:
    """What stands around the tunes and in them without being music."""
    words = (
        "{number} line belongs to no tune and was passed over: line {lines}.",
        "{number} lines belong to no tune and were passed over: lines {lines}.",
    )
    _say("outside", words, len(found.outside), notes, lines=found.outside, warning=True)
    comments = (
        "{number} comment or line for a printer (%) was passed over.",
        "{number} comments and lines for printers (%) were passed over.",
    )
    _say("comments", comments, found.comments, notes)
    tags = ("{number} tag of a web page was taken away.", "{number} tags of a web page were taken away.")
    _say("tags", tags, found.tags, notes)
    signs = (
        "{number} &amp; or the like is now the sign it stands for.",
        "{number} &amp; and the like are now the signs they stand for.",
    )
    _say("entities", signs, found.entities, notes)


def say_bars(tunes: Sequence[Tune], notes: Notes) -> tuple[int, int]:
    """How many bars do not fill their meter, of how many; a tune that is in another meter is asked about."""
    total = wrong = 0
    lines, doubted = [], []
    for tune in tunes:
        bars = bars_of(tune)
        unfilled = [bar for bar in bars if not bar.full]
        total += len(bars)
        wrong += len(unfilled)
        if unfilled:
            lines.append(tune.line)
        if len({bar.length for bar in unfilled}) == 1 and len(unfilled) > OTHER_METER * len(bars):
            doubted.append(tune.line)
    if wrong:
        sentence = plural(
            "{number} of {total:,} bars does not fill its meter, {where}.",
            "{number} of {total:,} bars do not fill their meter, {where}.",
            wrong,
            total=total,
            where=plural(*WHERE, len(lines), lines=listed(lines)),
        )
        notes.change("bars", sentence, wrong, warning=True)
    if doubted:
        question = plural(
            "{number} tune seems to be in another meter than its M: says: line {lines}.",
            "{number} tunes seem to be in other meters than their M: says: lines {lines}.",
            len(doubted),
            lines=listed(doubted),
        )
        notes.ask("meter", question, len(doubted))
    return wrong, total


def listed(lines: Sequence[int]) -> str:
    """`[3, 8]` -> `3, 8`; of many the first ones."""
    first = ", ".join(f"{line:,}" for line in lines[:SHOWN])
    more = len(lines) - SHOWN
    return t("{first} and {more:,} more", first=first, more=more) if more > 0 else first
