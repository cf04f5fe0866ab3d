"""All runs of a person as one file: a folder for each with what its model file holds, opened again elsewhere.

Reading it is reading so many model files: each is checked as one that came alone is, by `rnnkit.bundle.read`,
and its predictions are computed again by a job. Nothing in the file is run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rnnkit.bundle.archive import megabytes as of_one
from rnnkit.bundle.archive import pack, unpack
from rnnkit.bundle.from_run import kept_of
from rnnkit.bundle.import_run import import_model
from rnnkit.bundle.read import KNOWN
from rnnkit.bundle.readme import plain
from rnnkit.bundle.write import write_kept
from rnnkit.data import Limits
from rnnkit.data.limits import BYTES_PER_MEGABYTE
from rnnkit.data.source.unpack import MOST_MEMBERS
from rnnkit.errors import DataError, LimitError, RnnkitError
from rnnkit.runs.reading import StoreReader
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.visitor import Visitor
from rnnkit.runs.visitor.uploads import dataset_id_of
from rnnkit.words import plural, t

MOST_MEGABYTES = 60.0  # reading takes four times as much memory
MOST_RUNS = 40
INDEX = "runs.md"  # stands first, so that the file is known by it
FOLDERS = tuple(f"run-{number:02d}" for number in range(1, MOST_RUNS + 1))
NAMES = frozenset({INDEX, *(f"{folder}/{name}" for folder in FOLDERS for name in KNOWN)})
HEAD = 30  # bytes of a ZIP before the name of its first file


@dataclass(frozen=True)
class Homeward:
    """A file of runs: its bytes, how many runs are in it, and a sentence for each that is not."""

    content: bytes
    runs: int
    left_out: tuple[str, ...] = ()


@dataclass
class CameHome:
    """What became of a file of runs: the ids of those that were opened, and a sentence for each of the rest.

    `here` counts runs of the file that were opened here before.
    """

    opened: list[str] = field(default_factory=list)
    here: int = 0
    refused: list[str] = field(default_factory=list)


def megabytes() -> float:
    """The largest file of runs that is made or read: as large as uploads here, or as one model."""
    return max(of_one(), min(MOST_MEGABYTES, Limits.from_environment().megabytes))


def take_home(store: StoreReader, runs: Sequence[Run]) -> Homeward:
    """One file of the models of these runs, the first of them first, as far as it may grow.

    A run without a whole model is left out, with its reason. Raises `DataError` where none is left.
    """
    files: dict[str, bytes] = {}
    lines, left_out, number = [], [], 0
    most = megabytes() * BYTES_PER_MEGABYTE
    for run in runs:
        try:
            own = _files_of(store, run)
            _check_room(files, own, number, most)
        except RnnkitError as error:
            left_out.append(f"{run.label}: {error}")
            continue
        files |= {f"{FOLDERS[number]}/{name}": content for name, content in own.items()}
        lines.append(f"- `{FOLDERS[number]}`: {plain(run.label)}, {run.task}, {run.created:%Y-%m-%d %H:%M}")
        number += 1
    if not number:
        raise DataError(t("None of these runs holds a whole model that could be taken along."))
    index = "\n".join([*_index(lines, left_out), ""])
    return Homeward(pack({INDEX: index.encode(), **files}), number, tuple(left_out))


def _files_of(store: StoreReader, run: Run) -> Mapping[str, bytes]:
    content = write_kept(kept_of(store, run.id))
    if len(content) > of_one() * BYTES_PER_MEGABYTE:
        raise LimitError(
            t("Its model file is larger than the {most:g} MB that are opened again.", most=of_one())
        )
    return unpack(content, KNOWN)


def _check_room(files: Mapping[str, bytes], own: Mapping[str, bytes], number: int, most: float) -> None:
    """Refuse a run for which the file has no room any more."""
    size = sum(map(len, files.values())) + sum(map(len, own.values()))
    table = 200 * (len(files) + len(own) + 1)  # names and their places
    if number == MOST_RUNS or len(files) + len(own) >= MOST_MEMBERS:
        raise LimitError(t("The file is full: it holds {runs} runs.", runs=number))
    if size + table > most:
        raise LimitError(t("The file is full: it takes at most {most:g} MB.", most=megabytes()))


def _index(lines: Sequence[str], left_out: Sequence[str]) -> Iterator[str]:
    """What stands in the file, for people."""
    yield f"# {t('Runs of RNN playground')}"
    yield ""
    yield t(
        "Open this file as it is on the page Home of another server, or look into a folder: each holds the "
        "model of one run, its settings and scores, and programs that use it without the playground."
    )
    yield ""
    yield from lines
    if left_out:
        yield ""
        yield t("Left out:")
        yield ""
        yield from (f"- {plain(sentence)}" for sentence in left_out)


def is_runs_file(content: bytes) -> bool:
    """Whether this is a file of several runs, by the name of its first file."""
    return content[HEAD : HEAD + len(INDEX)] == INDEX.encode()


def come_home(store: Visitor, name: str, content: bytes) -> CameHome:
    """Open a file of one run or of several: each becomes a run that is computed again.

    What is here already is left as it is, so that a file of many is opened in several goes where the queue
    has no room for all. Raises `DataError` or `ConfigError` for a file that is none of ours; then nothing was
    kept.
    """
    if not is_runs_file(content):
        return CameHome([import_model(store, name, content)])
    came, before = CameHome(), {run.dataset_id for run in store.runs.find()}
    for folder, model in _models(content):
        if dataset_id_of(store.key, model) in before:
            came.here += 1
            continue
        try:
            came.opened.append(import_model(store, f"{folder} of {name}"[:80], model))
        except LimitError as error:
            came.refused.append(str(error))
            break  # the same for all that come behind it
        except RnnkitError as error:
            came.refused.append(f"{folder}: {error}")
    return came


def came_words(came: CameHome) -> str:
    """What became of a file, in a sentence or two."""
    sentences = [plural("{number} run was opened.", "{number} runs were opened.", len(came.opened))]
    if came.here:
        sentences.append(plural("{number} was here already.", "{number} were here already.", came.here))
    return " ".join(sentences)


def _models(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The model file of each folder, as it would have come alone."""
    files = unpack(content, NAMES, megabytes())
    for folder in FOLDERS:
        own = {path.partition("/")[2]: data for path, data in files.items() if path.startswith(f"{folder}/")}
        if own:
            yield folder, pack(own)
