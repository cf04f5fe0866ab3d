"""The latest rows of a series are cut off before anybody joins, and runs are scored on them in a worker."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from rnnkit.config import parse
from rnnkit.data import Overrides, read_table
from rnnkit.errors import ConfigError, DataError
from rnnkit.runs.execute import execute
from rnnkit.runs.rooms.entries import public_half
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Visitor
from rnnkit.tasks import TASKS
from tests.rooms.conftest import ROWS, SMALL, day_of, opened, series

HIDING = TASKS["forecast"].hiding
assert HIDING is not None


def cut(content: bytes, share: float = 0.15, **settings: object):
    preset = parse(TASKS["forecast"].asked, {**SMALL, "budget": 5.0, **settings})
    return HIDING.cut(SimpleNamespace(content=content, overrides="{}"), preset, share)


def train(store: Store, who: Visitor, dataset_id: str, **changed: object) -> str:
    """A run of a member, trained here and now."""
    room = who.rooms.mine()[0]
    asked = room.plan.asked(room.data[0].own, changed)
    run_id = who.queue.submit(asked.model_dump_json(), dataset_id)
    run = store.queue.claim("me", run_id)
    assert run is not None
    execute(store, run.id, run.attempt)
    assert store.runs.get(run.id).state == "finished", store.runs.get(run.id).reason
    return run_id


def test_members_get_all_rows_but_the_latest(store: Store) -> None:
    room = opened(store, share=0.25).room
    (data,) = room.data
    held = store.datasets.get(data.dataset_id)
    table = read_table(held.content, Overrides.from_json(held.overrides))
    assert data.rows == 30
    assert len(table.frame) == ROWS - 30
    assert table.frame["sold"].tolist() == [7000 + day + day / 1000 for day in range(ROWS - 30)]
    assert table.freq == "D"
    assert data.said == ("The latest 30 rows are hidden.",)


def test_every_series_loses_its_own_latest_rows_and_a_short_one_none() -> None:
    rows = [
        f"{name},{day_of(day)},{day + 100 * place}"
        for place, (name, length) in enumerate([("a", 100), ("b", 80), ("c", 10)])
        for day in range(length)
    ]
    found = cut(("shop,day,sold\n" + "\n".join(rows) + "\n").encode(), 0.2)
    table = read_table(found.content, Overrides.from_json(found.overrides))
    assert table.frame.groupby("unique_id").size().to_dict() == {"a": 80, "b": 64, "c": 10}
    assert found.rows == 36
    assert sorted(found.reading["since"]) == ["a", "b"]
    assert found.said == (
        "The latest rows of 2 series are hidden, 36 in all.",
        "1 series is too short to hide rows of.",
    )


def test_holes_stay_holes() -> None:
    rows = "".join(f"{day_of(day)},{day % 7 + day / 100 if day % 10 else ''}\n" for day in range(120))
    found = cut(("day,value\n" + rows).encode())
    table = read_table(found.content, Overrides.from_json(found.overrides))
    assert (len(table.frame), found.rows) == (102, 18)
    assert table.imputed["value"].to_numpy().nonzero()[0].tolist() == list(range(10, 102, 10))


def test_rows_without_dates_are_cut_by_their_number() -> None:
    found = cut(("value\n" + "".join(f"{day % 7 + day / 100}\n" for day in range(120))).encode())
    assert found.reading["since"] == {"series": 102}
    assert read_table(found.content, Overrides.from_json(found.overrides)).frame["ds"].tolist() == [
        *range(102)
    ]


def test_too_few_rows_to_hide_any_are_refused() -> None:
    with pytest.raises(
        DataError, match="Too short to hide rows: a series needs 23 of them, the longest has 22"
    ):
        cut(series(22), test=4)


def test_what_decides_the_score_stays_locked(store: Store) -> None:
    with pytest.raises(ConfigError, match="Horizon decides what is scored, so it stays locked"):
        opened(store, open=("horizon",))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory):
    """A room in which ann trained twice and bob once."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('room') / 'runs.sqlite'}")
    made = opened(store)
    data = made.room.data[0].dataset_id
    for name in ("ann", "bob"):
        store.of(name).rooms.join(made.room.code)
    runs = [
        train(store, store.of(name), data, budget=1.0, seed=seed)
        for name, seed in (("ann", 0), ("ann", 1), ("bob", 2))
    ]
    yield SimpleNamespace(store=store, made=made, data=data, runs=runs)
    store.close()


