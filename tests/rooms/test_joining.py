"""A room is opened, found by its code, joined and looked at, by nobody else."""

import json
import re
import time

import pytest
from sqlalchemy import text, update

from rnnkit.errors import ConfigError, JobError, LimitError, NotFoundError
from rnnkit.runs.rooms.codes import LETTERS, new_pseudonym, plain_code
from rnnkit.runs.rooms.opening import EACH, Brought
from rnnkit.runs.rooms.plan import RoomPlan
from rnnkit.runs.rooms.records import Shown
from rnnkit.runs.sql.room_tables import rooms
from rnnkit.runs.store import Store
from tests.rooms.conftest import opened, plan


def test_a_room_is_found_by_its_code_as_people_type_it_and_joined_once(store: Store) -> None:
    room = opened(store, share=0).room
    assert re.fullmatch(f"[{LETTERS}]{{8}}", room.code)
    ann = store.of("ann")
    assert ann.rooms.look(f" {room.code[:4].lower()}-{room.code[4:]} ").id == room.id
    first, again = ann.rooms.join(room.code), ann.rooms.join(room.code, "Ann")
    assert (first.id, first.name) == (again.id, first.pseudonym)
    assert len(first.pseudonym.split()) == 2
    bob = store.of("bob").rooms.join(room.code, "  Bob\x00 the\nbuilder ")
    assert bob.name == "Bob the builder"
    assert [member.id for member in ann.rooms.members(room.id)] == [first.id, bob.id]
    assert [held.title for held in ann.rooms.mine()] == ["Monday"]
    assert ann.datasets.get(room.data[0].dataset_id).name == "sold.csv"


def test_who_is_not_in_a_room_sees_nothing_of_it(store: Store) -> None:
    room = opened(store, share=0).room
    eve = store.of("eve")
    asks = [
        lambda: eve.rooms.get(room.id),
        lambda: eve.rooms.me(room.id),
        lambda: eve.rooms.members(room.id),
        lambda: eve.rooms.entries(room.id),
        lambda: eve.rooms.answers(room.id),
        lambda: eve.rooms.at(room.id, "forecast"),
        lambda: eve.rooms.rename(room.id, "Eve"),
        lambda: eve.rooms.answer(room.id, "gates", "1", "yes", right=True),
        lambda: store.of("teacher").rooms.get(room.id),  # a link gives rights, not who one is
    ]
    for ask in asks:
        with pytest.raises(NotFoundError, match="no such room"):
            ask()
    with pytest.raises(NotFoundError, match="Data not found"):
        eve.datasets.get(room.data[0].dataset_id)
    assert eve.rooms.mine() == []


def test_after_ten_wrong_codes_one_waits_a_minute_even_with_the_right_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = opened(store, share=0).room
    eve, clock = store.of("eve"), [time.time()]
    monkeypatch.setattr("rnnkit.runs.rooms.membership.time.time", lambda: clock[0])
    wrong = ["", "x", "BCDFGHJ1", "' OR 1=1", "%00", "B" * 100_000, "BCDFGHJK", "../../..", "𝔅CDFGHJK", "?"]
    for number, code in enumerate(wrong):
        with pytest.raises(NotFoundError, match=re.escape("No room has this code (any more)")):
            eve.rooms.look(code)
        clock[0] += number / 100
    with pytest.raises(LimitError) as caught:
        eve.rooms.join(room.code)
    assert str(caught.value) == "Too many tries; wait 1 minute."
    assert store.of("ann").rooms.join(room.code)
    clock[0] += 60
    assert eve.rooms.join(room.code)


def test_a_room_takes_so_many_members(store: Store) -> None:
    room = opened(store, share=0, places=2).room
    for name in ("ann", "bob", "ann"):
        store.of(name).rooms.join(room.code)
    with pytest.raises(LimitError, match="This room has 2 members, which is the most"):
        store.of("cid").rooms.join(room.code)


