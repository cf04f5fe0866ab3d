"""Nothing of what is hidden is in any byte that leaves the server: all of it is searched for its values.

What a member, a guest with a link and a teacher can reach is taken apart as far as it goes: archives, tables,
numbers in binary. So is the whole store but the one column that workers read.
"""

import io
import json
import logging
import random
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pandas as pd
import pytest
from sqlalchemy import select

from rnnkit.bundle import kept_of, write_kept
from rnnkit.bundle.ended import ended_run
from rnnkit.bundle.script import to_pytorch_code
from rnnkit.config.stored import parse_stored
from rnnkit.errors import NotFoundError, RnnkitError
from rnnkit.files.encoding import from_arrow
from rnnkit.report.page import report_html
from rnnkit.runs.execute import execute
from rnnkit.runs.rooms.opening import Brought
from rnnkit.runs.rooms.plan import RoomPlan
from rnnkit.runs.sql.registry import metadata
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS
from tests.rooms.conftest import SMALL, day_of
from tests.tasks.examples import classify, label, text


@dataclass(frozen=True)
class Case:
    """Data of which the hidden part can be told by its values, and how these look in bytes."""

    task: str
    content: bytes
    settings: dict
    share: float = 0.2


def numbers() -> bytes:
    """A wave with noise, so that nobody can forecast a value to its last digit."""
    luck = random.Random(0)
    rows = (f"{day_of(n)},{round(70 + 9 * (n % 7) + luck.random(), 7)}" for n in range(120))
    return ("day,sold\n" + "\n".join(rows) + "\n").encode()


def told_apart() -> bytes:
    """Texts that each hold a word of their own."""
    lines = classify.opinions(120).decode().splitlines()
    rows = [line.replace(",", f" zq{number}x,") for number, line in enumerate(lines[1:])]
    return "\n".join([lines[0], *rows, ""]).encode()


def story() -> bytes:
    """Sentences that each hold a name of their own."""
    lines = text.sentences(160).decode().splitlines()
    return "".join(f"{line} zq{number}x\n" for number, line in enumerate(lines)).encode()


def marked() -> bytes:
    """Tagged sentences that each hold a word of their own."""
    blocks = label.tagged(160).decode().split("\n\n")
    return "\n\n".join(block.replace("the\tO", f"zq{n}x\tO") for n, block in enumerate(blocks)).encode()


CASES = [
    Case("forecast", numbers(), SMALL),
    Case("classify", told_apart(), {**classify.EXAMPLE.settings, "steps": None}),
    Case("label", marked(), {**label.EXAMPLE.settings, "steps": None}),
    Case("text", story(), {**text.EXAMPLE.settings, "steps": None}),
]


def needles(case: Case, visible: bytes) -> tuple[list[bytes], list[bytes]]:
    """What is in the data and not in what members get: as text, and as numbers in binary."""
    if case.task != "forecast":
        words = {word.strip('".,').encode() for word in case.content.decode().replace(",", " ").split()}
        return [word for word in words if word.startswith(b"zq") and word not in visible], []
    values = [float(line.split(",")[1]) for line in case.content.decode().splitlines()[1:]]
    seen = {float(line.rsplit(",", 1)[1]) for line in visible.decode().splitlines()[1:]}
    hidden = [value for value in values if value not in seen]
    packed = [struct.pack(form, value) for value in hidden for form in ("<d", "<f")]
    return [repr(value).encode() for value in hidden], packed


def taken_apart(content: bytes) -> Iterator[bytes]:
    """Bytes, and what is packed in them: files of archives, tables as text and as numbers."""
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from taken_apart(archive.read(name))
    elif content[:4] == b"\xff\xff\xff\xff":
        yield from of_frame(from_arrow(content))


def of_frame(frame: pd.DataFrame) -> Iterator[bytes]:
    """A table as text and as numbers."""
    yield frame.to_csv().encode()
    for name in frame.select_dtypes("number"):
        yield frame[name].to_numpy("float64").tobytes()


def of_the_store(store: Store) -> Iterator[tuple[str, bytes]]:
    """All that is kept, but the file of the teacher and the one column that workers read."""
    with store._database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                if table.name == "datasets" and row["viewer"] == "teacher":
                    continue
                for column, value in row.items():
                    if (table.name, column) == ("room_data", "slice"):
                        continue
                    for part in taken_apart(value) if isinstance(value, bytes) else [str(value).encode()]:
                        yield f"{table.name}.{column}", part


def of_a_reader(store: Store, reader, run_id: str) -> Iterator[tuple[str, bytes]]:
    """What somebody can read of a run: data, curves, results, files to take home, the report."""
    run = reader.runs.get(run_id)
    task = TASKS[run.task]
    yield "run", repr(run).encode()
    yield "data", reader.datasets.get(run.dataset_id).content
    yield "curve", reader.progress.curve(run_id).to_csv().encode()
    yield "samples", reader.progress.samples(run_id).to_csv().encode()
    yield "summary", json.dumps(reader.results.summary(run_id)).encode()
    if hasattr(reader, "looks"):  # a teacher has none
        yield "look", repr(reader.looks.at([run_id])).encode()
    for name in reader.results.frame_names(run_id):
        for part in of_frame(reader.results.frame(run_id, name)):
            yield f"frame {name}", part
    ended = ended_run(reader, run_id)
    yield "report", report_html(ended)
    yield "code", to_pytorch_code(parse_stored(task.resolved, ended.summary["config"])).encode()
    if task.tabulating:
        for method in task.tabulating.methods(ended.frames):
            for part in taken_apart(task.tabulating.workbook(ended, method)):
                yield "workbook", part
            yield "csv", task.tabulating.csv(ended, method)
    if reader.gives_weights:
        for part in taken_apart(write_kept(kept_of(reader, run_id))):
            yield "model file", part
        for name, content in reader.results.files(run_id).items():
            for part in taken_apart(content):
                yield name, part
        yield "weights", reader.results.weights(run_id)


