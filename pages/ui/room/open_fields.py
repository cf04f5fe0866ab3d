"""What members may change, what they do not even see, and how the time of a class is spent."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.form.preset import held
from pages.ui.form.preset.in_room import NETWORK
from pages.ui.form.setting_words import field_title
from pages.ui.frame.folds import folded
from pages.ui.lessons.experiment import spelled
from pages.ui.room.open_data import Material
from pages.ui.task_page import TaskPage
from rnnkit.lessons import LESSONS
from rnnkit.runs.rooms.plan import NEVER, LessonStep, RoomPlan
from rnnkit.words import t

USUAL = (held.CELLS, "hidden_size", "num_layers", "dropout", "learning_rate", "seed")
USUAL_SHARE = 30  # percent: with fewer rows a board can seldom tell anybody apart
OPEN, HIDDEN = "room_open", "room_hidden"


def plan_fields(material: Material) -> dict[str, Any]:
    """Draw all choices; what a `RoomPlan` takes, settings and task aside."""
    page = material.page
    hiding = page.task.hiding
    values: dict[str, Any] = {}
    columns = st.columns(4, vertical_alignment="bottom")
    with columns[0]:
        values["budget"] = _number(t("Seconds per run"), "budget", 15.0, 1.0, 600.0, step=5.0, format="%g")
    with columns[1]:
        values["runs"] = int(_number(t("Runs per member"), "runs", 20, 1, 200))
    with columns[2]:
        values["places"] = int(_number(t("Members, at most"), "places", 40, 1, 200))
    with columns[3]:
        percent = _number(
            t("Hidden for the board, %"),
            "share",
            USUAL_SHARE if hiding else 0,
            0,
            50,
            disabled=hiding is None,
            help=t(
                "The latest part of a series, elsewhere rows of every class. It is cut off before anybody "
                "gets the data, and runs are scored on it. 0: no board."
            ),
        )
    values["share"] = percent / 100 if hiding else 0.0
    values["entries"] = min(100, values["runs"])
    if values["share"]:
        st.caption(
            t(
                "With fewer than eight independent stretches of hidden rows the board ranks nobody: many "
                "rows, many texts and short horizons help it to tell members apart."
            )
        )
    if hiding is None:
        st.caption(t("{task} has no hidden part, so such a room has no board.", task=page.word))
    open_, hidden = _open_and_hidden(page, with_board=values["share"] > 0)
    return values | {"open": _as_settings(open_), "hidden": _as_settings(hidden), "lessons": _lessons()}


def _number(label: str, name: str, value: float, low: float, high: float, **more: Any) -> float:
    found = st.number_input(label, low, high, value, key=f"room_{name}", **more)
    return float(found)


def _open_and_hidden(page: TaskPage, *, with_board: bool) -> tuple[list[str], list[str]]:
    """Fields that members may change, and fields they do not see; all others are shown and locked."""
    fields = [
        held.CELLS,
        held.BUDGET,
        *(name for name in page.fields if name not in held.LENGTHS and name not in NEVER),
    ]
    hiding = page.task.hiding
    fixed = page.task.fixed | (hiding.fixed if hiding is not None else frozenset())
    free = [name for name in fields if not (with_board and name in fixed)]

    def title(name: str) -> str:
        return field_title(page.settings, name)

    open_ = st.multiselect(
        t("Members may change"),
        free,
        default=[name for name in USUAL if name in free],
        format_func=title,
        key=f"{OPEN}_{page.name}_{with_board}",
        help=t("All other settings are locked. What decides what the board scores is always locked."),
    )
    hidden = st.multiselect(
        t("Members do not even see"),
        [name for name in fields if name not in open_],
        format_func=title,
        key=f"{HIDDEN}_{page.name}",
        placeholder=t("nothing is hidden"),
    )
    return open_, hidden


def _as_settings(fields: Sequence[str]) -> tuple[str, ...]:
    """The settings that fields stand for: the networks are two."""
    return tuple(name for one in fields for name in (NETWORK if one == held.CELLS else (one,)))


def _lessons() -> list[LessonStep]:
    """Lessons in an order, what their control shows at first, and where to stop."""
    by_name: Mapping[str, Any] = {lesson.name: lesson for lesson in LESSONS}
    with folded("room_lessons", t("Lessons, in an order of your own"), ":material/school:"):
        chosen = st.multiselect(
            t("Lessons in this order"),
            list(by_name),
            format_func=lambda name: t(by_name[name].title),
            key="room_lesson_order",
            placeholder=t("none"),
        )
        stops = st.multiselect(
            t("Stop after"),
            chosen,
            format_func=lambda name: t(by_name[name].short),
            key="room_lesson_stops",
            placeholder=t("nowhere: all lessons are open"),
            help=t("Members go on when you open the next lesson."),
        )
        return [
            LessonStep(lesson=name, control=_control(by_name[name]), stop=name in stops) for name in chosen
        ]


def _control(lesson: Any) -> float | str:
    """What the control of a lesson shows when a member comes to it."""
    what = lesson.control
    found: float | str = st.select_slider(
        t("{lesson}: {control}", lesson=t(lesson.short), control=t(what.label)),
        options=what.options,
        value=what.default,
        format_func=spelled,
        key=f"room_control_{lesson.name}",
    )
    return found


def plan_of(material: Material, fields: Mapping[str, Any]) -> RoomPlan:
    """The plan of what was chosen."""
    return RoomPlan(task=material.page.name, settings=dict(material.settings), **fields)
