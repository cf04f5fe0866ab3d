"""Links to forms: what they show, what they do not, how they end, and what they keep from being deleted."""

import json
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from rnnkit.errors import ConfigError, LimitError, NotFoundError
from rnnkit.runs import sharing
from rnnkit.runs.shared_forms import DAY, MOST_BYTES, MOST_EACH, FormDraft
from rnnkit.runs.sharing import new_token
from rnnkit.runs.sql.schema import forms
from rnnkit.runs.store import Store
from tests.runs.conftest import queue
from tests.runs.test_ownership import LOOKS, MALFORMED, SECRET, answer, possessions

NOT_VALID = r"^This link to a form is not valid \(any more\)\.$"
DRAFT = FormDraft("fake", "salaries.csv", '{"task": "fake"}', ("GRU",), ("budget",), ("cells",))


def test_a_link_brings_settings_and_data_and_shows_no_run(store: Store) -> None:
    mine = possessions(store, "ann")
    guest = store.started(mine["form_token"])
    assert guest.datasets.get(mine["data"]).content == SECRET.encode()
    assert [name for name in vars(guest) if not name.startswith("_")] == ["form", "datasets"]
    other = store.of("ann").uploads.add("other.csv", b"other")
    assert "Data not found" in answer(LOOKS["datasets.get"], guest, other)


def test_what_is_kept_comes_back(store: Store) -> None:
    ann = store.of("ann")
    form = store.started(ann.forms.create(DRAFT, 30)).form
    assert (form.task, json.loads(form.config)) == ("fake", {"task": "fake"})
    assert (form.cells, form.hidden, form.locked) == (("GRU",), ("budget",), ("cells",))
    assert round((form.expires - form.created).total_seconds() / DAY) == 30
    assert form.name == ""  # without its data nobody learns how that is called
    assert ann.forms.find()[0].name == "salaries.csv"
    assert ann.forms.find("another") == store.of("bob").forms.find() == []


def test_data_that_a_link_gives_stays_as_long_as_the_link(store: Store) -> None:
    ann = store.of("ann")
    data = ann.uploads.add("shared.csv", b"shared")
    ann.uploads.add("alone.csv", b"alone")
    token = ann.forms.create(FormDraft("fake", "", "{}", dataset_id=data), 90)
    later = time.time() + 60 * DAY
    assert store.retention.prune(later) == 1
    assert store.started(token).datasets.get(data).content == b"shared"
    assert store.retention.prune(later + 31 * DAY) == 1
    assert ann.library.usage().datasets == ann.library.usage().links == 0


def test_revoked_and_expired_links_end_at_the_next_look(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = possessions(store, "ann")
    guest = store.started(mine["form_token"])
    store.of("ann").forms.revoke(mine["form"])
    assert "Data not found" in answer(LOOKS["datasets.get"], guest, mine["data"])
    token = store.of("ann").forms.create(DRAFT)
    later = time.time() + 7 * DAY + 1
    monkeypatch.setattr(sharing.NOW, "callable", lambda: later)
    for gone in (token, mine["form_token"], "unknown", new_token(), mine["token"], *MALFORMED):
        with pytest.raises(NotFoundError, match=NOT_VALID):
            store.started(gone)
    assert store.of("ann").forms.find() == []


def test_deleting_everything_ends_the_links_and_takes_the_data(store: Store) -> None:
    mine = possessions(store, "ann")
    store.of("ann").library.delete_everything()
    with pytest.raises(NotFoundError, match=NOT_VALID):
        store.started(mine["form_token"])
    assert store.of("ann").library.usage().datasets == 0


def test_nobody_shares_data_of_somebody_else_or_more_than_there_is_room_for(store: Store) -> None:
    mine = possessions(store, "ann")
    with pytest.raises(NotFoundError, match="Data not found"):
        store.of("bob").forms.create(FormDraft("fake", "", "{}", dataset_id=mine["data"]))
    with pytest.raises(LimitError, match="too long for a link: at most 64000 characters"):
        FormDraft("fake", "", "x" * (MOST_BYTES + 1))
    with pytest.raises(LimitError, match="at most 200 fields"):
        FormDraft("fake", "", "{}", hidden=("x",) * 201)
    with pytest.raises(ConfigError, match="valid for 7, 30, 90 days, not 3000"):
        store.of("bob").forms.create(DRAFT, 3000)
    for _ in range(MOST_EACH):
        store.of("bob").forms.create(DRAFT)
    with pytest.raises(LimitError, match="At most 100 links to forms are kept for one visitor"):
        store.of("bob").forms.create(DRAFT)
    store.of("ann").forms.create(DRAFT)


def test_the_store_does_not_know_how_a_link_is_spelled(store: Store) -> None:
    queue(store, "ann")
    token = store.of("ann").forms.create(DRAFT)
    assert len(token) >= 22  # 128 bits
    with store._database.reading() as connection:
        assert token not in repr(connection.execute(select(forms)).all())
    if file := store._database.file:
        assert token.encode() not in Path(file).read_bytes()
