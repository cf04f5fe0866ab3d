"""A room on a server, where transactions run side by side: the same locks, as many runs."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from rnnkit.errors import LimitError, NotFoundError
from rnnkit.runs.rooms.looking import one_room
from rnnkit.runs.rooms.records import Room, Shown
from rnnkit.runs.rooms.teaching import Teacher, named
from rnnkit.runs.store import Store
from tests.rooms.conftest import opened
from tests.runs.conftest import postgres, store, url

__all__ = ["postgres", "store", "url"]


def test_a_room_from_code_to_end_on_both_databases(store: Store) -> None:
    made = opened(store, runs=3)
    ann, teacher = store.of("ann"), store.taught(made.secret)
    ann.rooms.join(made.room.code)
    ann.rooms.at(made.room.id, "forecast")
    ann.rooms.answer(made.room.id, "gates", "1", "yes", right=True)
    asked, data = made.room.preset().model_dump_json(), made.room.data[0].dataset_id

    def start(_: int) -> bool:
        try:
            return bool(ann.queue.submit(asked, data))
        except LimitError:
            return False

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(start, range(6))) == 3
    assert teacher.members()[0].runs == 3
    assert teacher.projected().waiting == 3
    teacher.show(Shown("board"))
    teacher.end()
    assert {run.state for run in teacher.runs.find()} == {"cancelled"}
    assert store.audit() == []
    store.of("teacher").library.delete_everything()
    assert ann.rooms.mine() == []


def test_many_who_join_at_once_are_members_once(store: Store) -> None:
    made = opened(store, places=5)
    names = [f"visitor {number % 8}" for number in range(16)]

    def join(name: str) -> bool:
        try:
            return bool(store.of(name).rooms.join(made.room.code))
        except LimitError:
            return False

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(join, names))
    members = store.taught(made.secret).members()
    assert len(members) == len({member.pseudonym for member in members}) == 5


def test_of_two_teachers_who_withdraw_each_other_one_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.taught(opened(store, share=0).secret)
    second = store.taught(first.hand_out("Bob"))
    names = {teacher: named(teacher.key) for teacher in (first, second)}
    both = Barrier(2)

    def together(*asked: Any) -> Room | None:
        """Let both see their own link valid before one of them writes, where the store lets both in."""
        found = one_room(*asked)
        with suppress(BrokenBarrierError):
            both.wait(1)
        return found

    def withdrawn(teacher: Teacher, other: Teacher) -> bool:
        try:
            teacher.withdraw(names[other])
        except NotFoundError:
            return False
        return True

    with monkeypatch.context() as patched, ThreadPoolExecutor(2) as threads:
        patched.setattr("rnnkit.runs.rooms.teaching.one_room", together)
        done = list(threads.map(withdrawn, (first, second), (second, first)))
    assert sorted(done) == [False, True]
    (first if done[0] else second).room()
