"""Compare: runs beside each other, ranked only where that is fair, and told apart only where it is real."""

import streamlit as st

from pages.ui.compare.actions import actions
from pages.ui.compare.compared_runs import all_records, pick_all_shared
from pages.ui.compare.comparison import comparison
from pages.ui.compare.empty import nothing_yet
from pages.ui.compare.run_table import pick
from pages.ui.page.start import start_page
from rnnkit.words import t

with start_page(t("Compare")):
    st.title(t("Compare runs"))
    records = all_records()
    if not records:
        nothing_yet()
    else:
        pick_all_shared(records)
        picked = pick(records)
        actions(picked)
        comparison(picked, records)
