"""Folders of texts: a folder a class and a file a text, or a file a class and a line a text."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from rnnkit.data.labelled.labelled import Origin
from rnnkit.data.labelled.names import part_of, part_of_path
from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.pick import Picked
from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import refuse_binary
from rnnkit.data.source.together import File
from rnnkit.data.table.notes import Notes, listing
from rnnkit.words import plural

TABLES = frozenset(
    (
        ".csv",
        ".tsv",
        ".tab",
        ".json",
        ".jsonl",
        ".ndjson",
        ".xlsx",
        ".xls",
        ".ods",
        ".parquet",
        ".arrow",
        ".feather",
        ".ts",
        ".arff",
    )
)
ASIDE = re.compile(
    r"(?i)(?:readme|license|licence|changelog|authors|notice|citation)(?:\.\w+)?$|.*\.(?:md|pdf|html?|py|feat|vocab|sha256|md5|yml|yaml|log|er)$"
)
"""Files that explain others, or hold numbers made of them."""
ENCODING_SAMPLE = 2_000_000


def in_folders(files: Sequence[File], fixed: LabelledOverrides, notes: Notes) -> Picked | None:
    """The texts in folders that are called like their classes; nothing where files are no such texts.

    `train/pos/1.txt` is a text of the class pos in the part for training.
    """
    held = [file for file in files if _is_text(file[0])]
    paths = [PurePosixPath(name) for name, _ in held]
    inside = [path.parent.name for path in paths]
    classes = {name for name in inside if name and part_of(name) is None}
    if len(classes) > 1:
        kept = [
            i for i, name in enumerate(inside) if name and (name in classes or part_of(name) == "unlabelled")
        ]
        return _picked(
            [(held[i], inside[i], part_of_path(str(paths[i].parent.parent))) for i in kept],
            len(files),
            (fixed, notes),
        )
    return None


def by_file(files: Sequence[File], fixed: LabelledOverrides, notes: Notes) -> Picked | None:
    """The lines of files that are called like their classes: `pos.txt`, `neg.txt`, or `rt.pos`, `rt.neg`."""
    names = _classes_of([name for name, _ in files])
    if len(files) < 2 or len(set(names)) < 2 or not all(names):
        return None
    texts, encoding = _decoded(files, fixed, notes)
    found = Picked([], [], [], [], Origin("files", ("each line",), "name of the file", encoding))
    for (name, _), label, text in zip(files, names, texts, strict=True):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                found.texts.append(line.strip())
                found.labels.append(label)
                found.lines.append(number)
                found.parts.append(part_of_path(name) or "train")
    return found


def without_aside(files: Sequence[File], notes: Notes) -> list[File]:
    """The files that hold data: tables where there are any, and nothing that only explains them."""
    kept = [file for file in files if not ASIDE.fullmatch(PurePosixPath(file[0]).name)]
    tables = [file for file in kept if PurePosixPath(file[0]).suffix.lower() in TABLES]
    kept = tables or kept or list(files)
    own = {name for name, _ in kept}
    left = [name for name, _ in files if name not in own]
    if left:
        _say_left(left, notes)
    return kept


def _is_text(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() not in TABLES and not ASIDE.fullmatch(path.name)


def _picked(
    found: Sequence[tuple[File, str, str | None]], number: int, given: tuple[LabelledOverrides, Notes]
) -> Picked:
    """A text of each file, with the class and the part that its folders tell."""
    fixed, notes = given
    texts, encoding = _decoded([file for file, _, _ in found], fixed, notes)
    if number > len(found):
        sentence = plural(
            "{number} file that is no text of a class left out.",
            "{number} files that are no texts of a class left out.",
            number - len(found),
        )
        notes.change("files", sentence, number - len(found))
    parts = ["unlabelled" if part_of(name) == "unlabelled" else part or "train" for _, name, part in found]
    labels: list[str | None] = [
        "" if part == "unlabelled" else name for part, (_, name, _) in zip(parts, found, strict=True)
    ]
    origin = Origin("folders", ("the whole file",), "name of the folder", encoding)
    return Picked([text.strip() for text in texts], labels, list(range(1, len(texts) + 1)), parts, origin)


def _decoded(files: Sequence[File], fixed: LabelledOverrides, notes: Notes) -> tuple[list[str], str]:
    """The texts of files, all in one encoding: UTF-8, or that of all those that are not."""
    others = [] if fixed.encoding is None else [content for _, content in files]
    if fixed.encoding is None:
        others = [content for _, content in files if not _is_utf_8(content)]
    encoding = "utf-8"
    if others:
        _, encoding = decode(b"\n".join(others)[:ENCODING_SAMPLE], fixed.encoding, notes, refuse_binary)
    texts = []
    for _, content in files:
        own = encoding if fixed.encoding is not None or not _is_utf_8(content) else "utf-8"
        text = content.decode(own, "replace").removeprefix("\ufeff")
        texts.append(text.replace("\r\n", "\n").replace("\r", "\n"))
    return texts, encoding


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


def _classes_of(names: Sequence[str]) -> list[str]:
    """What the name of each file has that those of all have not, without words for parts."""
    rows = [re.split(r"[\W_]+", PurePosixPath(name).name) for name in names]
    common = set(rows[0]).intersection(*rows) if rows else set()
    return [
        "_".join(word for word in words if word not in common and part_of(word) is None) for words in rows
    ]


def _say_left(left: Sequence[str], notes: Notes) -> None:
    sentence = plural(
        "{number} file without data left out: {names}.",
        "{number} files without data left out: {names}.",
        len(left),
        names=listing(left),
    )
    notes.change("files", sentence, len(left), list(left))
