"""Bytes of tunes in any form to clean tunes, with everything said that was decided. No torch in here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.tables.grids import read_grids
from rnnkit.data.limits import BYTES_PER_MEGABYTE, Limits, TextLimits
from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import READ, ZIP, is_json, kind_of, refuse_binary, refuse_other_kinds
from rnnkit.data.source.together import apart
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.tagged.read import part_of
from rnnkit.data.tunes.cut import Cut, Raw, cut
from rnnkit.data.tunes.tables import Grid, grid_of_json, grid_of_text, raws_of
from rnnkit.data.tunes.telling import REASONS, say, say_bars
from rnnkit.data.tunes.tune import LeftOut, Tune, TuneData, TuneOverrides
from rnnkit.data.tunes.whole import Counts, tune_of
from rnnkit.errors import DataError
from rnnkit.words import plural, t

MOST_TUNES = 50_000
TABLES = ("parquet", "arrow", "xlsx", "xlsb", "xls", "ods")
NONE = "There is no tune; needed are lines such as X:1, M:6/8 and K:D, and below them notes between bars."


@dataclass
class Reading:
    """The tunes of all files on their way, each with its part, and what stands around them."""

    fixed: TuneOverrides
    notes: Notes
    raws: list[tuple[str, Raw]] = field(default_factory=list)
    around: Cut = field(default_factory=Cut)
    facts: dict[str, object] = field(default_factory=dict)

    def take(self, name: str, content: bytes) -> bool:
        """Add the tunes of one file; whether it has some. Raises `DataError` where it can hold none."""
        if not content.strip():
            raise DataError(t("The file is empty."))
        before = len(self.raws)
        if kind_of(content) in TABLES:
            self._take_tables(name, content)
        else:
            self.raws += [(part_of(name), raw) for raw in self._of_text(content)]
        return len(self.raws) > before

    def _take_tables(self, name: str, content: bytes) -> None:
        """Add the tunes of every table of a file: a workbook may have a sheet for each part."""
        given = LabelledOverrides(encoding=self.fixed.encoding), Limits.from_environment(), self.notes
        for sheet, table in read_grids(content, given):
            grid = Grid(list(table.names or ()), table.rows, list(table.lines), table.form)
            part = part_of(sheet) or part_of(name)
            self.raws += [(part, raw) for raw in self._of_grid(grid)]

    def _of_text(self, content: bytes) -> list[Raw]:
        text, encoding = decode(content, self.fixed.encoding, self.notes, refuse_binary)
        self.facts.setdefault("encoding", encoding)
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        if is_json(text):
            return self._of_grid(grid_of_json(text, Limits.from_environment()))
        grid = grid_of_text(text)
        if grid is not None and (self.fixed.column is not None or grid.has_tunes):
            return self._of_grid(grid)
        one = cut(text)
        if one.tunes:
            self.around.add(one)
        self.facts.setdefault("form", "abc")
        return one.tunes

    def _of_grid(self, grid: Grid) -> list[Raw]:
        raws, place = raws_of(grid, self.fixed.column, self.notes)
        self.facts |= {
            "form": grid.form,
            "column": grid.names[place] if place < len(grid.names or ()) else place,
        }
        return raws


def read_tunes(
    content: bytes, overrides: TuneOverrides | None = None, limits: TextLimits | None = None, name: str = ""
) -> TuneData:
    r"""Read a file of tunes in ABC notation, or several put together; what is open is found out.

    Raises `DataError` with one sentence.

    >>> read_tunes(b"X:1\nT:Jig\nM:6/8\nL:1/8\nK:D\n|:d2A A2F:|\n").tunes[0].tokens
    ('|:', 'd2', 'A', 'A2', 'F', ':|')
    """
    fixed = overrides or TuneOverrides()
    bounds = limits or TextLimits.from_environment()
    bounds.check_size(content)
    if not content.strip():
        raise DataError(t("The file is empty."))
    if not content.startswith((ZIP, *(magic for magic, _ in READ))):
        refuse_other_kinds(content, t("text"))
    notes = Notes(fixed.off)
    kind = "" if not content.startswith(ZIP) else kind_of(content)
    most = int(bounds.megabytes * BYTES_PER_MEGABYTE)
    files = ((name, content),) if kind in TABLES else apart(content, most, name)
    found = Reading(fixed, notes)
    if len(files) == 1:
        found.take(*files[0])
        beside = []
    else:
        beside = [own for own, one in files if not _taken(found, own, one)]
    if not found.raws:
        raise DataError(t(NONE))
    if beside:
        notes.change("files", t("Not read: {names}.", names=listing(beside)), examples=beside)
    return _data(found, fixed, notes)


def _taken(found: Reading, name: str, content: bytes) -> bool:
    """Whether a file of an archive has tunes; what lies beside them may be anything."""
    try:
        return found.take(name, content)
    except DataError:
        return False


def _data(found: Reading, fixed: TuneOverrides, notes: Notes) -> TuneData:
    """The tunes that can be read, each once, and all that is to say."""
    counts = Counts()
    left = [LeftOut(raw.line, "many", "") for _, raw in found.raws[MOST_TUNES:]]
    kept: list[tuple[str, Tune]] = []
    seen: dict[tuple[object, ...], int] = {}
    for part, raw in found.raws[:MOST_TUNES]:
        tune = tune_of(raw, counts)
        if isinstance(tune, LeftOut):
            left.append(tune)
            continue
        same = (tune.meter, tune.key, tune.tokens)
        if same in seen and "repeated" not in fixed.off:
            left.append(LeftOut(raw.line, "repeated", tune.title))
            continue
        seen[same] = raw.line
        kept.append((part, tune))
    say(counts, found.around, left, notes)
    if not kept:
        first = left[0]
        raise DataError(t("Nothing is left of the tunes. {why}", why=_why(first)))
    tunes = tuple(tune for _, tune in kept)
    wrong, total = say_bars(tunes, notes)
    return TuneData(
        tunes=tunes,
        parts=tuple(part for part, _ in kept),
        left_out=tuple(left),
        changes=tuple(notes.changes),
        questions=tuple(notes.questions),
        understood={**found.facts, **_facts(tunes, left), "bars": total, "unfilled": wrong},
        overrides=fixed,
    )


def _why(left: LeftOut) -> str:
    return plural(*REASONS[left.why], 1, lines=left.line)


def _facts(tunes: Sequence[Tune], left: Sequence[LeftOut]) -> dict[str, object]:
    """What there is, in numbers."""
    return {
        "tunes": len(tunes),
        "dropped": len(left),
        "tokens": sum(len(tune.tokens) for tune in tunes),
        "meters": dict(Counter(tune.meter for tune in tunes).most_common()),
        "keys": dict(Counter(tune.key for tune in tunes).most_common()),
    }
