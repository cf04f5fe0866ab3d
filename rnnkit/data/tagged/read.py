"""Bytes to tagged sentences, whatever their form; every guess and change said. No torch in here."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from rnnkit.data.limits import BYTES_PER_MEGABYTE, TextLimits
from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import refuse_binary, refuse_markup, refuse_other_kinds
from rnnkit.data.source.together import apart
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.tagged.brackets import without_brackets
from rnnkit.data.tagged.columns import Columns, find_columns
from rnnkit.data.tagged.ends import Sentence, cut_ends, sentences_of
from rnnkit.data.tagged.lines import TokenGrid, read_lines
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.positions import without_language, without_positions
from rnnkit.data.tagged.schemes import SINGLES, Scheme, find_scheme, headless, spans_of, to_bio
from rnnkit.data.tagged.spans_json import JsonRecords, read_records
from rnnkit.data.tagged.spans_text import cut_records
from rnnkit.data.tagged.tagged import Part, Tagged
from rnnkit.data.tagged.tokens import learn_cutting
from rnnkit.data.tagged.whole_rows import read_slashes, read_whole, slash_sign, whole_columns
from rnnkit.errors import DataError
from rnnkit.words import plural, t

PARTS = {
    "train": "train",
    "training": "train",
    "test": "test",
    "testa": "valid",
    "testb": "test",
    "eval": "test",
}
PARTS |= dict.fromkeys(("dev", "valid", "validation", "val", "development"), "valid")
MANY = 200  # different tags from which these are no tags but words


@dataclass
class FileRead:
    """What one file holds: sentences with the tags as they stand there, and how it was read."""

    sentences: list[Sentence]
    facts: dict[str, Any]
    written: bool = True  # whether tags stand in the file, not spans of characters
    kept: list[str] = field(default_factory=list)


def read_tagged(
    content: bytes, overrides: TaggedOverrides | None = None, limits: TextLimits | None = None, name: str = ""
) -> Tagged:
    r"""Read a file, or several put together, as tagged sentences; what `overrides` leaves open is found out.

    Raises `DataError` with one sentence, which names the line where one is wrong.

    >>> read_tagged(b"Bo I-PER\nran O\n\nRome I-LOC\n").tags
    [['B-PER', 'O'], ['B-LOC']]
    """
    fixed = overrides or TaggedOverrides()
    limits = limits or TextLimits.from_environment()
    limits.check_size(content)
    if not content.strip():
        raise DataError(t("The file is empty."))
    files = apart(content, int(limits.megabytes * BYTES_PER_MEGABYTE), name)
    return read_files(files, fixed)


def read_files(files: Sequence[tuple[str, bytes]], fixed: TaggedOverrides) -> Tagged:
    r"""Read files of one kind as one set of sentences; their names say which part each is of.

    >>> files = [("train.txt", b"Bo B-PER\nran O\n"), ("test.txt", b"Rome B-LOC\n")]
    >>> read_files(files, TaggedOverrides()).parts
    ['train', 'test']
    """
    notes = Notes(fixed.off)
    read = [(part_of(name), _read(content, fixed, notes)) for name, content in files]
    parts: list[Part] = []
    whole: list[Sentence] = []
    for part, found in read:
        whole += found.sentences
        parts += [part] * len(found.sentences)
    return _tagged(whole, parts, read[0][1], notes, fixed)


def part_of(name: str) -> Part:
    """Which part a file holds by its name: `data/eng.testb`, `train/a.conll`, `dev.txt`."""
    for piece in reversed(PurePosixPath(name.lower()).parts):
        for word in re.split(r"[^a-z]+", piece):
            if word in PARTS:
                return PARTS[word]
    return ""


def _read(content: bytes, fixed: TaggedOverrides, notes: Notes) -> FileRead:
    """One file: decoded, told apart by its form, and cut into sentences."""
    if not content.strip():
        raise DataError(t("A file is empty."))
    refuse_other_kinds(content, t("text"))
    text, encoding = decode(content, fixed.encoding, notes, refuse_binary)
    refuse_markup(text)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = (
        _json(text, notes)
        if text.lstrip()[:1] in ("{", "[") and _is_json(text)
        else _lines(text, fixed, notes)
    )
    if not found.sentences:
        raise DataError(t("There is no sentence with tokens and tags."))
    found.facts["encoding"] = "utf-8" if encoding == "utf-8-sig" else encoding
    return found


def _is_json(text: str) -> bool:
    """`{"text": ...`, `[{...` or `[["...`; a token may be a bracket, too."""
    start = re.sub(r"\s+", "", text[:200])
    return start.startswith(('{"', "[{", '[["', "{}"))


def _json(text: str, notes: Notes) -> FileRead:
    records: JsonRecords = read_records(text)
    if records.dropped:
        sentence = plural(
            "{number} record left out: it holds no tags.",
            "{number} records left out: they hold no tags.",
            records.dropped,
        )
        notes.change("dropped", sentence, records.dropped, warning=True)
    facts: dict[str, Any] = {"text": [records.keys[0]], "label": records.keys[1], "dropped": records.dropped}
    tokens = [record for record in records.found if record.tokens]
    if tokens and len(tokens) == len(records.found):
        return FileRead([(list(record.tokens), list(record.tags)) for record in tokens], facts)
    texts = [record for record in records.found if record.text]
    return FileRead(cut_records(texts, notes), {"kind": "spans", **facts}, written=False)


def _lines(text: str, fixed: TaggedOverrides, notes: Notes) -> FileRead:
    lines = text.split("\n")
    if sign := slash_sign(lines):
        facts = {
            "text": [t("before {sign}", sign=sign)],
            "label": t("after {sign}", sign=sign),
            "header": False,
        }
        return FileRead(read_slashes(lines, sign, notes), facts)
    grid = read_lines(text, notes)
    if pair := whole_columns(grid):
        names = grid.blocks[0].pop(0)[1] if len(_words_of(grid, pair[0])) < 2 else []
        facts = _facts(Columns(*pair, header=tuple(name.strip() for name in names)))
        return FileRead(read_whole(grid, *pair, notes), facts)
    columns = find_columns(grid, fixed)
    return FileRead(_tokens(sentences_of(grid, columns), columns, notes), _facts(columns))


def _words_of(grid: TokenGrid, place: int) -> list[str]:
    return grid.blocks[0][0][1][place].split()


def _facts(columns: Columns) -> dict[str, Any]:
    """Which columns were taken, by name or by place."""
    named = [*columns.header] or [*range(1 + max(columns.token, columns.tag, *columns.others))]
    return {
        "header": bool(columns.header),
        "text": [named[columns.token]],
        "label": named[columns.tag],
        "others": [named[place] for place in columns.others],
    }


def _tokens(blocks: Sequence[Any], columns: Columns, notes: Notes) -> list[Sentence]:
    """Tokens and tags of the two columns, without blanks around them; a no-break blank is a token."""
    found: list[Sentence] = []
    empty = 0
    for block in blocks:
        tokens, tags = [], []
        for _, cells in block:
            token = cells[columns.token].strip(" ") or cells[columns.token]
            if token:
                tokens.append(token)
                tags.append(cells[columns.tag].strip(" "))
            else:
                empty += 1
        if tokens:
            found.append((tokens, tags))
    if empty:
        sentence = plural(
            "{number} row without a token was passed over.",
            "{number} rows without a token were passed over.",
            empty,
        )
        notes.change("no_token", sentence, empty, warning=True)
    return found


def _tagged(
    whole: list[Sentence], parts: list[Part], first: FileRead, notes: Notes, fixed: TaggedOverrides
) -> Tagged:
    """Positions taken off, tags brought to BIO, long stretches cut, and all of it summed up."""
    whole = without_language(without_positions(without_brackets(whole, notes), notes), notes)
    counts = Counter(token for tokens, _ in whole for token in tokens)
    cutting = learn_cutting(counts)
    single = sum(number for token, number in counts.items() if len(token) == 1)
    characters = single >= SINGLES * sum(counts.values())
    scheme = _scheme(whole, characters, notes)
    entities = sum(len(spans_of(tags, scheme)) for _, tags in whole)
    facts = _tag_facts(whole, scheme, entities, first)
    bio = [(tokens, to_bio(tags, scheme)) for tokens, tags in whole]
    cut, parts = _cut(bio, parts, fixed, notes)
    facts |= {
        "sentences": len(cut),
        "tokens": sum(len(tokens) for tokens, _ in cut),
        "characters": cutting["characters"],
    }
    return Tagged(
        tokens=[tokens for tokens, _ in cut],
        tags=[tags for _, tags in cut],
        parts=parts,
        spans=scheme.spans,
        scheme="none" if not first.written else scheme.name,
        cutting=cutting,
        changes=tuple(notes.changes),
        understood={**first.facts, **facts},
        overrides=fixed,
    )


def _scheme(whole: Sequence[Sentence], characters: bool, notes: Notes) -> Scheme:
    """The scheme of the tags, and what is strange about them. Raises `DataError` where all are the same."""
    scheme = find_scheme([tags for _, tags in whole], characters)
    if len(scheme.parsed) < 2:
        only = next(iter(scheme.parsed), "")
        raise DataError(t("Every token has the tag {tag}: there is nothing to learn.", tag=repr(only[:40])))
    if not scheme.spans and len(scheme.parsed) > MANY:
        raise DataError(
            t(
                "The tag column holds {n:,} different values, too many for tags; choose another one.",
                n=len(scheme.parsed),
            )
        )
    if scheme.strange:
        number = sum(scheme.strange.values())
        sentence = plural(
            "{number} token has a tag outside of the scheme and is read as outside of names: {tags}.",
            "{number} tokens have tags outside of the scheme and are read as outside of names: {tags}.",
            number,
            tags=listing([repr(tag) for tag in scheme.strange]),
        )
        notes.change("strange_tags", sentence, number, list(scheme.strange)[:5], warning=True)
    if broken := sum(headless(tags, scheme) for _, tags in whole):
        sentence = plural(
            "{number} span does not begin with B-; it is read as beginning there.",
            "{number} spans do not begin with B-; they are read as beginning there.",
            broken,
        )
        notes.change("headless", sentence, broken, warning=True)
    _say_bare(scheme, whole, notes)
    if scheme.spans and scheme.name != "BIO":
        named = t("plain tags") if scheme.name == "none" else scheme.name
        notes.change("scheme", t("The tags are {scheme}; they are learned as BIO.", scheme=named))
    return scheme


def _say_bare(scheme: Scheme, whole: Sequence[Sentence], notes: Notes) -> None:
    """Tokens without a tag, and tags that are numbers nobody explains."""
    empty = sum(tag == "" for _, tags in whole for tag in tags)
    if empty:
        read = t("as outside of names") if scheme.spans else t("as having a tag without a name")
        sentence = plural(
            "{number} token has no tag; it is read {read}.",
            "{number} tokens have no tag; they are read {read}.",
            empty,
            read=read,
        )
        notes.change("no_tag", sentence, empty, warning=True)
    if all(tag.isdecimal() for tag in scheme.parsed):
        notes.change(
            "numbers", t("The tags are numbers; the file does not say what they mean."), warning=True
        )


def _tag_facts(whole: Sequence[Sentence], scheme: Scheme, entities: int, first: FileRead) -> dict[str, Any]:
    """What the tags are, with the names that `rnnkit data` gives."""
    facts: dict[str, Any] = {
        "types": scheme.types,
        "scheme": scheme.name if first.written else "none",
    }
    if first.written:
        facts["tags"] = sorted({tag for _, tags in whole for tag in tags})
    if scheme.spans:
        facts["entities"] = entities
    return facts


def _cut(
    bio: list[Sentence], parts: list[Part], fixed: TaggedOverrides, notes: Notes
) -> tuple[list[Sentence], list[Part]]:
    """The sentences of each part cut where they are too long to be one."""
    cut: list[Sentence] = []
    of: list[Part] = []
    for part in dict.fromkeys(parts):
        found = cut_ends([s for s, own in zip(bio, parts, strict=True) if own == part], fixed.ends, notes)
        cut += found
        of += [part] * len(found)
    return cut, of
