"""The rooms of the playground, in the order of the menu. A page's address is its file name."""

from pathlib import Path

import streamlit as st

from rnnkit.text import t

FOLDER = Path(__file__).parents[1]
HOME = FOLDER / "home.py"
FORECAST = FOLDER / "forecast.py"


def menu() -> list[st.Page]:
    """Every page with its title; `url_path` equals the file name, so that deep links always work.

    The icon stands in the title: as `icon` the browser would fetch it for its tab from a font server.
    """
    return [
        st.Page(
            HOME,
            title=f":material/home: {t('Home')}",
            icon="",
            default=True,
            help=t("What this is, and examples that start with one click."),
        ),
        st.Page(
            FORECAST,
            title=f":material/trending_up: {t('Forecast')}",
            icon="",
            url_path="forecast",
            help=t("Train recurrent networks on a time series and see what comes next."),
        ),
    ]
