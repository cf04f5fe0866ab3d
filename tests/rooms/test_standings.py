"""Entries of the store as the board takes them, and how far lessons are open."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from rnnkit.compare import Units
from rnnkit.runs.rooms.lesson_order import next_stop, open_number, open_steps
from rnnkit.runs.rooms.plan import LessonStep, RoomPlan
from rnnkit.runs.rooms.records import Member, Room, RoomEntry, Shown
from rnnkit.runs.rooms.standings import standings

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def entry(number, member, loss, *, data=0, name="", rows="same", reason=""):
    mass = np.full(4, 0.25)
    units = None if reason else Units("cutoffs", loss * mass, mass)
    return RoomEntry(number, data, member, name, "", NOW, rows, "mae", reason, units, None)


def member(key, name):
    return Member(key, name, name, NOW, NOW, "", "", 0)


ENTRIES = [
    entry(1, "", 2.0, name="last value"),
    entry(2, "b", 3.0),
    entry(3, "a", 1.0),
    entry(4, "b", 2.5),
    entry(5, "a", 9.0, data=1),
    entry(6, "a", 0.1, rows="others"),
    entry(7, "b", 0.0, reason="It diverged."),
]


def test_entries_become_competitors_and_what_cannot_be_compared_is_counted():
    """Of seven, one is of other data, one on other rows, and one was not scored."""
    found = standings(ENTRIES, [member("a", "Ann"), member("b", "Bob")], 0)
    told = [(one.name, one.baseline, [units.score for units in one.entries]) for one in found.competitors]
    assert told == [("last value", True, [2.0]), ("Bob", False, [3.0, 2.5]), ("Ann", False, [1.0])]
    assert (found.metric, found.left_out) == ("mae", 1)
    assert standings(ENTRIES, [], 2).competitors == ()


STEPS = (
    LessonStep(lesson="idea"),
    LessonStep(lesson="shapes", stop=True),
    LessonStep(lesson="gates"),
)


def room(**changes):
    plan = RoomPlan(task="forecast", lessons=STEPS)
    return replace(Room("r", "BCDFGHJK", "9b", plan, "open", Shown(), NOW, NOW, None, ()), **changes)


def test_lessons_are_open_up_to_the_first_stop_then_as_the_teacher_says():
    assert [next_stop(STEPS, done) for done in range(4)] == [2, 2, 3, 3]
    assert open_number(room()) == 2
    assert [step.lesson for step in open_steps(room(shown=Shown(lessons=1)))] == ["idea"]
    assert open_number(room(shown=Shown(lessons=9))) == 3
    assert open_number(room(state="ended")) == 3


@pytest.mark.parametrize("stops", [(), (0,), (0, 1, 2)])
def test_pressing_next_often_enough_opens_all(stops):
    steps = [LessonStep(lesson=str(number), stop=number in stops) for number in range(3)]
    done = 0
    for _ in range(3):
        done = next_stop(steps, done)
    assert done == 3
