"""Learning by one step of gradient descent at a time, computed where it is shown."""

import pandas as pd
import streamlit as st

from pages.ui.form.forms import key_of
from pages.ui.frame import charts, state
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import three
from rnnkit.config import bounds, parse
from rnnkit.inspect.toy import Toy, toy
from rnnkit.inspect.toy_settings import ToyConfig
from rnnkit.pictures import toy_network as drawings
from rnnkit.words import plural, t

KEY = key_of(ToyConfig, "updates")


@st.cache_resource(show_spinner=False, max_entries=64)
def toy_of(config: str) -> Toy:
    """The network of these settings (as JSON); the same settings give the same one."""
    return toy(parse(ToyConfig, config))


def training(config: ToyConfig) -> Toy:
    """The buttons that train, the loss so far, and the network as it stands."""
    with st.container(horizontal=True):
        st.button(
            t("One SGD step"),
            type="primary",
            key="sgd_1",
            icon=":material/south_east:",
            on_click=_more,
            args=(1,),
        )
        st.button(t("Ten steps"), key="sgd_10", on_click=_more, args=(10,))
        st.button(
            t("Start over"), key="sgd_0", icon=":material/replay:", on_click=_more, args=(-config.updates,)
        )
    found = toy_of(config.model_dump_json())
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.metric(
        plural("Loss after {number} step", "Loss after {number} steps", config.updates),
        three(found.losses[-1]),
        three(found.losses[-1] - found.losses[-2]) if config.updates else None,
        delta_color="inverse",
        help=t("The mean over all time steps. Below it, the change by the last step downhill."),
    )
    if config.updates:
        with right:
            figure = drawings.downhill(found.losses, config.cell, is_dark())
            frame = pd.DataFrame({"step": range(len(found.losses)), "loss": found.losses})
            charts.show(figure, "losses", t("Loss by SGD step"), frame)
    else:
        right.caption(t("Nothing has been learned yet: take a step downhill and watch the loss."))
    return found


def _more(steps: int) -> None:
    """Take more steps, as far as the form allows; runs before the field is drawn."""
    _, most = bounds(ToyConfig, "updates")
    state.put({KEY: min((state.get(KEY) or 0) + steps, int(most or 0))})