def of_rooms(played: SimpleNamespace) -> Iterator[tuple[str, bytes]]:
    """What pages are told of a room."""
    ann, teacher = played.store.of("ann").rooms, played.store.taught(played.made.secret)
    room = played.made.room.id
    for told in (ann.mine(), ann.members(room), ann.entries(room), ann.answers(room), ann.me(room)):
        yield "a member", repr(told).encode()
    for told in (teacher.projected(), teacher.entries(), teacher.room(), teacher.owners(), teacher.links()):
        yield "a teacher", repr(told).encode()


@pytest.fixture(scope="module", params=CASES, ids=[case.task for case in CASES])
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    """A room in which a member trained and used the model, and all that was logged meanwhile."""
    case: Case = request.param
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('room') / 'runs.sqlite'}")
    teacher, ann = store.of("teacher"), store.of("ann")
    settings = {name: value for name, value in case.settings.items() if name != "steps"}
    asked = RoomPlan(task=case.task, settings=settings, budget=1.5, share=case.share)
    mine = teacher.uploads.add("whole", case.content)
    made = teacher.rooms.open("Monday", asked, [Brought(mine)])
    ann.rooms.join(made.room.code)
    data = made.room.data[0].dataset_id
    logged = io.StringIO()
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    run_id = ann.queue.submit(made.room.preset().model_dump_json(), data, group="mine")
    work(store, run_id)
    visible = ann.datasets.get(data).content
    new = ann.uploads.add("again", visible)
    work(store, ann.queue.submit(json.dumps({"task": "predict", "model": run_id}), new))
    logging.getLogger().removeHandler(handler)
    link = ann.shares.create("mine", weights=True, data=True)
    words, packed = needles(case, visible)
    yield SimpleNamespace(
        case=case,
        store=store,
        made=made,
        run=run_id,
        whole=mine,
        words=words,
        needles=words + packed,
        logged=logged.getvalue().encode(),
        readers=(ann, store.shared(link), store.taught(made.secret)),
    )
    store.close()


def work(store: Store, run_id: str) -> None:
    run = store.queue.claim("me", run_id)
    assert run is not None
    execute(store, run.id, run.attempt)
    assert store.runs.get(run_id).state == "finished", store.runs.get(run_id).reason


def found_in(played: SimpleNamespace, parts: Iterator[tuple[str, bytes]]) -> tuple[set[str], set[str]]:
    """Where something was looked for, and where something of the slice was found."""
    looked, leaks = set(), set()
    for name, content in parts:
        looked.add(name)
        if any(needle in content for needle in played.needles):
            leaks.add(name)
    return looked, leaks


def test_the_slice_is_there_is_scored_and_would_be_found(played: SimpleNamespace) -> None:
    assert len(played.words) >= 20
    (own,) = [e for e in played.store.of("ann").rooms.entries(played.made.room.id) if not e.baseline]
    assert (own.reason, own.public is not None) == ("", True)
    with played.store._database.reading() as connection:
        (kept,) = connection.execute(select(metadata.tables["room_data"].c.slice)).scalars()
    assert all(word in kept for word in played.words)
    with pytest.raises(NotFoundError):
        played.readers[0].datasets.get(played.whole)


def test_nothing_of_the_slice_is_anywhere_else_in_the_store(played: SimpleNamespace) -> None:
    looked, leaks = found_in(played, of_the_store(played.store))
    assert {"artifacts.content", "datasets.content", "room_entries.loss", "runs.config"} <= looked
    assert leaks == set()


@pytest.mark.parametrize("who", range(3), ids=["member", "guest", "teacher"])
def test_nothing_of_the_slice_reaches_whoever_reads_a_run(played: SimpleNamespace, who: int) -> None:
    looked, leaks = found_in(played, of_a_reader(played.store, played.readers[who], played.run))
    assert {"data", "summary", "report", "code"} <= looked
    assert ("model file" in looked) == (who < 2)
    assert leaks == set()


def test_nothing_of_the_slice_reaches_a_page_of_the_room_or_the_log(played: SimpleNamespace) -> None:
    looked, leaks = found_in(played, of_rooms(played))
    assert (looked, leaks) == ({"a member", "a teacher"}, set())
    played.store.taught(played.made.secret).end()
    assert found_in(played, of_rooms(played))[1] == set()
    assert found_in(played, iter([("log", played.logged)]))[1] == set()


def test_a_teacher_has_no_weights(played: SimpleNamespace) -> None:
    with pytest.raises(RnnkitError, match="no such result"):
        played.readers[2].results.weights(played.run)
