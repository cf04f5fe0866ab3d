"""Which mistake is wished for, how often it is repeated, and the button that has it measured."""

import streamlit as st

from pages.ui.form.forms import BIND, field, key_of, spelled
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import literal
from pages.ui.mistakes.work import start
from rnnkit.config import parse
from rnnkit.errors import RnnkitError
from rnnkit.mistakes.mistake_table import MISTAKES
from rnnkit.mistakes.settings import MistakeConfig, MistakeName
from rnnkit.words import t


def choose() -> MistakeName:
    """One of all mistakes; the address keeps it."""
    info = MistakeConfig.model_fields["mistake"]
    return st.pills(
        t(info.title or ""),
        list(MISTAKES),
        default=next(iter(MISTAKES)),
        required=True,
        format_func=spelled,
        key=key_of(MistakeConfig, "mistake"),
        bind=BIND,
        help=t(info.description or ""),
    )


def repeats(name: MistakeName) -> MistakeConfig:
    """What is tried, what has to be seen, and how many seeds it is tried with."""
    mistake = MISTAKES[name]
    st.markdown(f"**{t('What is tried')}**")
    st.markdown(
        t(
            "{tried} The trivial method: {trivial}. Stated beforehand: with the mistake, *{index}* is larger "
            "by at least {margin}.",
            tried=t(mistake.tried),
            trivial=t(mistake.trivial),
            index=t(mistake.kind.called),
            margin=f"{mistake.margin:g}",
        )
    )
    seeds, first, _ = st.columns([1, 1, 2], vertical_alignment="bottom")
    with seeds:
        number = field(MistakeConfig, "seeds")
    with first:
        seed = field(MistakeConfig, "seed")
    return parse(MistakeConfig, {"mistake": name, "seeds": number, "seed": seed})


def run_button(config: MistakeConfig, busy: bool) -> None:
    """Start both versions, unless they run already."""
    label, icon = t("Run both versions"), ":material/play_arrow:"
    if pressed(label, key="run_mistake", icon=icon, type="primary", disabled=busy):
        try:
            start(config)
        except RnnkitError as error:
            st.error(literal(error), icon=":material/block:")
            return
        st.rerun()
