"""The Data part of pairs: which columns they are, each change with its switch, and how they are cut."""

from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd
import streamlit as st

from pages.ui.access import resources
from pages.ui.access.data_in_address import data_in_address
from pages.ui.access.reread import note, turn
from pages.ui.form import forms
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.form.repairs import FACTS, repairs, warnings
from pages.ui.frame import charts
from pages.ui.frame.folds import folded, part
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal
from pages.ui.translate import access
from pages.ui.translate.choose_pairs import choose_pairs
from pages.ui.translate.cut import cut_fields
from pages.ui.translate.direction import column_name, direction, read_differently
from pages.ui.translate.page import PAGE
from rnnkit.data.pairs import PairOverrides, Pairs, read_pairs
from rnnkit.pictures import pair_figures
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import plural, t

SHOWN = 8  # pairs in sight
TOLD = FACTS | {"cells", "columns", "empty", "files", "json", "length", "repeated", "same"}
"""Changes that only tell a fact about the file, and have no switch."""
FORMS = {
    "tsv": t("tab-separated"),
    "csv": "CSV",
    "bars": t("separated by |||"),
    "json": "JSON",
    "jsonl": t("JSON by lines"),
    "tmx": "TMX",
    "lines": t("two files line by line"),
}


@dataclass(frozen=True)
class Loaded:
    """The pairs on the page, and the settings that cut them into symbols."""

    dataset: Dataset
    pairs: Pairs
    cut: dict[str, object] = field(default_factory=dict)


def data_part() -> Loaded | None:
    """Draw the pairs in the address, or the ways to get some."""
    loaded = data_in_address(_load)
    with part("data", t("Data"), ":material/g_translate:", _essence(loaded) if loaded else ""):
        if loaded is None:
            choose_pairs()
            return None
        forms.fill_waiting()
        lead_elsewhere(PAGE, loaded.dataset.name, loaded.dataset.content)
        st.caption(literal(" · ".join(_understood(loaded.pairs))))
        direction(loaded.dataset, loaded.pairs)
        _table(loaded.pairs)
        switch = partial(turn, PairOverrides, read_pairs)
        warnings(loaded.dataset, loaded.pairs.changes, switch, TOLD)
        repairs(loaded.dataset, loaded.pairs.changes, switch, TOLD)
        loaded = replace(loaded, cut=cut_fields(loaded.dataset.id))
        _closer_look(loaded)
    return loaded


def _load(dataset_id: str) -> Loaded:
    return Loaded(resources.dataset(dataset_id), access.pairs(dataset_id))


def _essence(loaded: Loaded) -> str:
    """The pairs in one line: name and number."""
    return f"{loaded.dataset.name} · {plural('{number} pair', '{number} pairs', len(loaded.pairs))}"


def _understood(pairs: Pairs) -> list[str]:
    """The facts that tell at a glance whether the file was read as it was meant."""
    facts = pairs.understood
    told = [
        plural("{number} pair", "{number} pairs", len(pairs)),
        FORMS[str(facts["form"])],
        str(facts["encoding"]),
    ]
    if "header" in facts:
        told.append(t("names in the first line") if facts["header"] else t("no names in the first line"))
    return told


def _table(pairs: Pairs) -> None:
    """The first pairs as they are learned from."""
    source, target = map(column_name, pairs.columns)
    names = (source, target) if source != target else (source, f"{target} ")
    rows = pd.DataFrame(zip(pairs.sources[:SHOWN], pairs.targets[:SHOWN], strict=True), columns=list(names))
    st.dataframe(rows, hide_index=True, key="first_pairs", alt=t("The first pairs of the file"))


def _closer_look(loaded: Loaded) -> None:
    """Lengths, what was left out, another reading, other pairs: folded until somebody wants them."""
    if sentence := note():
        st.error(literal(sentence), icon=":material/undo:")
    if (box := folded("pair_lengths", t("How long the texts are"), ":material/bar_chart:")).open:
        with box:
            _lengths(loaded.pairs)
    if loaded.pairs.left_out:
        label = plural("{number} line left out", "{number} lines left out", len(loaded.pairs.left_out))
        if (box := folded("left_out", label, ":material/playlist_remove:")).open:
            with box:
                _left_out(loaded.pairs)
    if (box := folded("pairs_differently", t("Read the pairs differently"), ":material/edit_note:")).open:
        with box:
            read_differently(loaded.dataset, loaded.pairs)
    if (box := folded("other_pairs", t("Use other pairs"), ":material/swap_horiz:")).open:
        with box:
            choose_pairs()


def _lengths(pairs: Pairs) -> None:
    sources, targets = ([len(text) for text in side] for side in (pairs.sources, pairs.targets))
    alt = t("How many sources and targets have which length, in characters")
    table = pd.DataFrame({"source": sources, "target": targets})
    charts.show(pair_figures.lengths(sources, targets, is_dark()), "pair_lengths", alt, table, tools=False)


def _left_out(pairs: Pairs) -> None:
    rows = pd.DataFrame([(left.line, left.text) for left in pairs.left_out], columns=["line", "text"])
    names = {"line": t("Line"), "text": t("What stands there")}
    st.dataframe(rows, hide_index=True, key="left_out_lines", column_config=names, alt=t("Lines left out"))
