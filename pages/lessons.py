"""Lessons: a first course in ten short steps, each with something to try and a question it answers."""

import streamlit as st

from pages.ui.lessons.experiment import lab
from pages.ui.lessons.in_room import order, say_room
from pages.ui.lessons.lesson_address import come_back, number, say_missing
from pages.ui.lessons.lesson_words import words
from pages.ui.lessons.path import neighbours, path
from pages.ui.page.start import start_page
from rnnkit.lessons import LESSONS
from rnnkit.words import t

with start_page(t("Lessons"), str(number())):
    come_back()
    in_order = order()
    here = number()
    lesson = LESSONS[here - 1]
    st.title(t("Lessons"))
    say_missing()
    say_room(in_order)
    path(in_order)
    st.header(f"{here}. {t(lesson.title)}")
    text, try_it = st.columns([5, 6], gap="large")
    with text:
        words(here, lesson)
    with try_it, st.container(border=True):
        lab(here)
    neighbours(in_order)
