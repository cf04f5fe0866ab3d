"""Settings in words: in one cell of the table, and side by side for the picked runs."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.compare.compared_runs import Record
from pages.ui.form.setting_words import value_words
from pages.ui.tasks import TASKS
from rnnkit.compare import differing
from rnnkit.config import title
from rnnkit.words import t

OWN_COLUMN = ("cell", "bidirectional")  # the table names the network already


def setting_words(records: Sequence[Record]) -> dict[str, str]:
    """For each run, the settings in which the runs of its task differ, in a few words."""
    words = {}
    for task in {record.run.task for record in records}:
        alike = {record.run.id: record.settings for record in records if record.run.task == task}
        table = {name: row for name, row in differing(alike).items() if name not in OWN_COLUMN}
        for run_id in alike:
            parts = [
                f"{title(TASKS[task].settings, name)} {value_words(name, row[run_id])}"
                for name, row in table.items()
            ]
            words[run_id] = " · ".join(parts)
    return words


def settings_table(records: Sequence[Record]) -> None:
    """The settings that differ between the picked runs, one row a setting."""
    table = differing({record.run.id: record.settings for record in records})
    if not table:
        st.caption(t("All settings are alike."))
        return
    st.dataframe(
        settings_frame(records, table),
        hide_index=True,
        key="settings_that_differ",
        alt=t("The settings that differ between the picked runs"),
    )


def settings_frame(records: Sequence[Record], table: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """One row a setting, one column a run."""
    task = records[0].run.task
    rows = [
        {t("Setting"): title(TASKS[task].settings, name)}
        | {record.run.label: value_words(name, row[record.run.id]) for record in records}
        for name, row in table.items()
    ]
    return pd.DataFrame(rows)