def test_one_person_opens_so_many_rooms(store: Store) -> None:
    made = [opened(store, share=0) for _ in range(EACH)]
    with pytest.raises(LimitError, match="At most 5 rooms are open for one person; end one first"):
        opened(store, share=0)
    store.taught(made[0].secret).end()
    assert opened(store, share=0).room.open


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"task": "chess"}, "There is no task chess"),
        ({"settings": {"hiden": 3}}, "There is no setting called hiden"),
        ({"settings": {"hidden_size": 0}}, "whole number"),
        ({"open": ("colour",)}, "There is no setting called colour"),
        ({"open": ("start_from",)}, "Start from stays locked in a room"),
        ({"open": ("steps",)}, "Steps stays locked in a room"),
        ({"open": ("cell",), "hidden": ("cell",)}, "Cell is open or hidden in a room, not both"),
        ({"settings": {"targets": ["y" * 100] * 300}}, "at most 20,000 characters"),
    ],
)
def test_a_plan_that_cannot_be_kept_to_is_refused(store: Store, changes: dict, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        opened(store, share=0, **changes)


def test_only_own_data_comes_into_a_room(store: Store) -> None:
    room = opened(store, share=0).room
    ann = store.of("ann")
    with pytest.raises(NotFoundError, match="Data not found"):
        ann.rooms.open("", plan(share=0), [Brought(room.data[0].dataset_id)])
    ann.rooms.join(room.code)
    with pytest.raises(NotFoundError, match="Data not found"):
        ann.rooms.open("", plan(share=0), [Brought(room.data[0].dataset_id)])
    with pytest.raises(ConfigError, match="A room has 1 to 8 data sets, not 0"):
        ann.rooms.open("", plan(share=0), [])


def test_the_secret_of_a_teacher_gives_rights_until_another_withdraws_it(store: Store) -> None:
    made = opened(store, share=0)
    first = store.taught(made.secret)
    second_secret = first.hand_out("Bob")
    second = store.taught(second_secret)
    assert second.room().id == made.room.id
    (link,) = [link for link in first.links() if link.name == "Bob"]
    with pytest.raises(JobError, match="Your own link stays"):
        second.withdraw(link.id)
    first.withdraw(link.id)
    for ask in (second.room, second.members, second.end, second.projected, second.entries, second.links):
        with pytest.raises(NotFoundError, match="Link not valid"):
            ask()
    with pytest.raises(NotFoundError, match="Link not valid"):
        store.taught(second_secret)
    assert second.runs.find() == []


def test_what_teachers_know_of_each_others_links_opens_nothing(store: Store) -> None:
    made = opened(store, share=0)
    first = store.taught(made.secret)
    second = store.taught(first.hand_out("Bob"))
    seen = [link.id for link in second.links()]
    assert not {first.key, second.key} & set(seen)
    for given in seen:
        with pytest.raises(NotFoundError, match="Link not valid"):
            store.screen(given)
        with pytest.raises(NotFoundError, match="Link not valid"):
            store.taught(given)
    assert store.screen(first.key).projected().room.id == made.room.id


def test_no_secret_is_in_the_store_and_nothing_else_makes_a_teacher(store: Store) -> None:
    made = opened(store, share=0)
    with store._database.reading() as connection:
        whole = "".join(str(row) for row in connection.execute(text("SELECT * FROM room_teachers")).all())
    assert made.secret not in whole
    for guess in (
        made.room.id,
        made.room.code,
        store.taught(made.secret).links()[0].id,
        "",
        "admin",
        "teacher",
    ):
        with pytest.raises(NotFoundError, match="Link not valid"):
            store.taught(guess)


def test_where_members_are_and_what_they_answer_reaches_the_teacher(store: Store) -> None:
    made = opened(store, share=0)
    teacher, ann = store.taught(made.secret), store.of("ann")
    ann.rooms.join(made.room.code)
    ann.rooms.at(made.room.id, "lessons", "gates")
    ann.rooms.answer(made.room.id, "gates", "1", "opens", right=False)
    ann.rooms.answer(made.room.id, "gates", "1", "closes", right=True)
    (member,) = teacher.members()
    assert (member.page, member.lesson, member.runs) == ("lessons", "gates", 0)
    (answer,) = teacher.answers()
    assert (answer.member, answer.answer, answer.right) == (member.id, "closes", True)
    assert [one.answer for one in ann.rooms.answers(made.room.id)] == ["closes"]
    assert "ann" not in json.dumps([str(one) for one in (*teacher.members(), *teacher.projected().members)])


def test_an_answer_can_be_changed_when_no_more_are_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rnnkit.runs.rooms.membership.MOST_ANSWERS", 1)
    room, ann = opened(store, share=0).room, store.of("ann")
    ann.rooms.join(room.code)
    for answer in ("opens", "closes"):
        ann.rooms.answer(room.id, "gates", "1", answer, right=answer == "closes")
    with pytest.raises(LimitError, match="At most 1 answers are kept for each member"):
        ann.rooms.answer(room.id, "gates", "2", "opens", right=True)
    assert [one.answer for one in ann.rooms.answers(room.id)] == ["closes"]


def test_the_projector_shows_what_the_teacher_chose(store: Store) -> None:
    made = opened(store, share=0)
    teacher = store.taught(made.secret)
    teacher.show(Shown("board"))
    store.of("ann").rooms.join(made.room.code)
    projected = teacher.projected()
    assert (projected.room.shown.view, len(projected.members), projected.waiting) == ("board", 1, 0)
    with pytest.raises(ConfigError, match="The projector shows one of"):
        teacher.show(Shown("desk"))  # type: ignore[arg-type]
    with pytest.raises(NotFoundError, match="Run not found"):
        teacher.show(Shown("run", run="x"))


def test_a_room_is_forgotten_at_its_end_date_by_everybody_at_once_and_then_deleted(store: Store) -> None:
    made = opened(store, share=0)
    ann, teacher = store.of("ann"), store.taught(made.secret)
    ann.rooms.join(made.room.code)
    ann.rooms.answer(made.room.id, "gates", "1", "yes", right=True)
    with store._database.writing() as connection:
        connection.execute(update(rooms).values(ends=1.0))
    assert ann.rooms.mine() == []
    with pytest.raises(NotFoundError):
        ann.rooms.get(made.room.id)
    with pytest.raises(NotFoundError):
        teacher.room()
    store.retention.prune()
    with store._database.reading() as connection:
        for table in ("rooms", "room_data", "room_teachers", "room_members", "room_answers", "room_entries"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_deleting_everything_takes_a_member_out_and_a_teacher_the_room_with_them(store: Store) -> None:
    made = opened(store, share=0)
    store.of("ann").rooms.join(made.room.code)
    store.of("bob").rooms.join(made.room.code)
    store.of("ann").library.delete_everything()
    assert len(store.taught(made.secret).members()) == 1
    store.of("teacher").library.delete_everything()
    assert store.of("bob").rooms.mine() == []


def test_the_data_of_a_room_counts_for_who_opened_it(store: Store) -> None:
    teacher = store.of("teacher")
    made = opened(store, share=0)
    before = teacher.library.usage().megabytes
    size = len(store.datasets.get(made.room.data[0].dataset_id).content) / 1e6
    assert before == pytest.approx(2 * size)  # the file, and what members get
    store.of("ann").rooms.join(made.room.code)
    assert store.of("ann").library.usage().megabytes == 0


def test_codes_and_names() -> None:
    assert plain_code("bcdf-ghjk") == "BCDFGHJK"
    assert [plain_code(text) for text in ("BCDFGHJ", "BCDFGHJKM", "ABCDFGHJ", "BCDFGHJ0", "")] == [""] * 5
    taken: set[str] = set()
    for _ in range(300):
        taken.add(new_pseudonym(taken))
    assert len(taken) == 300


def test_a_plan_survives_the_store_as_it_was() -> None:
    made = plan(lessons=({"lesson": "gates", "control": 0.5, "stop": True},), hidden=("dropout",))
    assert RoomPlan.model_validate_json(made.model_dump_json()) == made
