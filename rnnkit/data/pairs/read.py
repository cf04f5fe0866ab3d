"""Bytes of pairs in any form to clean pairs, with every choice that was made. Neither torch nor Streamlit."""

from collections.abc import Sequence

from rnnkit.data.limits import BYTES_PER_MEGABYTE, TextLimits
from rnnkit.data.pairs.aligned import File, choose_files, read_aligned
from rnnkit.data.pairs.clean import Sides, to_sides
from rnnkit.data.pairs.columns import choose_columns
from rnnkit.data.pairs.delimited import read_delimited
from rnnkit.data.pairs.json_pairs import read_json_pairs
from rnnkit.data.pairs.pair_records import PairRecords
from rnnkit.data.pairs.pairs import PairOverrides, Pairs
from rnnkit.data.pairs.tmx import read_tmx
from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import is_json, refuse_binary, refuse_other_kinds
from rnnkit.data.source.together import apart
from rnnkit.data.table.notes import Notes, listing
from rnnkit.errors import DataError
from rnnkit.words import t


def read_pairs(
    content: bytes, overrides: PairOverrides | None = None, limits: TextLimits | None = None
) -> Pairs:
    r"""Read a file of pairs, or an archive of two files, in whatever form; what is open is found out.

    Raises `DataError` with one sentence that names the line.

    >>> pairs = read_pairs(b"Go.\tGeh.\nYes\tJa\n")
    >>> pairs.sources, pairs.targets
    (('Go.', 'Yes'), ('Geh.', 'Ja'))
    """
    fixed = overrides or PairOverrides()
    bounds = limits or TextLimits.from_environment()
    bounds.check_size(content)
    if not content.strip():
        raise DataError(t("The file is empty."))
    notes = Notes(fixed.off)
    files, beside = choose_files(apart(content, int(bounds.megabytes * BYTES_PER_MEGABYTE)))
    if beside:
        notes.change("files", t("Not read: {names}.", names=listing(beside)), examples=beside)
    records = _records(files, fixed, notes)
    source, target = choose_columns(records, fixed, notes)
    sides = to_sides(records, source, target, notes)
    if not sides.lines:
        line = sides.left_out[0].line if sides.left_out else 1
        raise DataError(
            t("Nothing left of the pairs: line {line} lacks a side, as do all others.", line=line)
        )
    return _pairs(records, (source, target), sides, fixed, notes)


def _records(files: Sequence[File], fixed: PairOverrides, notes: Notes) -> PairRecords:
    """The rows of one file, or of two that belong together."""
    if len(files) == 1:
        text, encoding = _text(files[0][1], fixed, notes)
        return _of_text(text, encoding, fixed)
    (first, one), (second, two) = files
    texts = [_text(content, fixed, notes) for content in (one, two)]
    encodings = list(dict.fromkeys(encoding for _, encoding in texts))
    return read_aligned((first, second), (texts[0][0], texts[1][0]), ", ".join(encodings))


def _text(content: bytes, fixed: PairOverrides, notes: Notes) -> tuple[str, str]:
    """The text of a file that holds one."""
    if not content.strip():
        raise DataError(t("The file is empty."))
    refuse_other_kinds(content, t("text"))
    text, encoding = decode(content, fixed.encoding, notes, refuse_binary)
    return text.removeprefix("\ufeff"), encoding


def _of_text(text: str, encoding: str, fixed: PairOverrides) -> PairRecords:
    """The rows of a text, by what it begins with."""
    start = text[:2000].lstrip().lower()
    if start.startswith(("<?xml", "<!doctype tmx", "<tmx")):
        return read_tmx(text, encoding)
    if start.startswith(("<!doctype html", "<html")):
        raise DataError(t("Line 1 begins a web page, not pairs; save its texts with a tab between them."))
    return read_json_pairs(text, encoding) if is_json(text) else read_delimited(text, encoding, fixed)


def _pairs(
    records: PairRecords, places: tuple[int, int], sides: Sides, fixed: PairOverrides, notes: Notes
) -> Pairs:
    columns = (records.columns[places[0]], records.columns[places[1]])
    understood: dict[str, object] = {
        "form": records.form,
        "pairs": len(sides.lines),
        "dropped": len(sides.left_out),
        "text": list(columns),
        "encoding": records.encoding,
    }
    if records.header is not None:
        understood["header"] = records.header
    if records.files:
        understood |= {"files": list(records.files), "lines": [len(records.rows)] * 2}
    understood["suspect"] = sides.suspect
    return Pairs(
        sources=tuple(sides.sources),
        targets=tuple(sides.targets),
        lines=tuple(sides.lines),
        columns=columns,
        options=records.columns,
        left_out=tuple(sides.left_out),
        changes=tuple(notes.changes),
        understood=understood,
        overrides=fixed,
    )
