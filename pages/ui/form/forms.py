"""Form fields made from the settings: title, tooltip, bounds and default stand in `rnnkit.config` alone.

Every field keeps its value in the address bar under its own name. The browser's bounds are a help only;
`rnnkit.config.parse` decides.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Annotated, Any, Final, get_args

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from pages.ui.form.preset import held
from pages.ui.frame import state
from pages.ui.frame.words import three
from pages.ui.tasks import TASKS
from rnnkit.config import Settings, bounds, choices
from rnnkit.mistakes.mistake_table import MISTAKES
from rnnkit.words import t

BIND: Final = "query-params"
LONGEST = 1000  # characters of a text that is typed into a field
_WAITING = "_waiting_fields"
WORDS: Mapping[str, str] = {
    "rnn": "RNN",
    "gru": "GRU",
    "lstm": "LSTM",
    "cnn": "CNN",
    "transformer": "Transformer",
    "none": "None",
    "torch": "Default",
    "xavier": "Xavier",
    "he": "He",
    "orthogonal": "Orthogonal",
    "cosine": "Cosine",
    "constant": "Constant",
    "auto": "Automatic",
    "sgd": "SGD",
    "momentum": "SGD with momentum",
    "adam": "Adam",
    "adamw": "AdamW",
    "muon": "Muon",
    "cpu": "Processor",
    "cuda": "CUDA",
    "mps": "MPS",
    "char": "Characters",
    "word": "Words",
    "bpe": "Pieces of words",
    "float32": "32 bits",
    "bfloat16": "16 bits",
    "tanh": "Tanh",
    "relu": "ReLU",
    "activation.relu": "ReLU",
    "hello": "The word hello",
    "sine": "A sine wave",
    "value": "By value",
    "norm": "By norm",
    "uniform": "Uniform",
    "grid": "Grid",
    "random": "Random",
    **{name: mistake.title for name, mistake in MISTAKES.items()},
    **{name: word for page in TASKS.values() for name, word in page.choices.items()},
}


def field(kind: type[Settings], name: str, *, auto: object = None) -> Any:
    """Draw the field called `name` of these settings and return its value; `auto` is what empty means.

    One that is held by somebody else has the value it is held at, drawn or not: `pages.ui.form.preset.held`.
    """
    if is_hidden(kind, name):
        return _normal(held.kept(held.of_kind(kind), name, None))
    if state.arrived():
        _leave_behind(kind, name)
    draw = _widget(kind, name)
    return _normal(held.kept(held.of_kind(kind), name, draw(kind, name, auto)))


def is_hidden(kind: type[Settings], name: str) -> bool:
    """Whether a field is held and not shown."""
    return held.is_hidden(held.of_kind(kind), name)


def key_of(kind: type[Settings], name: str) -> str:
    """What a field is called in the address and in the memory of the tab."""
    return kind.prefix + name


def _leave_behind(kind: type[Settings], name: str) -> None:
    """Let go of what a field of this name held on another page, where the one of this page cannot."""
    key = key_of(kind, name)
    try:
        _type_of(kind, name).validate_python(state.get(key, default(kind, name)))
    except ValidationError:
        state.forget([key])


@cache
def _type_of(kind: type[Settings], name: str) -> TypeAdapter[Any]:
    """What a field can hold, with its bounds."""
    info = kind.model_fields[name]
    bounded: Any = Annotated[info.annotation, info]
    return TypeAdapter(bounded)


def default(kind: type[Settings], name: str) -> Any:
    """The value a field has before anybody touched it."""
    return kind.model_fields[name].default


def undrawn(kind: type[Settings], name: str) -> Any:
    """What a field that nobody has opened is worth: the held value, else the default."""
    return held.kept(held.of_kind(kind), name, default(kind, name))


def changed(kind: type[Settings], names: Sequence[str]) -> list[str]:
    """Which of these fields, held ones aside, hold something else than their default."""
    return [
        name
        for name in held.open_names(held.of_kind(kind), names)
        if _normal(state.get(key_of(kind, name), default(kind, name))) != _normal(default(kind, name))
    ]


def touched(kind: type[Settings], names: Sequence[str]) -> bool:
    """Whether one of these fields that a person may change is not as it was, or stands in the address."""
    free = held.open_names(held.of_kind(kind), names)
    return bool(changed(kind, free)) or any(key_of(kind, name) in st.query_params for name in free)


def reset(kind: type[Settings], names: Sequence[str]) -> None:
    """Back to the defaults; for the `on_click` of a button."""
    state.put({key_of(kind, name): _blank(kind, name) for name in names})


def next_seed(kind: type[Settings]) -> None:
    """Another throw of the dice; for the `on_click` of a button."""
    key = key_of(kind, "seed")
    low, high = bounds(kind, "seed")
    seed = int(state.get(key, 0) or 0) + 1
    state.put({key: seed if seed <= int(high or 0) else int(low or 0)})


def fill(values: Mapping[str, object]) -> None:
    """Put settings into the fields before they are drawn."""
    state.put({name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})


def fill_later(values: Mapping[str, object]) -> None:
    """Settings for the next time the fields are drawn, when this time they are on screen already."""
    state.put({_WAITING: dict(values)})


def suggest(values: Mapping[str, object]) -> None:
    """Settings that suit data, unless others wait for data to come, copied from a run of somebody else."""
    state.put({_WAITING: {**values, **state.get(_WAITING, {})}})


def fill_waiting() -> None:
    """Put the settings that wait into the fields; before the first field is drawn."""
    if waiting := state.take(_WAITING):
        fill(waiting)


def _blank(kind: type[Settings], name: str) -> object:
    value = default(kind, name)
    return list(value) if isinstance(value, tuple) else value


def _normal(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _widget(kind: type[Settings], name: str) -> Callable[..., Any]:
    """Which widget a type of setting gets."""
    annotation = kind.model_fields[name].annotation
    if annotation is bool:
        return _toggle
    if "bool" in str(annotation):
        return _maybe
    if annotation is str:
        return _text
    if choices(kind, name):
        return _choice
    return _whole if annotation is int or int in get_args(annotation) or "int" in str(annotation) else _real


def _words(kind: type[Settings], name: str) -> dict[str, Any]:
    """Label, tooltip, key and address of a field; a locked one says nothing in the address."""
    info = kind.model_fields[name]
    words = {"label": t(info.title or name), "help": t(info.description or "")}
    key = key_of(kind, name)
    address = {"key": key, "bind": None if _endless(key) else BIND}
    return words | address | held.lock(held.of_kind(kind), name, key)


def _endless(key: str) -> bool:
    """Whether the address says infinity: Streamlit would make a whole number of it, and fail."""
    try:
        return math.isinf(float(st.query_params.get(key, "")))
    except ValueError:
        return False


def _toggle(kind: type[Settings], name: str, *_: object) -> bool:
    return bool(st.toggle(value=default(kind, name), **_words(kind, name)))


def _maybe(kind: type[Settings], name: str, auto: object) -> bool | None:
    found: bool | None = st.selectbox(
        options=[True, False],
        index=None,
        format_func=on_or_off,
        placeholder=_automatic(auto),
        **_words(kind, name),
    )
    return found


def on_or_off(value: bool) -> str:
    """A switch as the form writes it."""
    return t("on") if value else t("off")


def _text(kind: type[Settings], name: str, *_: object) -> str:
    if name in OF_LINES:
        words = _words(kind, name)
        return str(st.text_area(value=default(kind, name), max_chars=LONGEST, height=OF_LINES[name], **words))
    return str(st.text_input(value=default(kind, name), max_chars=LONGEST, **_words(kind, name)))


def _choice(kind: type[Settings], name: str, *_: object) -> str:
    return str(
        st.selectbox(
            options=choices(kind, name),
            index=choices(kind, name).index(default(kind, name)),
            format_func=partial(spelled, name=name),
            **_words(kind, name),
        )
    )


def spelled(word: str, name: str = "") -> str:
    """A word of the settings, of the field of this name, as the form writes it."""
    return t(WORDS.get(f"{name}.{word}", WORDS.get(word, word)))


def _whole(kind: type[Settings], name: str, auto: object) -> int | None:
    low, high = bounds(kind, name)
    value = st.number_input(
        min_value=None if low is None else int(low),
        max_value=None if high is None else int(high),
        value=default(kind, name),
        step=STEPS.get(name, 1),
        placeholder=_automatic(auto),
        **_words(kind, name),
    )
    return None if value is None else int(value)


def _real(kind: type[Settings], name: str, auto: object) -> float | None:
    low, high = bounds(kind, name)
    value = st.number_input(
        min_value=None if low is None else float(low),
        max_value=None if high is None else float(high),
        value=default(kind, name),
        step=float(STEPS.get(name, 0.05)),
        format="%g",
        placeholder=_automatic(auto),
        **_words(kind, name),
    )
    return None if value is None else float(value)


OF_LINES = {"prompt": 100, "sample_prompt": 100}  # texts that live by their line ends: pixels of the field
STEPS: Mapping[str, Any] = {
    "hidden_size": 16,
    "embedding_size": 16,
    "max_vocabulary": 100,
    "learning_rate": 0.001,
    "weight_decay": 0.001,
    "grad_clip": 0.5,
    "forget_bias": 0.5,
    "dropout": 0.1,
    "recurrent_dropout": 0.1,
    "label_smoothing": 0.01,
    "max_length": 10,
    "sample_every": 1,
    **{name: step for page in TASKS.values() for name, step in page.steps.items()},
}


def _automatic(auto: object) -> str:
    """What an empty field says: that it is decided from the data, and how; or just the words given."""
    if isinstance(auto, str):
        return auto
    if isinstance(auto, bool):
        return t("automatic: {value}", value=on_or_off(auto))
    if auto is None:
        return t("automatic")
    return t("automatic: {value}", value=three(float(str(auto))) if isinstance(auto, float) else auto)
