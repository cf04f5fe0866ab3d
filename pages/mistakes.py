"""Mistakes: the classic ones of tutorials, made and left out on the same seeds, with their damage."""

import streamlit as st

from pages.ui.form.ignored_settings import say_ignored
from pages.ui.mistakes.code import code
from pages.ui.mistakes.overview import overview
from pages.ui.mistakes.result_part import result_part
from pages.ui.mistakes.wish import choose, repeats, run_button
from pages.ui.mistakes.work import newest
from pages.ui.page.start import start_page
from rnnkit.mistakes.settings import MistakeConfig
from rnnkit.words import t

with start_page(t("Mistakes")):
    st.title(t("Classic mistakes, measured"))
    st.markdown(
        t(
            "Mistakes that everybody makes once: no error appears, you get a number, and the number is "
            "wrong. Choose one, compare the lines, and run both versions on the same data and the same seeds."
        )
    )
    say_ignored(MistakeConfig)
    name = choose()
    code(name)
    run = newest(name)
    run_button(repeats(name), busy=run is not None and run.active)
    result_part(name, run)
    overview()
