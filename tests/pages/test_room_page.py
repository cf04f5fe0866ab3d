"""The page Room, and what a room makes of other pages: said, refused, hidden, and no right of a teacher."""

from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from made_up import ME, STRANGER, TOKEN, Visit, monthly_csv
from sqlalchemy import insert, update
from streamlit.testing.v1 import AppTest

from pages.ui.access import rooms as read
from rnnkit.files.encoding import sha256
from rnnkit.lessons import LESSONS
from rnnkit.runs.rooms.opening import Brought, Opened
from rnnkit.runs.rooms.plan import LessonStep, RoomPlan
from rnnkit.runs.sql.room_tables import room_data, room_entries
from rnnkit.runs.store import Store

THIRD = "u" * 43
NOT_VALID = "Link not valid (any more)."
OTHER = sha256(STRANGER.encode())
SETTINGS = {"hidden_size": 7, "lookback": 12, "horizon": 3, "test": 12}
FIRST = LESSONS[7].control.options[0]
LEARNED = [LessonStep(lesson="bias", control=FIRST, stop=True)]
LEARNED += [LessonStep(lesson="loop")]


def opened(store: Store, **changes: Any) -> Opened:
    """A room whose teacher is a third visitor, where two settings are open and one is hidden."""
    plan = {
        "task": "forecast",
        "settings": SETTINGS,
        "open": ("hidden_size", "seed"),
        "hidden": ("learning_rate",),
        "budget": 3.0,
        "runs": 2,
        "share": 0.0,
    } | changes
    teacher = store.of("teacher")
    dataset_id = teacher.uploads.add("sales.csv", monthly_csv())
    return teacher.rooms.open("Class 9b", RoomPlan.model_validate(plan), [Brought(dataset_id)])


def entered(store: Store, room_id: str, member: str | None, losses: Any, name: str = "") -> None:
    """An entry as a worker writes it, on eight hidden rows that everybody has the same of."""
    loss = np.asarray(losses, dtype="<f8") / len(losses)
    row = {
        "room": room_id,
        "data": 0,
        "member": member,
        "name": name,
        "at": 0.0,
        "kind": "cutoffs",
        "block": 1,
        "rows": "same",
        "metric": "mae",
        "loss": loss.tobytes(),
        "mass": np.full(len(losses), 1 / len(losses), "<f8").tobytes(),
        "reason": "",
    }
    with store._database.writing() as connection:
        connection.execute(insert(room_entries).values(row))
        connection.execute(update(room_data).where(room_data.c.room == room_id).values(rows=40))
    read.forget_rooms()


def words(app: AppTest) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def table(app: AppTest, column: str) -> Any:
    """The table that has this column."""
    return next(element.value for element in app.dataframe if column in element.value)


def joined(store: Store, room: Opened, viewer: str = ME, name: str = "") -> str:
    found = store.of(viewer).rooms.join(room.room.code, name).id
    read.forget_rooms()
    return found


def test_a_wrong_code_is_answered_in_one_sentence_and_nothing_typed_is_lost(
    visit: Visit, store: Store
) -> None:
    app = visit("room")
    app.text_input(key="room_code").set_value("BCDFGHJK")
    app.text_input(key="room_name").set_value("Ada")
    app.button(key="join").click().run()
    assert [error.value for error in app.error] == ["No room has this code (any more); check its 8 letters."]
    assert app.text_input(key="room_name").value == "Ada"


def test_one_joins_by_the_code_as_it_is_read_out(visit: Visit, store: Store) -> None:
    room = opened(store).room
    app = visit("room")
    app.text_input(key="room_code").set_value(f" {room.code[:4].lower()} {room.code[4:]}")
    app.text_input(key="room_name").set_value("Ada")
    app.button(key="join").click().run()
    assert not app.exception
    assert app.query_params["room"] == room.code
    assert app.title[0].value == "Class 9b"
    assert "you have 2 runs left" in words(app)
    assert [member.name for member in store.of(ME).rooms.members(room.id)] == ["Ada"]


def test_a_member_has_no_right_of_a_teacher_by_any_address(visit: Visit, store: Store) -> None:
    """Neither by the code, nor by the key of the projector, nor by the hash of the secret."""
    room = opened(store)
    joined(store, room)
    key = store.taught(room.secret).key
    for name, value in (("teach", room.room.code), ("teach", key), ("teach", "1"), ("screen", room.secret)):
        app = visit("room", **{name: value})
        assert [error.value for error in app.error] == [NOT_VALID]
        assert [button.label for button in app.button if "room" in button.label.lower()] == []
    assert store.taught(room.secret).room().open


