"""Search: several settings on the same data, ranked on the validation part, and the best of them scored."""

import streamlit as st

from pages.ui.page.start import start_page
from pages.ui.search.search_part import search_part
from rnnkit.words import t

with start_page(t("Search")):
    st.title(t("Search for settings"))
    search_part()
