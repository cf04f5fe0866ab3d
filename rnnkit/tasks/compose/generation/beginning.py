"""First bars that a person gives: read as the data was, and refused where they do not fit their meter."""

from collections.abc import Mapping

from rnnkit.data.tunes import Tune, bars_of, look
from rnnkit.data.tunes.keys import read_key
from rnnkit.data.tunes.lexer import Body, finished, read_line
from rnnkit.data.tunes.meters import read_meter
from rnnkit.errors import DataError
from rnnkit.tasks.compose.generation.writing import TuneStart
from rnnkit.tasks.compose.symbols import Symbols
from rnnkit.words import plural, t

MOST_GIVEN = 400  # tokens
LONGEST = 4_000  # characters of what is typed


def start_of(meter: str, key: str, body: str, symbols: Symbols) -> TuneStart:
    """What a tune begins with. Raises `DataError` with one sentence that names what is wrong with it."""
    known_meter, known_key = read_meter(meter), read_key(key)
    if known_meter is None:
        raise DataError(t("There is no meter {meter!r}; write it like 6/8.", meter=meter[:20]))
    if known_key is None:
        raise DataError(t("There is no key {key!r}; write it like D, Em or Ador.", key=key[:20]))
    for token, kinds in ((f"M:{known_meter}", _meters(symbols)), (f"K:{known_key}", _keys(symbols))):
        if token not in symbols.numbers:
            raise DataError(
                t("The model learned from no tune with {token}; it knows {known}.", token=token, known=kinds)
            )
    if len(body) > LONGEST:
        raise DataError(t("At most {most:,} characters of first bars.", most=LONGEST))
    return TuneStart(known_meter, known_key, checked(_tokens(body, known_meter), known_meter, symbols))


def _tokens(text: str, meter: str) -> tuple[str, ...]:
    """The tokens of typed bars. Raises `DataError` where some of it is no ABC notation."""
    body = Body(meter)
    read_line(body, text)
    refuse_unread(body.dropped)
    tokens = tuple(finished(body))
    if text.strip() and not any((found := look(token)) and found.pitches for token in tokens):
        raise DataError(
            t("The first bars hold no note that could be read: {text!r}.", text=text.strip()[:40])
        )
    return tokens


def refuse_unread(dropped: Mapping[str, int]) -> None:
    """Raise `DataError` where signs of first bars were passed over that may have been meant as notes."""
    count = sum(dropped.get(kind, 0) for kind in ("sign", "length", "pitch"))
    if count:
        raise DataError(
            plural(
                "{number} sign of the first bars is no ABC notation that can be read; leave it out.",
                "{number} signs of the first bars are no ABC notation that can be read; leave them out.",
                count,
            )
        )


def checked(tokens: tuple[str, ...], meter: str, symbols: Symbols) -> tuple[str, ...]:
    """These tokens of first bars. Raises `DataError` for what the network cannot go on from."""
    if len(tokens) > MOST_GIVEN:
        raise DataError(
            t("At most {most} tokens of first bars, not {count}.", most=MOST_GIVEN, count=len(tokens))
        )
    bars = bars_of(tokens, meter)
    for number, bar in enumerate(bars, 1):
        if bar.expected is None:
            continue
        open_end = number == len(bars) and bar.stop == len(tokens)
        if bar.length > bar.expected or (bar.why == "short" and not open_end):
            raise DataError(
                t(
                    "Bar {number} lasts {length} eighths, but a bar of {meter} has {expected}.",
                    number=number,
                    length=bar.length,
                    meter=meter,
                    expected=bar.expected,
                )
            )
    strange = [token for token in tokens if token not in symbols.numbers]
    if strange:
        raise DataError(t("The model has never read {token}; write the bars without it.", token=strange[0]))
    return tokens


def start_of_tune(tune: Tune, symbols: Symbols) -> TuneStart:
    """The same of a tune that was read from a file."""
    start = start_of(tune.meter, tune.key, "", symbols)
    return TuneStart(start.meter, start.key, checked(tune.tokens, tune.meter, symbols))


def _meters(symbols: Symbols) -> str:
    return ", ".join(dict.fromkeys(header.meter for header in symbols.headers))


def _keys(symbols: Symbols) -> str:
    return ", ".join(dict.fromkeys(header.key for header in symbols.headers))