def test_rooms_of_one_title_are_both_found_again_by_their_teacher(visit: Visit, store: Store) -> None:
    secrets = [opened(store).secret for _ in range(2)]
    app = visit("room", teach=secrets[0])
    app.query_params["teach"] = secrets[1]
    app.run()
    del app.query_params["teach"]
    app.run()
    links = [link.proto for link in app.get("page_link") if "as its teacher" in link.proto.label]
    assert [link.query_string for link in links] == [f"teach={secret}" for secret in secrets]


def test_a_withdrawn_link_ends_for_its_teacher_and_its_projector(visit: Visit, store: Store) -> None:
    room = opened(store)
    first = store.taught(room.secret)
    second = first.hand_out("Substitute")
    key = store.taught(second).key
    assert visit("room", teach=second).title[0].value == "Class 9b"
    assert not visit("room", screen=key).error
    first.withdraw(next(link.id for link in first.links() if not link.own))
    for address in ({"teach": second}, {"screen": key}):
        app = visit("room", **address)
        assert app.error[0].value == NOT_VALID


def test_the_form_of_a_room_has_its_settings_and_says_what_is_locked(visit: Visit, store: Store) -> None:
    room = opened(store)
    joined(store, room)
    app = visit("forecast", room=room.room.code)
    app.session_state["fold_more_settings"] = True
    app.run()
    assert not app.exception
    assert "**Room Class 9b.** You can change: Hidden size, Seed. All else is locked." in words(app)
    assert "1 setting is fixed for this room and not shown." in words(app)
    held = {name: app.number_input(key=name) for name in ("hidden_size", "lookback", "horizon", "seed")}
    assert {name: (field.value, field.disabled) for name, field in held.items()} == {
        "hidden_size": (7, False),
        "lookback": (12, True),
        "horizon": (3, True),
        "seed": (0, False),
    }
    assert "learning_rate" not in {field.key for field in app.number_input}
    app.number_input(key="hidden_size").set_value(5).run()
    app.button(key="train").click().run()
    (run,) = store.of(ME).runs.find()
    assert '"hidden_size":5' in run.config
    assert (run.dataset_id, store.of(ME).rooms.me(room.room.id).runs) == (room.room.data[0].dataset_id, 1)


def test_who_is_not_in_the_room_is_led_to_it_and_sees_none_of_its_data(visit: Visit, store: Store) -> None:
    room = opened(store).room
    app = visit("forecast", room=room.code)
    assert "You are not in this room yet" in words(app)
    assert "sales.csv" not in words(app)
    other = visit("forecast", data=room.data[0].dataset_id)
    assert "This data is not in your browser" in words(other)


def test_a_teacher_reads_times_with_their_unit_and_states_in_words(visit: Visit, store: Store) -> None:
    room = opened(store)
    joined(store, room)
    mine = store.of(ME).rooms.get(room.room.id)
    store.of(ME).queue.submit(mine.preset().model_dump_json(), mine.data[0].dataset_id, "LSTM")
    app = visit("room", token=THIRD, teach=room.secret)
    app.session_state["fold_room_plan"] = True
    app.run()
    plan = table(app, "Setting").set_index("Setting")["Value"]
    assert plan["Time to train"] == "3 s"
    app.segmented_control(key="projector_view").set_value("run").run()
    assert not app.exception
    assert "LSTM · waiting · " in app.selectbox(key="projector_run").options[0]


@pytest.mark.parametrize("code", ["no code", "?"])
def test_what_can_be_no_code_is_not_written_into_the_field(visit: Visit, code: str) -> None:
    assert visit("room", room=code).text_input(key="room_code").value == ""


def test_after_the_end_nothing_starts_and_the_page_says_why(visit: Visit, store: Store) -> None:
    room = opened(store)
    joined(store, room)
    store.taught(room.secret).end()
    read.forget_rooms()
    app = visit("forecast", room=room.room.code)
    assert "It has ended: nothing can be started in it any more." in words(app)
    app.button(key="train").click().run()
    assert "This room has ended" in app.error[0].value
    assert store.of(ME).runs.find() == []


ROWS = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]


