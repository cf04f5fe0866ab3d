"""A room as one file for its teacher: all that is there, and nothing that is hidden or opens the room."""

import io
import json
import zipfile
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rnnkit.bundle.room_file import room_file
from rnnkit.compare import Units
from rnnkit.errors import NotFoundError
from rnnkit.runs.rooms.opening import Opened
from rnnkit.runs.rooms.records import RoomEntry
from rnnkit.runs.rooms.teaching import Projected, Teacher
from rnnkit.runs.store import Store
from rnnkit.training.progress import Progress
from tests.rooms.conftest import opened, series

MASS = np.full(40, 1 / 40)
SECRET_LOSS = 0.123456789


def units(score: float) -> Units:
    """Losses of forty units; one of them would be known again anywhere."""
    loss = score * MASS * (1 + 0.3 * np.sin(np.arange(40)))
    return Units("rows", np.r_[SECRET_LOSS, loss[1:]], MASS)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(files: dict[str, bytes], name: str) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(files[name]))


@pytest.fixture
def room(store: Store) -> Opened:
    """Ann has a run that ended, Bob one that waits; Bob has a name that a spreadsheet would run."""
    room = opened(store, share=0)
    for viewer, name in (("ann", "Ann"), ("bob", "=Bob()")):
        store.of(viewer).rooms.join(room.room.code, name)
        run_id = store.of(viewer).queue.submit(
            room.room.preset().model_dump_json(), room.room.data[0].dataset_id, "LSTM"
        )
        if viewer == "ann":
            assert store.queue.claim("me", run_id)
            store.recorder.log(run_id, 1, [Progress("training", 1, 2, 0.1, train_loss=7.5, valid_loss=8.5)])
            summary = {"metrics": {"model": {"mae": 3.25}, "last value": {"mae": 4.0}}}
            store.recorder.complete(run_id, 1, "finished", summary=summary, frames={}, weights=b"w")
    store.of("ann").rooms.answer(room.room.id, "gates", "1", "yes", right=True)
    return room


def with_entries(monkeypatch: pytest.MonkeyPatch, *, ended: bool) -> None:
    """Let the room have entries, as workers write them."""
    real = Teacher.projected

    def projected(self: Teacher) -> Projected:
        found = real(self)
        made = [("", "last value", 4.0)] + [(member.id, "LSTM", 2.0) for member in found.members]
        entries = [
            RoomEntry(
                number,
                0,
                key,
                name,
                "",
                found.room.created,
                "same",
                "mae",
                "",
                units(score),
                units(score + 0.5) if ended else None,
            )
            for number, (key, name, score) in enumerate(made)
        ]
        return Projected(found.room, found.members, tuple(entries))

    monkeypatch.setattr(Teacher, "projected", projected)


def test_everything_of_a_room_is_in_one_file(store: Store, room: Opened) -> None:
    files = unpacked(room_file(store.taught(room.secret)))
    assert {*files} == {
        *("README.md", "room.json", "members.csv", "answers.csv", "runs.csv"),
        *("runs/0001/settings.json", "runs/0001/losses.csv"),
    }
    told: dict[str, Any] = json.loads(files["room.json"])
    assert (told["title"], told["plan"]["budget"], told["data"][0]["name"]) == ("Monday", 10.0, "sold.csv")
    assert table(files, "members.csv")["member"].tolist() == ["Ann", "'=Bob()"]
    runs = table(files, "runs.csv")
    assert runs[["run", "member"]].values.tolist() == [[1, "Ann"], [2, "'=Bob()"]]
    assert (runs["state"].tolist(), runs["mae"][0]) == (["finished", "queued"], 3.25)
    answers = table(files, "answers.csv")
    assert answers[["member", "answer", "right"]].values.tolist() == [["Ann", "yes", True]]
    assert table(files, "runs/0001/losses.csv")["valid_loss"].tolist() == [8.5]
    assert json.loads(files["runs/0001/settings.json"])["hidden_size"] == 4
    assert b"2 members and 2 runs" in files["README.md"]


def test_nothing_in_it_opens_the_room_or_tells_of_a_single_hidden_row(
    store: Store, room: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_entries(monkeypatch, ended=True)
    content = room_file(store.taught(room.secret))
    for secret in (room.room.code, room.secret, store.taught(room.secret).key, "ann", "0.1234567"):
        assert secret.encode() not in content
    assert series()[-12:] not in content


def test_the_board_is_rounded_while_the_room_is_open_and_whole_at_its_end(
    store: Store, room: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_entries(monkeypatch, ended=False)
    teacher = store.taught(room.secret)
    before = unpacked(room_file(teacher))
    assert list(table(before, "board-1.csv")) == ["rank", "name", "baseline", "public half", "entries"]
    assert b"one standard error" in before["board-1.md"]
    teacher.end()
    with_entries(monkeypatch, ended=True)
    after = table(unpacked(room_file(teacher)), "board-1.csv")
    assert list(after) == ["rank", "name", "baseline", "private half", "public half", "rank before"]
    assert sorted(after["name"]) == ["'=Bob()", "Ann", "last value"]
    assert after["baseline"].sum() == 1


def test_a_link_that_was_withdrawn_gives_no_file(store: Store) -> None:
    first = store.taught(opened(store, share=0).secret)
    second = store.taught(first.hand_out("Substitute"))
    first.withdraw(next(link.id for link in first.links() if not link.own))
    with pytest.raises(NotFoundError, match="Link not valid"):
        room_file(second)
