"""One tune of a file to a clean one: its head understood, its body in tokens, or why it is left out."""

from collections import Counter
from dataclasses import dataclass, field

from rnnkit.data.tunes.cut import FIELD, Raw
from rnnkit.data.tunes.head import key_of, meter_of, tempo_of, title_of, unit_of
from rnnkit.data.tunes.lexer import Body, finished, read_line, take_field
from rnnkit.data.tunes.spellings import read_unit
from rnnkit.data.tunes.tokens import look
from rnnkit.data.tunes.tune import LeftOut, Tune

MOST_TOKENS = 4_000
"""Tokens of a tune; a long set of dances has a thousand."""
MOST_CHARACTERS = 60 * MOST_TOKENS
STRANGE = 0.1
"""Share of signs that are no ABC from which on a tune is none."""


@dataclass
class Counts:
    """How often something was dropped, guessed or written otherwise, in all the tunes; and in which lines."""

    dropped: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def at(self, key: str, line: int) -> None:
        """Something about a whole tune, which begins in this line."""
        self.lines.setdefault(key, []).append(line)


def tune_of(raw: Raw, counts: Counts) -> Tune | LeftOut:
    """The tune, or why it is none that can be read."""
    title = title_of(raw.first("T") or "")
    meter = meter_of(raw)
    unit = None if meter is None else unit_of(raw, meter)
    key = key_of(raw)
    why = "meter" if meter is None else "unit" if unit is None else "" if key else "key"
    if why or meter is None or unit is None or key is None:
        return LeftOut(raw.line, why if raw.keyed or why != "key" else "no_key", title)
    if sum(len(line) for _, line in raw.body) > MOST_CHARACTERS:
        return LeftOut(raw.line, "long", title)
    body, own = _body(raw, meter, unit)
    tokens = finished(body)
    if why := _unfit(tokens, body):
        return LeftOut(raw.line, why, title)
    _note(raw, unit, body, own, counts)
    if (last := look(tokens[-1])) is None or last.kind != "bar":
        tokens.append("|]")
        counts.at("closed", raw.line)
    tempo = raw.first("Q")
    speed = None if tempo is None else tempo_of(tempo, unit)
    return Tune(title, meter, unit, key, tuple(tokens), speed, raw.line)


def _unfit(tokens: list[str], body: Body) -> str:
    """Why this is no tune; empty where it is one."""
    if len(tokens) > MOST_TOKENS:
        return "long"
    strange = body.dropped["sign"] + body.dropped["length"] + body.dropped["pitch"]
    if strange > STRANGE * len(tokens):
        return "strange" if tokens else "empty"
    notes = sum(token is not None and bool(token.pitches) for token in map(look, tokens))
    return "" if notes else "empty"


def _body(raw: Raw, meter: str, unit: str) -> tuple[Body, Counter[str]]:
    """The body of the first voice, and the fields in it that are not read."""
    length = read_unit(unit)
    assert length is not None
    body, fields = Body(meter, length), Counter[str]()
    first: str | None = None
    voice: str | None = None
    for _, line in raw.body:
        match = FIELD.match(line)
        name = match[1] if match else ""
        if (match and name == "V") or line.startswith("[V:"):
            voice = (match[2] if match else line[3:].partition("]")[0]).split(" ", 1)[0].strip() or "1"
            body.dropped["other_voices"] += first is not None and voice != first
        if match and name == "V":
            continue
        if voice is not None and first is None and not match:
            first = voice
        if first is not None and voice != first:
            continue
        if match is None:
            read_line(body, line)
        elif not take_field(body, name, match[2]):
            fields[name] += 1
    return body, fields


def _note(raw: Raw, unit: str, body: Body, fields: Counter[str], counts: Counts) -> None:
    """Count what was decided about a tune that is kept."""
    if raw.first("M") is None:
        counts.at("no_meter", raw.line)
    if raw.first("L") is None:
        counts.at("no_unit", raw.line)
    if unit != "1/8":
        counts.at("other_unit", raw.line)
    if body.dropped.pop("other_voices", 0):
        counts.at("voices", raw.line)
    counts.dropped += body.dropped
    counts.fields += fields
    counts.fields.update(name for name, _ in raw.fields if name not in "XTMLKQ")
    counts.fields["T"] += max(0, sum(name == "T" for name, _ in raw.fields) - 1)
