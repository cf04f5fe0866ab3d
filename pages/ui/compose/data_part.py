"""The Data part: what was understood of the tunes, one of them drawn and played, and their parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd
import streamlit as st

from pages.ui.access import resources
from pages.ui.access.data_in_address import data_in_address
from pages.ui.access.reread import note, turn
from pages.ui.compose import access
from pages.ui.compose.choose_tunes import TUNES
from pages.ui.compose.page import PAGE
from pages.ui.compose.parted import parted
from pages.ui.compose.play_tune import play_tune
from pages.ui.form import forms
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.form.encoding_form import encoding_field, read_as
from pages.ui.form.repairs import FACTS, repairs, warnings
from pages.ui.frame.folds import folded, part
from pages.ui.frame.words import literal
from rnnkit.data.tunes import TuneData, TuneOverrides, read_tunes
from rnnkit.data.tunes.telling import REASONS
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import plural, t

SHOWN = 200  # tunes to choose one from
MOST = 6  # meters or keys that are named
SWITCHED = frozenset({"repeated"})  # changes that can be taken back


@dataclass(frozen=True)
class Loaded:
    """The tunes on the page, and the settings that say what is scored."""

    dataset: Dataset
    tunes: TuneData
    chosen: dict[str, object] = field(default_factory=dict)


def data_part() -> Loaded | None:
    """Draw the tunes in the address, or the ways to get some."""
    loaded = data_in_address(_load)
    with part("data", t("Data"), PAGE.icon, _essence(loaded) if loaded else ""):
        if loaded is None:
            TUNES.draw()
            return None
        forms.fill_waiting()
        found = loaded.tunes
        lead_elsewhere(PAGE, loaded.dataset.name, loaded.dataset.content)
        st.caption(literal(" · ".join(understood_words(found))))
        _one(loaded)
        facts = FACTS | {change.key for change in found.changes if change.key not in SWITCHED}
        switch = partial(turn, TuneOverrides, read_tunes)
        warnings(loaded.dataset, found.changes, switch, facts)
        repairs(loaded.dataset, found.changes, switch, facts)
        loaded = replace(loaded, chosen=parted(loaded.dataset.id))
        _closer_look(loaded)
    return loaded


def understood_words(found: TuneData) -> list[str]:
    """The facts that tell at a glance whether the file was read as it was meant."""
    facts = found.understood
    return [
        plural("{number} tune", "{number} tunes", len(found)),
        plural("{number} bar", "{number} bars", int(str(facts["bars"]))),
        t("meters {names}", names=_listed(facts["meters"])),
        t("keys {names}", names=_listed(facts["keys"])),
        str(facts.get("encoding", "")),
    ]


def _listed(times: object) -> str:
    """The most frequent of them with how often they come."""
    assert isinstance(times, Mapping)
    named = [f"{name} ({number})" for name, number in list(times.items())[:MOST]]
    more = len(times) - MOST
    return ", ".join([*named, t("{number} more", number=more)] if more > 0 else named)


def _one(loaded: Loaded) -> None:
    """One tune to look at and to hear."""
    tunes = loaded.tunes.tunes[:SHOWN]
    names = [f"{number}. {tune.title or t('without a title')}" for number, tune in enumerate(tunes, 1)]
    chosen = st.selectbox(
        t("Look at and listen to"),
        range(len(tunes)),
        format_func=names.__getitem__,
        key=f"tune_of_{loaded.dataset.id}",
        help=t("The first {most} tunes of the file.", most=SHOWN) if len(loaded.tunes) > SHOWN else None,
    )
    play_tune(tunes[chosen or 0], f"data_{loaded.dataset.id}_{chosen}")


def _load(dataset_id: str) -> Loaded:
    return Loaded(resources.dataset(dataset_id), access.tunes(dataset_id))


def _essence(loaded: Loaded) -> str:
    """The tunes in one line: name and number."""
    return f"{loaded.dataset.name} · {plural('{number} tune', '{number} tunes', len(loaded.tunes))}"


def _closer_look(loaded: Loaded) -> None:
    """What was left out, another reading, other tunes: folded until somebody wants them."""
    if sentence := note():
        st.error(literal(sentence), icon=":material/undo:")
    left = loaded.tunes.left_out
    if left:
        label = plural("{number} tune left out", "{number} tunes left out", len(left))
        if (box := folded("tunes_left_out", label, ":material/playlist_remove:")).open:
            with box:
                _left_out(loaded.tunes)
    if (box := folded("tunes_differently", t("Read the file differently"), ":material/edit_note:")).open:
        with box:
            held = TuneOverrides.from_json(loaded.dataset.overrides).encoding
            again = partial(read_as, TuneOverrides, read_tunes, loaded.dataset.id)
            encoding_field(loaded.dataset.id, held, on_change=again)
    if (box := folded("other_tunes", t("Use other tunes"), ":material/swap_horiz:")).open:
        with box:
            TUNES.draw()


def _left_out(found: TuneData) -> None:
    rows = pd.DataFrame(
        {
            "line": [one.line for one in found.left_out],
            "text": [one.text for one in found.left_out],
            "why": [t(REASONS[one.why][0]).format(number=1, lines=one.line) for one in found.left_out],
        }
    )
    names = {"line": t("Line"), "text": t("Title"), "why": t("Why")}
    st.dataframe(rows, hide_index=True, key="left_out_tunes", column_config=names, alt=t("Tunes left out"))
