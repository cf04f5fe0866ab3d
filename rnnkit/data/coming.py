"""Rows to come: what somebody plans of the covariates, laid behind the rows of a table."""

from dataclasses import replace

import pandas as pd

from rnnkit.data.table import Table

KEYS = ["unique_id", "ds"]


def with_coming(table: Table, coming: pd.DataFrame) -> Table:
    """The table with values of `coming` (`unique_id`, `ds` and some value columns).

    A row that the table has keeps what `coming` does not know; further rows of its series are added, with
    every other value unknown. Series that the table does not know are left out.
    """
    values = [name for name in table.value_columns if name in coming]
    told = coming[coming["unique_id"].isin(table.series)][[*KEYS, *values]]
    told = told.drop_duplicates(KEYS, keep="last").astype({"ds": table.frame["ds"].dtype})
    whole = table.frame.merge(told, how="outer", on=KEYS, suffixes=("", " told"), sort=False)
    for name in values:
        given = whole.pop(f"{name} told")
        whole[name] = given.where(given.notna(), whole[name])
    order = {name: place for place, name in enumerate(table.series)}
    whole = whole.sort_values(KEYS, key=lambda c: c.map(order) if c.name == "unique_id" else c, kind="stable")
    imputed = pd.concat([table.frame[KEYS], table.imputed], axis=1)
    marks = whole[KEYS].merge(imputed, how="left", on=KEYS)[list(table.imputed)]
    return replace(
        table,
        frame=whole[list(table.frame)].reset_index(drop=True),
        imputed=marks.fillna(False).astype(bool),
    )
