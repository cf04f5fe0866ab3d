"""Which of the two looks this visitor sees."""

import streamlit as st


def is_dark() -> bool:
    """Whether the page is drawn light on dark."""
    return st.context.theme.type == "dark"
