"""A tune on demand: meter, key and first bars in, a whole tune out, drawn, played and to take home."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.ui.access.results import Result
from pages.ui.compose import access
from pages.ui.compose.play_tune import play_tune
from pages.ui.form import forms
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import literal, share
from pages.ui.result.model_files import is_imported
from pages.ui.result.who_answers import who_answers
from rnnkit.config import parse
from rnnkit.data.tunes import Tune, bars_of, valid
from rnnkit.errors import RnnkitError
from rnnkit.tasks.compose.generation.beginning import LONGEST, start_of
from rnnkit.tasks.compose.generation.tune_writer import tune_of
from rnnkit.tasks.compose.generation.write_settings import WriteConfig
from rnnkit.tasks.compose.generation.writing import ComposedTune, TuneStart
from rnnkit.tasks.compose.symbols import Symbols
from rnnkit.words import plural, t

ROW = ("temperature", "top_k", "top_p", "seed")


def write_tune(results: Sequence[Result]) -> None:
    """Only this part is drawn again by its widgets."""
    st.fragment(_write)(list(results))


def _write(results: Sequence[Result]) -> None:
    with error_boundary():
        result = who_answers(results, "composer")
        try:
            start = _start(result, access.symbols(result.run))
            how = _how()
            with st.spinner(t("Writing a tune")):
                written = access.written(result.run, start, how)
        except RnnkitError as error:
            st.error(literal(error), icon=":material/block:")
            return
        tune = tune_of(written, t("New tune"))
        play_tune(tune, f"written_{result.run.id}", given=len(start.tokens))
        st.caption(literal(" ".join(_said(result, written, tune))))


def _start(result: Result, symbols: Symbols) -> TuneStart:
    """Meter and key of those that it knows, and first bars. Raises `DataError` where it cannot go on."""
    meters = list(dict.fromkeys(header.meter for header in symbols.headers))
    left, right, wide = st.columns([1, 1, 4], vertical_alignment="top")
    meter = left.selectbox(t("Meter"), meters, key=f"tune_meter_{result.run.id}")
    keys = [header.key for header in symbols.headers if header.meter == meter]
    keys += [header.key for header in symbols.headers if header.key not in keys]
    key = right.selectbox(
        t("Key"),
        list(dict.fromkeys(keys)),
        key=f"tune_key_{result.run.id}",
        help=t("First those that training tunes in this meter have, the most frequent ones at the top."),
    )
    body = wide.text_area(
        t("First bars"),
        key=f"tune_begin_{result.run.id}",
        placeholder="d2A A2F | GAB A3 |",
        max_chars=LONGEST,
        height=80,
        help=t("ABC notation with eighths as the unit (L:1/8). Empty: it begins on its own."),
    )
    return start_of(str(meter), str(key), body, symbols)


def _how() -> WriteConfig:
    """How boldly it draws. Raises `ConfigError` for values that cannot be."""
    values = {}
    for box, name in zip(st.columns(len(ROW)), ROW, strict=True):
        with box:
            values[name] = forms.field(WriteConfig, name, auto=t("all") if name.startswith("top") else None)
    with st.container(horizontal=True, vertical_alignment="center"):
        values["full_bars"] = forms.field(WriteConfig, "full_bars")
        pressed(
            t("Another one"),
            key="compose_again",
            icon=":material/casino:",
            help=t("The same settings with the next seed."),
            first=partial(forms.next_seed, WriteConfig),
        )
    return parse(WriteConfig, values)


def _said(result: Result, written: ComposedTune, tune: Tune) -> list[str]:
    """Whether it is valid, how many bars are full, and what stands in a training tune."""
    bars = bars_of(tune)
    wrong = valid(tune)
    told = [
        t("{full} of {bars} bars are full.", full=sum(bar.full for bar in bars), bars=len(bars)),
        t("Valid ABC notation.") if wrong is None else t("Not valid: {wrong}", wrong=wrong),
    ]
    if not written.ended:
        told.append(t("It was cut off: it had not ended after {tokens:,} tokens.", tokens=len(tune.tokens)))
    return [*told, _copied(result, tune)]


def _copied(result: Result, tune: Tune) -> str:
    if is_imported(result):
        return t("We cannot tell whether it is copied: the model came without its tunes.")
    found = access.known_bars(result.run).copied(tune)
    if not found.known:
        return t("None of its bars is in a training tune.")
    return t(
        "{share} of its bars are in training tunes; the longest run has {bars}{where}.",
        share=share(found.share),
        bars=plural("{number} bar", "{number} bars", found.longest),
        where=t(", in {title!r}", title=found.title[:60]) if found.title and found.longest > 1 else "",
    )