def test_the_board_ranks_baselines_and_members_and_the_end_shows_both_halves(
    visit: Visit, store: Store
) -> None:
    """I err 1 less than the baseline everywhere, and the other 1 more: told apart on any half of the rows."""
    room = opened(store)
    mine, theirs = joined(store, room, name="Ada"), joined(store, room, OTHER, "Bob")
    entered(store, room.room.id, None, ROWS, "last value")
    entered(store, room.room.id, mine, [loss - 1 for loss in ROWS])
    entered(store, room.room.id, theirs, [loss + 1 for loss in ROWS])
    app = visit("room", room=room.room.code)
    assert not app.exception
    found = table(app, "Rank")
    assert found["Rank"].tolist() == ["1", "2", "3"]
    assert found["Who"].tolist() == ["Ada (you)", "last value (baseline)", "Bob"]
    assert "one standard error" in words(app)
    assert "Shake-up" not in words(app)
    store.taught(room.secret).end()
    read.forget_rooms()
    ended = visit("room", room=room.room.code)
    final = table(ended, "Moved")
    assert final["Who"].tolist() == ["Ada (you)", "last value (baseline)", "Bob"]
    assert final["Moved"].tolist() == ["–", "–", "–"]
    private, public = final["MAE, private half"], final["MAE, public half"]
    assert float(private[0]) + float(public[0]) == pytest.approx(2 * (3.5 - 1), abs=0.011)
    assert "No rank moved." in words(ended)


def test_nobody_has_a_name_on_the_projector_before_the_end(visit: Visit, store: Store) -> None:
    room = opened(store)
    entered(store, room.room.id, joined(store, room, name="Ada"), ROWS)
    by = store.taught(room.secret)
    for view in ("join", "members", "board"):
        by.show(by.room().shown.__class__(view=view))
        read.forget_rooms()
        app = visit("room", screen=by.key)
        assert not app.exception
        assert not app.error
        shown = str(app.main)
        assert "Ada" not in shown
        assert room.secret not in shown
    assert app.sidebar.children == {}


def test_a_teacher_sees_who_is_where_and_what_was_answered_and_stops_the_lessons(
    visit: Visit, store: Store
) -> None:
    room = opened(store, lessons=LEARNED)
    joined(store, room, name="Ada")
    app = visit("lessons", room=room.room.code)
    assert not app.exception
    assert app.header[0].value.startswith("8. ")  # gates come first, and behind them is the stop
    assert "Stop after the last of these lessons" in words(app)
    assert app.get("select_slider" if app.select_slider else "pills")[0].value == FIRST
    app.radio[0].set_value(1).run()
    read.forget_rooms()
    taught = visit("room", token=THIRD, teach=room.secret)
    assert not taught.exception
    assert "**1** 8 " in words(taught)
    answers = table(taught, "Not yet right")
    assert answers["Lesson"].tolist() == [f"8 {LESSONS[7].short}", f"1 {LESSONS[0].short}"]
    assert (answers["Right"] + answers["Not yet right"]).tolist() == [1, 0]
    assert visit("lessons", room=room.room.code, lesson="1").header[0].value.startswith("8. ")
    taught.button(key="next_lesson").click().run()
    read.forget_rooms()
    assert visit("lessons", room=room.room.code, lesson="1").header[0].value.startswith("1. ")


def test_a_room_that_cannot_be_is_refused_and_the_form_keeps_what_was_typed(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        teacher = store.of(ME)
        dataset_id = teacher.uploads.add("sales.csv", monthly_csv())
        teacher.rooms.open(f"Room {number}", RoomPlan(task="forecast", share=0), [Brought(dataset_id)])
    app = visit("room", token=TOKEN)
    app.session_state["fold_open_room"] = True
    app.run()
    app.text_input(key="room_title").set_value("One more")
    app.button(key="open_the_room").click().run()
    assert not app.exception
    assert "At most 5 rooms are open for one person" in app.error[0].value
    assert app.text_input(key="room_title").value == "One more"


@pytest.mark.parametrize("query", [{"form": "dance"}, {"form": "forecast", "settings": '{"hidden_size": 0}'}])
def test_a_form_in_the_address_that_cannot_be_is_said(visit: Visit, query: dict[str, str]) -> None:
    app = visit("room", **query)
    assert not app.exception
    assert len(app.error) == 1
    assert app.title[0].value == "Room"


def test_a_form_becomes_a_room_with_its_data_and_settings(visit: Visit, store: Store) -> None:
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    form = visit("forecast", data=dataset_id, hidden_size="9")
    (link,) = [link.proto for link in form.get("page_link") if "with this form" in link.proto.label]
    app = visit(
        "room", **dict(parse_qsl(link.query_string))
    )  # in a tab that knows of nothing: after a reload
    assert not app.exception
    assert "With the form you brought: Forecast on sales.csv" in [toggle.label for toggle in app.toggle]
    app.button(key="open_the_room").click().run()
    assert not app.exception
    assert not app.error
    room = store.taught(app.query_params["teach"]).room()
    assert (room.plan.task, room.preset().hidden_size, room.data[0].name) == ("forecast", 9, "sales.csv")
