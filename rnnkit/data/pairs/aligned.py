"""Two files of which line by line each holds one side, and the files of an archive that are such a pair."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from rnnkit.data.pairs.drift import drift_of
from rnnkit.data.pairs.pair_records import Cells, PairRecords, lines_of
from rnnkit.errors import DataError
from rnnkit.words import t

File = tuple[str, bytes]

BESIDE = ("readme", "license", "licence", "copying", "_about", "about", "changelog", "citation")
IDS = (".xml", ".ids", ".scores", ".md", ".pdf", ".html")
TRAIN = "train"


def read_aligned(names: tuple[str, str], texts: tuple[str, str], encoding: str) -> PairRecords:
    r"""Line n of the first file with line n of the second.

    Raises `DataError` where they have different numbers of lines: which one is missing nobody can know.

    >>> read_aligned(("a.en", "a.de"), ("one\ntwo\n", "eins\nzwei\n"), "utf-8").rows
    [('one', 'eins'), ('two', 'zwei')]
    """
    first, second = (lines_of(text) for text in texts)
    if len(first) != len(second):
        raise _uneven(names, first, second)
    rows: list[Cells] = list(zip(first, second, strict=True))
    return PairRecords("lines", names, list(range(1, len(rows) + 1)), rows, encoding, files=names)


def _uneven(names: tuple[str, str], first: Sequence[str], second: Sequence[str]) -> DataError:
    """Both numbers, and where the sides seem to part."""
    where = drift_of(first, second)
    sentence = t(
        "{first} has {lines:,} lines and {second} {others:,}, so they are no pair line by line",
        first=names[0][:40],
        second=names[1][:40],
        lines=len(first),
        others=len(second),
    )
    if where is None:
        return DataError(t("{sentence}; make them equally long.", sentence=sentence))
    return DataError(t("{sentence}; they seem to part at line {line}.", sentence=sentence, line=where.line))


def choose_files(files: Sequence[File]) -> tuple[tuple[File, ...], list[str]]:
    """The file of pairs, or the two files of a pair, among those of an archive, and the names of the others.

    What is beside data in archives (README, licences, lists of ids) is passed over; of several pairs that for
    training is taken, or the first.

    >>> files = [("Books.de-en.de", b""), ("Books.de-en.en", b""), ("README", b"")]
    >>> [name for name, _ in choose_files(files)[0]]
    ['Books.de-en.de', 'Books.de-en.en']
    """
    left = [file for file in files if not _beside(file[0])] or list(files)
    if len(left) <= 2:
        return tuple(left), _names(files, left)
    chosen = _by_stem(left) or (max(left, key=lambda file: len(file[1])),)
    return chosen, _names(files, chosen)


def _by_stem(files: Sequence[File]) -> tuple[File, ...] | None:
    """Two files that differ in their endings, or in their folders, alone."""
    groups: dict[str, list[File]] = {}
    for file in files:
        groups.setdefault(str(PurePosixPath(file[0]).with_suffix("")), []).append(file)
    pairs = {stem: tuple(group) for stem, group in groups.items() if len(group) == 2}
    if not pairs:
        return None
    return pairs[
        next((stem for stem in pairs if TRAIN in PurePosixPath(stem).name.lower()), next(iter(pairs)))
    ]


def _beside(name: str) -> bool:
    path = PurePosixPath(name.lower())
    return path.name.startswith(BESIDE) or path.suffix in IDS


def _names(files: Sequence[File], chosen: Sequence[File]) -> list[str]:
    return [name for name, _ in files if name not in {taken for taken, _ in chosen}]
