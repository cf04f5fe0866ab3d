"""Form fields made from the settings: title, tooltip, bounds and default stand in `rnnkit.config` alone.

Every field keeps its value in the address bar under its own name. The browser's bounds are a help only;
`rnnkit.config.parse` decides.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args, get_origin

import streamlit as st

from pages.ui import state
from pages.ui.words import three
from rnnkit.config import ForecastConfig, Settings, bounds, choices
from rnnkit.text import t

BIND: Final = "query-params"
_WAITING = "_waiting_fields"
NAMES = tuple(name for name in ForecastConfig.model_fields if name not in ("task", "cell", "bidirectional"))
WORDS: Mapping[str, str] = {
    "rnn": "RNN",
    "gru": "GRU",
    "lstm": "LSTM",
    "direct": "Direct",
    "recursive": "Recursive",
    "encoder_decoder": "Encoder-decoder",
    "last": "Last value",
    "mean": "Mean",
    "none": "None",
    "torch": "Default",
    "xavier": "Xavier",
    "he": "He",
    "orthogonal": "Orthogonal",
    "cosine": "Cosine",
    "constant": "Constant",
    "auto": "Automatic",
    "cpu": "Processor",
    "cuda": "CUDA",
    "mps": "MPS",
}


def field(
    name: str,
    *,
    kind: type[Settings] = ForecastConfig,
    options: Sequence[str] = (),
    auto: object = None,
) -> Any:
    """Draw the field called `name` and return its value.

    `options` are the columns a field of names can choose from; `auto` is what an empty field means.
    """
    draw = _widget(kind, name)
    return draw(kind, name, options, auto)


def default(name: str, kind: type[Settings] = ForecastConfig) -> Any:
    """The value a field has before anybody touched it."""
    return kind.model_fields[name].default


def changed(names: Sequence[str], kind: type[Settings] = ForecastConfig) -> int:
    """How many of these fields hold something else than their default."""
    return sum(
        _normal(state.get(name, default(name, kind))) != _normal(default(name, kind)) for name in names
    )


def reset(names: Sequence[str]) -> None:
    """Back to the defaults; for the `on_click` of a button."""
    state.put({name: _blank(name) for name in names})


def fill(values: Mapping[str, object]) -> None:
    """Put settings into the fields before they are drawn."""
    state.put({name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})


def fill_later(values: Mapping[str, object]) -> None:
    """Settings for the next time the fields are drawn, when this time they are on screen already."""
    state.put({_WAITING: dict(values)})


def fill_waiting() -> None:
    """Put the settings that wait into the fields; before the first field is drawn."""
    if waiting := state.take(_WAITING):
        fill(waiting)


def _blank(name: str) -> object:
    value = default(name)
    return list(value) if isinstance(value, tuple) else value


def _normal(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _widget(kind: type[Settings], name: str) -> Callable[..., Any]:
    """Which widget a type of setting gets."""
    annotation = kind.model_fields[name].annotation
    if annotation is bool:
        return _toggle
    if choices(kind, name):
        return _choice
    if get_origin(annotation) is tuple:
        return _columns
    return _whole if annotation is int or int in get_args(annotation) or "int" in str(annotation) else _real


def _words(kind: type[Settings], name: str) -> dict[str, Any]:
    """Label, tooltip, key and address of a field."""
    info = kind.model_fields[name]
    return {"label": t(info.title or name), "help": t(info.description or ""), "key": name, "bind": BIND}


def _toggle(kind: type[Settings], name: str, *_: object) -> bool:
    return bool(st.toggle(value=default(name, kind), **_words(kind, name)))


def _choice(kind: type[Settings], name: str, *_: object) -> str:
    return str(
        st.selectbox(
            options=choices(kind, name),
            index=choices(kind, name).index(default(name, kind)),
            format_func=spelled,
            **_words(kind, name),
        )
    )


def spelled(word: str) -> str:
    """A word of the settings as the form writes it."""
    return t(WORDS.get(word, word))


def _columns(kind: type[Settings], name: str, options: Sequence[str], auto: object) -> tuple[str, ...]:
    known = [value for value in state.get(name, []) if value in options]
    if name in _remembered(name) and known != state.get(name):
        state.put({name: known})
    return tuple(
        st.multiselect(
            options=list(options), placeholder=_automatic(auto) if auto else t("none"), **_words(kind, name)
        )
    )


def _remembered(name: str) -> tuple[str, ...]:
    return (name,) if state.get(name) is not None else ()


def _whole(kind: type[Settings], name: str, _: object, auto: object) -> int | None:
    low, high = bounds(kind, name)
    value = st.number_input(
        min_value=None if low is None else int(low),
        max_value=None if high is None else int(high),
        value=default(name, kind),
        step=STEPS.get(name, 1),
        placeholder=_automatic(auto),
        **_words(kind, name),
    )
    return None if value is None else int(value)


def _real(kind: type[Settings], name: str, _: object, auto: object) -> float | None:
    low, high = bounds(kind, name)
    value = st.number_input(
        min_value=None if low is None else float(low),
        max_value=None if high is None else float(high),
        value=default(name, kind),
        step=float(STEPS.get(name, 0.05)),
        format="%g",
        placeholder=_automatic(auto),
        **_words(kind, name),
    )
    return None if value is None else float(value)


STEPS: Mapping[str, Any] = {
    "hidden_size": 16,
    "learning_rate": 0.001,
    "weight_decay": 0.001,
    "grad_clip": 0.5,
    "forget_bias": 0.5,
    "dropout": 0.1,
}


def _automatic(auto: object) -> str:
    """What an empty field says: that it is decided from the data, and how."""
    if auto is None or auto == ():
        return t("automatic")
    if isinstance(auto, tuple):
        return t("automatic: {value}", value=", ".join(str(part) for part in auto[:3]))
    return t("automatic: {value}", value=three(float(str(auto))) if isinstance(auto, float) else auto)
