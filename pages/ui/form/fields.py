"""Fields that stand together in the form of every task: the networks, and the settings behind a fold."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.form import forms
from pages.ui.form.field_settings import CELL_KEY, DEFAULT_CELLS
from pages.ui.form.preset import held
from pages.ui.frame import state
from pages.ui.frame.folds import folded
from rnnkit.config import Settings, TrainingSettings
from rnnkit.config.cells import having, names_for
from rnnkit.words import t

Groups = Mapping[str, Sequence[str]]
COMPARED = "CNN and Transformer keep no state between steps; they are here for comparison."


def cell_field(kind: type[TrainingSettings], default: Sequence[str] = DEFAULT_CELLS) -> tuple[str, ...]:
    """Which networks to train; several start together and end on one chart."""
    found = held.of_kind(kind)
    if held.is_hidden(found, CELL_KEY):
        return tuple(held.kept(found, CELL_KEY, ()))
    options = names_for(kind)
    if state.arrived():
        _leave_behind(options)
    how: dict[str, Any] = {"bind": forms.BIND, **held.lock(found, CELL_KEY, CELL_KEY)}
    chosen = st.pills(
        t("Networks"),
        options,
        selection_mode="multi",
        default=list(default),
        key=CELL_KEY,
        **how,
        help=t(
            "RNN is the simplest and forgets soonest; GRU and LSTM remember with gates; "
            "Bi reads the past from both ends. Several are trained at once and compared."
        )
        + ("" if "CNN" not in options else " " + t(COMPARED)),
    )
    return tuple(held.kept(found, CELL_KEY, chosen))


def _leave_behind(options: Sequence[str]) -> None:
    """Let go of networks that were chosen on another page, where this one cannot train them."""
    chosen = state.get(CELL_KEY, [])
    if not set(chosen) <= set(options):
        fitting = [name for name in chosen if name in options]
        state.put({CELL_KEY: fitting}) if fitting else state.forget([CELL_KEY])


def more_settings(
    kind: type[Settings], groups: Groups, auto: Mapping[str, Any], cells: Sequence[str]
) -> dict[str, Any]:
    """The settings that have good defaults, in groups with a title: drawn as soon as somebody opens them, or
    where one that may be changed is not as it was, since two dozen fields take a third of the page's time.

    What changes nothing for any of these networks is not shown; what changes some of them says which.
    Where somebody else has set and hidden all of a group, its title goes, too, and with all of them the fold.
    """
    groups = {title: [name for name in group if shown(name, cells)] for title, group in groups.items()}
    values = {name: forms.field(kind, name) for name in _hidden(kind, groups)}
    groups = {title: left for title, group in groups.items() if (left := [*_drawn(group, values)])}
    if not groups:
        return values
    names = [name for group in groups.values() for name in group]
    # One label, whatever is changed: under another one the fields would be drawn anew and lose the focus.
    box = folded("more_settings", t("More settings"), ":material/instant_mix:")
    if not (box.open or forms.touched(kind, names)):
        return values | {name: forms.undrawn(kind, name) for name in names}
    with box:
        values |= _grouped(kind, groups, auto)
    if changed := forms.changed(kind, names):  # again: a field takes what the address says when it is drawn
        titles = [t(kind.model_fields[name].title or name) for name in changed]
        st.caption(t("Changed: {settings}", settings=", ".join(titles)))
    for name in changed:
        if len(some := having(name, cells)) < len(cells):
            title = t(kind.model_fields[name].title or name)
            st.caption(t("{setting} is for {networks} only.", setting=title, networks=", ".join(some)))
    return values


def _hidden(kind: type[Settings], groups: Groups) -> list[str]:
    """Fields of these groups that are held and not drawn."""
    return [name for group in groups.values() for name in group if forms.is_hidden(kind, name)]


def _drawn(group: Sequence[str], hidden: Mapping[str, Any]) -> list[str]:
    return [name for name in group if name not in hidden]


def _grouped(kind: type[Settings], groups: Groups, auto: Mapping[str, Any]) -> dict[str, Any]:
    """The fields below their titles, and the button that takes all changes back."""
    names = [name for group in groups.values() for name in group]
    changed = forms.changed(kind, names)
    values: dict[str, Any] = {}
    for title, group in groups.items():
        st.markdown(f"**{title}**")
        values |= field_rows(kind, group, auto)
    st.button(
        t("Back to the defaults"),
        icon=":material/restart_alt:",
        on_click=forms.reset,
        args=(kind, names),
        disabled=not changed,
    )
    return values


def shown(name: str, cells: Sequence[str]) -> bool:
    """Whether a setting changes anything for one of these networks, or none is chosen yet."""
    return not cells or bool(having(name, cells))


def field_rows(
    kind: type[Settings],
    names: Sequence[str],
    auto: Mapping[str, Any],
    width: int = 4,
) -> dict[str, Any]:
    """Fields in rows of so many; those that are hidden leave no gap."""
    values: dict[str, Any] = {name: forms.field(kind, name) for name in _hidden(kind, {"": names})}
    names = _drawn(names, values)
    for start in range(0, len(names), width):
        boxes = st.columns(width, vertical_alignment="bottom")
        for box, name in zip(boxes, names[start : start + width], strict=False):
            with box:
                values[name] = forms.field(kind, name, auto=auto.get(name))
    return values
