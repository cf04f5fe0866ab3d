"""One row for each column of the file: what it is for, and what a coming row has to hold of it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.reread import reread
from pages.ui.forecast.access import proposal_of, table_of
from pages.ui.form import forms
from pages.ui.form.names_in_address import names_of
from pages.ui.form.preset import held
from pages.ui.frame import address, state
from pages.ui.frame.boundary import safely
from pages.ui.frame.words import literal
from rnnkit.config import parse
from rnnkit.data import Overrides, Table, read_table
from rnnkit.errors import RnnkitError
from rnnkit.files.encoding import sha256
from rnnkit.tasks.forecast.columns.helpful import Helpful, helpful_words
from rnnkit.tasks.forecast.columns.roles import (
    FIELDS,
    WORDS,
    ColumnRole,
    Role,
    coming_row,
    reading_after,
    roles_of,
    settings_after,
    source_columns,
    targets_of,
)
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.words import t

_NOTE = "_roles_note"
LENGTHS = ("horizon", "test")
ROW = 35  # pixels
MOST_ROWS = 12  # in sight


def role_settings(table: Table) -> dict[str, tuple[str, ...]]:
    """Targets and covariates as the tab and the address have them."""
    return {name: names_of(name, table.value_columns) for name in FIELDS.values()}


def roles_table(dataset_id: str, table: Table, values: Mapping[str, Any]) -> None:
    """Draw the table and what is proposed; another role changes settings, or how the file is read."""
    if any(forms.is_hidden(ForecastConfig, name) for name in FIELDS.values()):
        return
    asked = {name: values.get(name) for name in (*FIELDS.values(), *LENGTHS)}
    try:
        config = parse(ForecastConfig, asked)
    except RnnkitError:  # said where the button to train would stand
        config = ForecastConfig()
    roles = roles_of(table, config)
    if len(roles) < 2:
        return
    if sentence := state.take(_NOTE):
        st.error(literal(sentence), icon=":material/undo:")
    _table(dataset_id, config, roles)
    at = coming_row(table, targets_of(table, config)).at
    st.caption(t("The coming row is that of {at}; what is known ahead has to be known for it.", at=at))
    if not resources.only_looking() and not _set():
        _proposal(dataset_id, table, config)


def _set() -> bool:
    """Whether somebody else has set a role, so that none can be given here."""
    return len(held.open_names(held.of_kind(ForecastConfig), list(FIELDS.values()))) < len(FIELDS)


def _table(dataset_id: str, config: ForecastConfig, roles: Sequence[ColumnRole]) -> None:
    words = {t(word): role for role, word in WORDS.items()}
    written = {role: word for word, role in words.items()}
    # The table begins anew with every change, so that what was changed is never changed a second time.
    key = f"roles_{dataset_id[:16]}_{sha256(repr(roles).encode())[:8]}"
    st.data_editor(
        {
            "name": [role.name for role in roles],
            "role": [written[role.role] for role in roles],
            "coming": [role.coming for role in roles],
        },
        hide_index=True,
        disabled=["name", "coming", *(["role"] if _set() else [])],
        height=ROW * (min(len(roles), MOST_ROWS) + 1) + 3,
        column_config={
            "name": st.column_config.TextColumn(t("Column")),
            "role": st.column_config.SelectboxColumn(
                t("Role"),
                options=list(words),
                required=True,
                help=t(
                    "Known ahead: known for the coming rows too, such as a planned price or a holiday. "
                    "Known so far: known up to the last row, such as the weather as it was."
                ),
            ),
            "coming": st.column_config.TextColumn(
                t("Coming row"), help=t("What the next row of the file has to hold.")
            ),
        },
        key=key,
        on_change=partial(_turn, dataset_id, key, config, roles, words),
    )


@safely
def _turn(
    dataset_id: str,
    key: str,
    config: ForecastConfig,
    roles: Sequence[ColumnRole],
    words: Mapping[str, Role],
) -> None:
    """Give a column the role that was chosen for it."""
    if _set():
        return
    edited = (state.get(key) or {}).get("edited_rows", {})
    for place, change in edited.items():
        if "role" in change:
            _give(dataset_id, config, roles[int(place)].name, words[change["role"]])


def _give(dataset_id: str, config: ForecastConfig, name: str, role: Role) -> None:
    """Change how the file is read where the role asks for that, and else the settings alone."""
    dataset, table = resources.dataset(dataset_id), table_of(dataset_id)
    after = reading_after(table, Overrides.from_json(dataset.overrides), name, role)
    if after is not None:
        reread(dataset, after, read_table)
        if address.wanted(address.DATA) == dataset_id:  # it could not be read so, which is said elsewhere
            return
        table = table_of(address.wanted(address.DATA))
    values = settings_after(table, config, name, role)
    columns = source_columns(table).get(name, ())
    if role in FIELDS and not columns:
        state.put({_NOTE: t("{name} holds too many different words to be read as numbers.", name=name)})
    elif role != "target" and not {*targets_of(table, config.model_copy(update=values))} - {*columns}:
        state.put({_NOTE: t("Something has to be forecast: choose another column for that first.")})
    else:
        forms.fill(values)


def _proposal(dataset_id: str, table: Table, config: ForecastConfig) -> None:
    """What would help, and the button that takes it; what is used already is not proposed."""
    try:
        found = proposal_of(dataset_id, config.model_dump_json(include={"targets", *LENGTHS}))
    except RnnkitError:
        return
    sentences = list(helpful_words(found, table))
    new = found.settings and not _taken(found, config)
    if new:
        with st.container(horizontal=True, vertical_alignment="center", key="proposal"):
            st.info(literal(sentences[0]), icon=":material/lightbulb:", width="stretch")
            st.button(
                t("Use them"),
                key="use_proposal",
                icon=":material/check:",
                help=t("Gives the columns these roles; the network is not trained yet."),
                on_click=forms.fill,
                args=(found.settings,),
            )
    for sentence in sentences[bool(found.settings) :]:
        st.caption(literal(sentence))


def _taken(found: Helpful, config: ForecastConfig) -> bool:
    return {*found.ahead} <= {*config.future_covariates} and {*found.past} <= {
        *config.past_covariates,
        *config.future_covariates,
    }
