"""Links: what they show, what they do not, and how they end."""

import time
from pathlib import Path

import pytest
from sqlalchemy import select

from rnnkit.errors import LimitError, NotFoundError
from rnnkit.runs import sharing
from rnnkit.runs.sharing import VALID_SECONDS
from rnnkit.runs.sql.schema import shares
from rnnkit.runs.store import Store
from rnnkit.runs.visitor.shares import MOST_EACH
from tests.runs.conftest import queue
from tests.runs.test_ownership import LOOKS, MALFORMED, SECRET, answer, possessions

NOT_VALID = r"^Link not valid \(any more\)\.$"


def test_a_link_shows_its_group_and_neither_weights_nor_data(store: Store) -> None:
    mine = possessions(store, "ann")
    (other,) = queue(store, "ann")
    guest = store.shared(mine["token"])
    assert [run.id for run in guest.runs.find()] == [mine["run"], mine["waiting"]]
    assert guest.results.summary(mine["run"]) == {"said": SECRET}
    assert len(guest.progress.curve(mine["run"])) == len(guest.progress.samples(mine["run"])) == 1
    assert guest.results.frame(mine["run"], "test")["y"].tolist() == [SECRET]
    assert "no such result" in answer(LOOKS["results.weights"], guest, mine["run"])
    assert "Data not found" in answer(LOOKS["datasets.get"], guest, mine["data"])
    assert "not shared with you" in answer(LOOKS["runs.get"], guest, other)


def test_weights_and_data_are_two_decisions_of_the_owner(store: Store) -> None:
    mine = possessions(store, "ann")
    ann = store.of("ann")
    weights = store.shared(ann.shares.create(mine["group"], weights=True))
    data = store.shared(ann.shares.create(mine["group"], data=True))
    assert weights.results.weights(mine["run"]) == SECRET.encode()
    assert "Data not found" in answer(LOOKS["datasets.get"], weights, mine["data"])
    assert data.datasets.get(mine["data"]).content == SECRET.encode()
    assert "no such result" in answer(LOOKS["results.weights"], data, mine["run"])


def test_revoked_and_expired_links_end_at_the_next_look(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = possessions(store, "ann")
    ann = store.of("ann")
    guest = store.shared(mine["token"])
    ann.shares.revoke(mine["link"])
    assert answer(LOOKS["runs.get"], guest, mine["run"]) == answer(LOOKS["runs.get"], guest, "nothing")
    assert guest.runs.find() == ann.shares.find(mine["group"]) == []
    token = ann.shares.create(mine["group"])
    later = time.time() + VALID_SECONDS + 1
    monkeypatch.setattr(sharing.NOW, "callable", lambda: later)
    for gone in (token, mine["token"], "unknown", *MALFORMED):
        with pytest.raises(NotFoundError, match=NOT_VALID):
            store.shared(gone)
    store.retention.prune(later)
    assert ann.library.usage().links == 0


def test_a_link_to_runs_that_were_deleted_is_not_valid(store: Store) -> None:
    (run_id,) = queue(store, "ann")
    ann = store.of("ann")
    token = ann.shares.create(run_id)
    ann.library.delete(run_id)
    with pytest.raises(NotFoundError, match=NOT_VALID):
        store.shared(token)


def test_the_store_does_not_know_how_a_link_is_spelled(store: Store) -> None:
    (run_id,) = queue(store, "ann")
    token = store.of("ann").shares.create(run_id)
    assert len(token) >= 22  # 128 bits
    with store._database.reading() as connection:
        assert token not in repr(connection.execute(select(shares)).all())
    if file := store._database.file:
        assert token.encode() not in Path(file).read_bytes()


def test_a_thousand_guesses_open_nothing(store: Store) -> None:
    (run_id,) = queue(store, "ann")
    store.of("ann").shares.create(run_id)
    for _ in range(1000 if store._database.file else 100):
        with pytest.raises(NotFoundError, match=NOT_VALID):
            store.shared(sharing.new_token())


def test_nobody_gives_away_more_links_than_there_is_room_for(store: Store) -> None:
    ann, group = store.of("ann"), possessions(store, "ann")["group"]
    while len(ann.shares.find(group)) < MOST_EACH:
        ann.shares.create(group)
    with pytest.raises(LimitError, match="At most 100 links are valid at once; revoke some first"):
        ann.shares.create(group)
    ann.shares.revoke(ann.shares.find(group)[0].id)
    assert ann.shares.create(group)
