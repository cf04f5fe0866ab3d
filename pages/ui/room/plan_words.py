"""What a teacher fixed for a room, in words."""

import pandas as pd
import streamlit as st

from pages.ui.form.budget import budget_words
from pages.ui.form.field_settings import as_fields
from pages.ui.form.preset import held
from pages.ui.form.preset.in_room import held_by
from pages.ui.form.setting_words import field_title, value_words
from pages.ui.frame.words import literal
from pages.ui.tasks import TASKS
from rnnkit.runs.rooms.records import Room
from rnnkit.words import plural, t


def plan_table(room: Room) -> None:
    """Numbers of the room, how its data was cut, and each field with its value and who may change it."""
    plan = room.plan
    st.markdown(
        t(
            "{task}: at most {seconds:g} s per run, {runs} per member, of which {entries} count; "
            "at most {places} members.",
            task=TASKS[plan.task].word,
            seconds=plan.budget,
            runs=plural("{number} run", "{number} runs", plan.runs),
            entries=plan.entries,
            places=plan.places,
        )
    )
    for data in room.data:
        sentences = " ".join(data.said) or t("Nothing is hidden from the members.")
        st.markdown(f"**{literal(data.name)}** {literal(sentences)}")
        _fields(room, data.number)


def _fields(room: Room, number: int) -> None:
    page = TASKS[room.plan.task]
    preset = room.preset(number)
    fields = as_fields(preset)
    found = held_by(page, room, fields)
    names = [held.CELLS, held.BUDGET, *(name for name in page.fields if name not in held.LENGTHS)]
    rows = [
        (
            field_title(page.settings, name),
            budget_words(preset.model_dump()) if name == held.BUDGET else value_words(name, fields[name]),
            t("hidden") if name in found.hidden else t("locked") if name in found.locked else t("open"),
        )
        for name in names
        if name in fields
    ]
    table = pd.DataFrame(rows, columns=[t("Setting"), t("Value"), t("For members")]).astype(str)
    st.dataframe(
        table,
        hide_index=True,
        key=f"plan_{number}",
        height=260,
        alt=t("Every setting, its value, and whether members may change it"),
    )
