"""What is noted of a visitor, how often a password may be wrong, and how all of one becomes another's."""

import pytest
from sqlalchemy import insert, select

from rnnkit.errors import LimitError
from rnnkit.runs.sql.room_tables import room_members, rooms
from rnnkit.runs.sql.schema import uses
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import admission

CONFIG = '{"task": "test"}'
CSV = b"day,sales\n2024-01-01,1\n2024-01-02,2\n"


def test_a_mark_is_its_visitors_and_holds_for_a_month(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission.time, "time", lambda: 1e9)
    store.of("ann").admission.make("seen")
    store.of("ann").admission.make("seen")
    assert store.of("ann").admission.has("seen")
    assert not store.of("ann").admission.has("other")
    assert not store.of("bob").admission.has("seen")
    monkeypatch.setattr(admission.time, "time", lambda: 1e9 + admission.KEPT)
    assert not store.of("ann").admission.has("seen")


def test_tries_come_back_a_quarter_of_an_hour_after_each(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = store.of("ann").admission
    for second, left in enumerate((4, 3, 2, 1, 0)):
        monkeypatch.setattr(admission.time, "time", lambda now=1e9 + 60 * second: now)
        assert ann.attempt(False, "in") == left
    with pytest.raises(LimitError, match=r"from this browser: try again in 11 min\."):
        ann.attempt(True, "in")
    assert not ann.has("in")
    monkeypatch.setattr(admission.time, "time", lambda: 1e9 + admission.WITHIN + 1)
    assert ann.left() == 1
    assert ann.attempt(True, "in") == 1
    assert ann.has("in")


def test_new_names_do_not_buy_more_tries_than_all_have(store: Store) -> None:
    for number in range(admission.ALL):
        store.of(f"v{number}").admission.attempt(False, "in")
    with pytest.raises(LimitError, match="on this server: try again in 15 min"):
        store.of("fresh").admission.attempt(True, "in")


def test_moments_to_come_do_not_lock(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a clock was set back."""
    with store._database.writing() as connection:
        row = {"viewer": "ann", "kind": "password", "at": 2e9}
        connection.execute(insert(uses), [row] * 2 * admission.ALL)
    monkeypatch.setattr(admission.time, "time", lambda: 1e9)
    assert store.of("ann").admission.left() == admission.EACH


def test_everything_of_a_browser_becomes_the_accounts(store: Store) -> None:
    old, new = store.of("browser"), store.of("account")
    data = old.uploads.add("sales.csv", CSV)
    waiting = old.queue.submit(CONFIG, data, "waits", group="g")
    working = old.queue.submit(CONFIG, data, "works", group="g")
    claimed = store.queue.claim("worker", working)
    link = old.shares.create("g", data=True)
    renamed = new.library.take_over("browser")
    assert set(renamed) == {data}
    assert {run.id: run.dataset_id for run in new.runs.find()} == dict.fromkeys(
        (waiting, working), renamed[data]
    )
    assert new.datasets.get(renamed[data]).content == CSV
    usage = old.library.usage()
    assert (usage.runs, usage.datasets, usage.links, usage.megabytes) == (0, 0, 0, 0)
    assert [run.id for run in store.shared(link).runs.find()] == [waiting, working]
    assert claimed is not None
    assert store.queue.finish(working, claimed.attempt, "interrupted", "over")  # its worker goes on writing
    assert store.audit() == []


def test_a_file_that_both_have_is_kept_once_and_the_next_at_the_browser_has_their_own(store: Store) -> None:
    old, new = store.of("browser"), store.of("account")
    mine, theirs = old.uploads.add("sales.csv", CSV), new.uploads.add("sales.csv", CSV)
    old.queue.submit(CONFIG, mine, "a")
    assert new.library.take_over("browser") == {mine: theirs}
    assert new.library.usage().datasets == 1
    again = store.of("browser").uploads.add("sales.csv", CSV)
    assert again == mine
    assert store.of("browser").datasets.get(again).content == CSV
    assert new.library.take_over("nobody") == {}


def test_memberships_move_but_for_a_room_that_both_joined(store: Store) -> None:
    def room(code: str) -> str:
        row = {"id": code, "code": code, "opener": "browser", "title": "", "plan": "{}", "state": "open"}
        with store._database.writing() as connection:
            connection.execute(insert(rooms).values(row | {"shown": "", "created": 0.0, "ends": 1e12}))
        return code

    def join(code: str, viewer: str) -> None:
        row = {"id": f"{code}-{viewer}", "room": code, "viewer": viewer, "pseudonym": viewer, "name": ""}
        rest = {"joined": 0.0, "seen": 0.0, "page": "", "lesson": "", "runs": 0}
        with store._database.writing() as connection:
            connection.execute(insert(room_members).values(row | rest))

    for code, viewer in ((room("one"), "browser"), (room("both"), "browser"), ("both", "account")):
        join(code, viewer)
    store.of("account").library.take_over("browser")
    with store._database.reading() as connection:
        found = connection.execute(select(room_members.c.id, room_members.c.viewer)).all()
        openers = connection.execute(select(rooms.c.opener)).scalars().all()
    assert dict(map(tuple, found)) == {
        "one-browser": "account",
        "both-browser": "browser",
        "both-account": "account",
    }
    assert set(openers) == {"account"}