def test_a_run_and_the_baselines_have_entries_on_the_same_rows(played: SimpleNamespace) -> None:
    store, room = played.store, played.made.room
    ann = store.of("ann").rooms
    entries = ann.entries(room.id)
    own = [entry for entry in entries if not entry.baseline]
    assert [entry.run_id for entry in own] == [*played.runs[:2], ""]  # whose run bob's is, ann is not told
    assert [entry.member for entry in own] == [ann.me(room.id).id] * 2 + [own[2].member]
    assert {"last value", "drift"} <= {entry.name for entry in entries if entry.baseline}
    assert len({entry.rows for entry in entries}) == 1
    assert all(entry.public and entry.private is None for entry in entries)
    assert {entry.metric for entry in entries} == {"mase"}
    assert [member.entries for member in ann.members(room.id)] == [2, 1]
    told = store.taught(played.made.secret).entries()
    assert [entry.run_id for entry in told if not entry.baseline] == played.runs


def test_the_score_of_a_baseline_is_that_of_hand(played: SimpleNamespace) -> None:
    """The series rises evenly: the last value misses by one day and by two, the value a week ago by seven."""
    (last,) = [e for e in played.store.of("ann").rooms.entries(played.made.room.id) if e.name == "last value"]
    losses = set(np.round(last.public.loss / last.public.mass, 4))
    assert round(1.5 / 7, 4) in losses
    assert losses <= {round(1.5 / 7, 4), round(1 / 7, 4)}  # from the last cutoff there is one day


def test_an_entry_over_the_cap_or_after_the_end_is_not_made(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'cap.sqlite'}")
    made = opened(store, entries=1)
    ann, data = store.of("ann"), made.room.data[0].dataset_id
    ann.rooms.join(made.room.code)
    train(store, ann, data, budget=1.0)
    train(store, ann, data, budget=1.0, seed=1)
    assert len([e for e in ann.rooms.entries(made.room.id) if not e.baseline]) == 1
    asked = made.room.plan.asked(made.room.data[0].own, {"budget": 1.0, "seed": 2})
    late = ann.queue.submit(asked.model_dump_json(), data)
    waiting = ann.queue.submit(asked.model_dump_json(), data)
    run = store.queue.claim("me", late)
    assert run is not None
    store.taught(made.secret).end()
    execute(store, run.id, run.attempt)
    assert store.runs.get(late).state == "finished"
    assert (store.runs.get(waiting).state, store.runs.get(waiting).reason) == (
        "cancelled",
        "The room has ended.",
    )
    entries = ann.rooms.entries(made.room.id)
    assert len([e for e in entries if not e.baseline]) == 1
    assert all(entry.private is not None for entry in entries)
    public, private = entries[0].public, entries[0].private
    assert public is not None
    assert private is not None
    assert public.mass.sum() == pytest.approx(1)
    assert private.mass.sum() == pytest.approx(1)
    store.close()


def test_deleting_a_run_takes_neither_its_entry_nor_its_place_back(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'deleted.sqlite'}")
    made = opened(store, runs=1)
    ann, data = store.of("ann"), made.room.data[0].dataset_id
    ann.rooms.join(made.room.code)
    ann.library.delete(train(store, ann, data, budget=1.0))
    assert [e.member for e in ann.rooms.entries(made.room.id) if not e.baseline] == [
        ann.rooms.me(made.room.id).id
    ]
    with pytest.raises(Exception, match="everybody has 1 runs, and you have used yours"):
        train(store, ann, data, budget=1.0)
    store.close()


def test_halves_are_drawn_in_blocks_by_the_seed_alone() -> None:
    half = public_half(40, 5, "ab" * 16)
    assert half.sum() == 20
    assert {len(set(part)) for part in half.reshape(8, 5)} == {1}
    assert (half == public_half(40, 5, "ab" * 16)).all()
    assert (half != public_half(40, 5, "cd" * 16)).any()
    assert public_half(2, 9, "ab" * 16).sum() == 1
    few = public_half(9, 12, "0" * 32)
    assert 0 < few.sum() < 9


def test_a_broken_slice_costs_no_run_and_says_nothing_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise DataError("value 7119.119 cannot be read")

    monkeypatch.setattr("rnnkit.tasks.forecast.kept.hidden.losses", broken)
    store = Store(f"sqlite:///{tmp_path / 'broken.sqlite'}")
    made = opened(store)
    ann = store.of("ann")
    ann.rooms.join(made.room.code)
    train(store, ann, made.room.data[0].dataset_id, budget=1.0)
    (entry,) = ann.rooms.entries(made.room.id)
    assert (entry.reason, entry.public) == ("It could not be scored on the hidden rows.", None)
    assert "7119" not in caplog.text
    assert re.search("not scored on the hidden slice of its room: DataError", caplog.text)
    assert json.dumps(entry.reason)
    store.close()
