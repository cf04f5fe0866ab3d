"""A kept composer on a file of heads, with first bars if wanted: each comes back as a whole tune."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from rnnkit.data.limits import TextLimits
from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import refuse_binary, refuse_other_kinds
from rnnkit.data.table.notes import Notes
from rnnkit.data.tunes import Tune, valid, write_abc
from rnnkit.data.tunes.cut import Raw, cut
from rnnkit.data.tunes.head import key_of, meter_of, title_of
from rnnkit.data.tunes.telling import REASONS
from rnnkit.data.tunes.whole import Counts, tune_of
from rnnkit.errors import DataError
from rnnkit.files.csv_export import safe_csv
from rnnkit.files.kept import Kept
from rnnkit.tasks.compose.generation.beginning import refuse_unread, start_of, start_of_tune
from rnnkit.tasks.compose.generation.copied import notes_of
from rnnkit.tasks.compose.generation.tune_writer import read_writer
from rnnkit.tasks.compose.generation.tune_writer import tune_of as written_tune
from rnnkit.tasks.compose.generation.writing import Boldness, TuneStart
from rnnkit.tasks.compose.kept.bundle import kept_symbols
from rnnkit.tasks.compose.settings import ResolvedCompose
from rnnkit.tasks.compose.symbols import Symbols
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from rnnkit.words import plural, t

MOST = 500  # tunes of a file
AT_ONCE = 50
HOW = Boldness(temperature=0.8, full_bars=True)


def compose_new(kept: Kept, content: bytes, clock: Clock, *_: object) -> Outcome:
    """A whole tune for each head in the file. Raises `DataError` with one sentence that names its line."""
    config, symbols = kept.config, kept_symbols(kept)
    assert isinstance(config, ResolvedCompose)
    heads = list(heads_in(content, symbols))
    asked, more = heads[:MOST], len(heads) - MOST
    writer = read_writer(kept.weights, config, symbols)
    tunes: list[Tune] = []
    cut_off = 0
    for begin in range(0, len(asked), AT_ONCE):
        clock.tell("evaluating", begin, len(asked))
        some = asked[begin : begin + AT_ONCE]
        written = writer.write([start for _, start in some], HOW)
        cut_off += sum(not one.ended for one in written)
        tunes += [written_tune(one, title) for one, (title, _) in zip(written, some, strict=True)]
    summary = {
        "config": config.model_dump(mode="json"),
        "device": "cpu",
        "metrics": {},
        "notes": list(_notes(more, cut_off)),
        "tunes": len(tunes),
        "seconds": clock.seconds,
    }
    frame = pd.DataFrame(
        {
            "title": [tune.title for tune in tunes],
            "meter": [tune.meter for tune in tunes],
            "key": [tune.key for tune in tunes],
            "bars": [len(list(notes_of(tune))) for tune in tunes],
            "wrong": [valid(tune) or "" for tune in tunes],
            "abc": [write_abc(tune, number) for number, tune in enumerate(tunes, 1)],
        }
    )
    return Outcome(summary, {"composed": frame})


def written(outcome: Outcome, path: Path | None) -> bytes:
    """The tunes for a file of this name, or for the screen: CSV for .csv, else ABC."""
    frame = outcome.frames["composed"]
    if path and path.suffix == ".csv":
        return safe_csv(frame)
    return "\n".join(frame["abc"]).encode()


def heads_in(content: bytes, symbols: Symbols) -> Iterator[tuple[str, TuneStart]]:
    """Title and beginning of every tune of a file. Raises `DataError` where one is none for this model."""
    TextLimits.from_environment().check_size(content)
    if not content.strip():
        raise DataError(t("The file is empty."))
    refuse_other_kinds(content, t("text"))
    text = decode(content, None, Notes(), refuse_binary)[0].removeprefix("\ufeff")
    raws = cut(text.replace("\r\n", "\n").replace("\r", "\n")).tunes
    if not raws:
        raise DataError(t("There is no head of a tune; needed are lines such as X:1, M:6/8 and K:D."))
    for raw in raws:
        try:
            yield title_of(raw.first("T") or "") or t("New tune"), _start(raw, symbols)
        except DataError as error:
            raise DataError(t("Line {line}: {why}", line=raw.line, why=error)) from None


def _start(raw: Raw, symbols: Symbols) -> TuneStart:
    """The beginning that a head asks for, with its bars where there are any."""
    if any(line.strip() for _, line in raw.body):
        counts = Counts()
        tune = tune_of(raw, counts)
        if not isinstance(tune, Tune):
            raise DataError(t(REASONS[tune.why][0], number=1, lines=tune.line))
        refuse_unread(counts.dropped)
        given = tune.tokens[:-1] if "closed" in counts.lines else tune.tokens
        return start_of_tune(Tune("", tune.meter, tune.unit, tune.key, given), symbols)
    meter, key = meter_of(raw), key_of(raw)
    return start_of(meter or raw.first("M") or "", key or raw.first("K") or "", "", symbols)


def _notes(more: int, cut_off: int) -> Iterator[str]:
    yield t("Drawn with temperature 0.8, of what each bar has room for.")
    if more > 0:
        yield plural("{number} further head was not read.", "{number} further heads were not read.", more)
    if cut_off:
        yield plural("{number} tune has no end.", "{number} tunes have no end.", cut_off)
