"""The projector of a room: it shows, it changes nothing, and it ends with the link of its teacher."""

import pytest

from rnnkit.errors import NotFoundError
from rnnkit.runs.rooms.screening import Screen
from rnnkit.runs.rooms.teaching import Teacher
from rnnkit.runs.store import Store
from tests.rooms.conftest import opened

CHANGING = {"show", "end", "hand_out", "withdraw", "links", "answers"}


def test_a_projector_shows_the_room_and_has_no_way_to_change_it(store: Store) -> None:
    room = opened(store, share=0)
    teacher = store.taught(room.secret)
    store.of("ann").rooms.join(room.room.code, "Ann")
    found = store.screen(teacher.key).projected()
    assert (found.room.title, [member.name for member in found.members]) == ("Monday", ["Ann"])
    assert {name for name in CHANGING if hasattr(Teacher, name)} == CHANGING
    assert {name for name in CHANGING if hasattr(Screen, name)} == set()


def test_the_key_of_a_projector_is_no_secret_of_a_teacher_and_ends_with_it(store: Store) -> None:
    room = opened(store, share=0)
    first = store.taught(room.secret)
    key = store.taught(first.hand_out("Substitute")).key
    screen = store.screen(key)
    for secret in (key, first.key):
        with pytest.raises(NotFoundError, match="Link not valid"):
            store.taught(secret)
    with pytest.raises(NotFoundError, match="Link not valid"):
        store.screen(room.secret)
    first.withdraw(next(link.id for link in first.links() if not link.own))
    with pytest.raises(NotFoundError, match="Link not valid"):
        screen.projected()


def test_a_projector_shows_runs_of_its_room_alone(store: Store) -> None:
    room = opened(store, share=0)
    ann = store.of("ann")
    ann.rooms.join(room.room.code)
    inside = ann.queue.submit(room.room.preset().model_dump_json(), room.room.data[0].dataset_id)
    own = ann.uploads.add("own.csv", b"day,sold\n2024-01-01,1\n2024-01-02,2\n")
    outside = ann.queue.submit(room.room.preset().model_dump_json(), own)
    screen = store.screen(store.taught(room.secret).key)
    run, curve = screen.one_run(inside)
    assert (run.id, len(curve)) == (inside, 0)
    with pytest.raises(NotFoundError):
        screen.one_run(outside)
