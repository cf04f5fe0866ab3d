"""Which class is taken for which, and the rows behind each number: a click on it shows them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.classify import access
from pages.ui.classify.row_kinds import cell_column, cells, kind_of
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal, share
from rnnkit.errors import RnnkitError
from rnnkit.pictures import palette
from rnnkit.words import plural, t

MOST_READ = 200


def confusion_tab(result: Result) -> None:
    """The table of classes by answers; below it the rows of the cell that was clicked."""
    st.caption(t(kind_of(result).words["click"]))
    wide = wide_confusion(result)
    chosen = st.dataframe(
        wide.style.apply(shaded, axis=None),
        key=f"confusion_{result.run.id}",
        on_select="rerun",
        selection_mode="single-cell",
        alt=t("How many rows of each class were taken for which"),
    )
    cells = chosen["selection"]["cells"]
    if cells:
        row, column = cells[0]
        true, predicted = str(wide.index[int(row)]), str(column)
        if predicted in wide.columns:
            _taken(result, true, predicted)


def wide_confusion(result: Result) -> pd.DataFrame:
    """Right classes by answers, with nought where nothing was confused."""
    found, names = result.frame("confusion"), [str(name) for name in result.frame("classes")["class"]]
    wide = found.pivot_table(index="true", columns="predicted", values="texts", fill_value=0, observed=False)
    return wide.reindex(index=names, columns=names, fill_value=0).astype(int)


def shaded(wide: pd.DataFrame) -> pd.DataFrame:
    """A shade for each number, by its share of the row: what is right in one colour, mistakes in another."""
    right, wrong = palette.signed(1.0, is_dark()), palette.signed(-1.0, is_dark())
    numbers = wide.to_numpy(dtype=float)
    shares = numbers / np.maximum(numbers.sum(axis=1, keepdims=True), 1)
    looks = [
        [
            f"background-color: {palette.fade(right if a == b else wrong, 0.6 * part)}"
            for b, part in enumerate(row)
        ]
        for a, row in enumerate(shares.tolist())
    ]
    return pd.DataFrame(looks, index=wide.index, columns=wide.columns)


def classes_tab(result: Result) -> None:
    """Precision, recall and F1 of each class."""
    names: Mapping[str, tuple[str, str]] = {
        "class": (t("Class"), ""),
        "precision": (t("Precision"), t("Of all that was given this class, the share that belongs to it.")),
        "recall": (t("Recall"), t("Of all that belongs to it, the share that was found.")),
        "f1": (t("F1"), t("High where precision and recall are.")),
        "texts": (t(kind_of(result).words["count"]), t("How many belong to this class.")),
        "chosen": (t("Answers"), t("How many times it was the answer.")),
    }
    st.dataframe(
        result.frame("classes").style.format(dict.fromkeys(("precision", "recall", "f1"), _share)),
        hide_index=True,
        key=f"by_class_{result.run.id}",
        column_config={
            name: st.column_config.Column(label, help=meaning) for name, (label, meaning) in names.items()
        },
        alt=t("Precision, recall and F1 of each class"),
    )


def mistakes_tab(result: Result) -> None:
    """The mistakes it was surest of: here wrong labels show."""
    rows = scored_rows(result)
    if rows is None:
        return
    wrong = rows[rows["true"] != rows["predicted"]].sort_values("p", ascending=False, kind="stable")
    if not len(wrong):
        st.caption(t(kind_of(result).words["no_mistake"]))
        return
    st.caption(t("The mistakes it was surest of. Look for wrong labels here before you blame the network."))
    rows_table(result, wrong.head(MOST_READ), f"mistakes_{result.run.id}")


def scored_rows(result: Result) -> pd.DataFrame | None:
    """The scored rows with their lines; `None`, and said why, where the data did not come along."""
    try:
        rows, data = result.frame("rows"), access.labelled(result.run.dataset_id)
    except RnnkitError:
        st.caption(t(kind_of(result).words["absent"]))
        return None
    return rows.assign(line=[data.lines[row] for row in rows["row"].tolist()])


def _taken(result: Result, true: str, predicted: str) -> None:
    rows = scored_rows(result)
    if rows is None:
        return
    own = rows[(rows["true"] == true) & (rows["predicted"] == predicted)].sort_values("p", ascending=False)
    words = plural(
        kind_of(result).words["taken"],
        kind_of(result).words["taken_ones"],
        len(own),
        true=true,
        predicted=predicted,
    )
    st.markdown(f"**{literal(words)}**")
    if len(own):
        rows_table(result, own.head(MOST_READ), f"cell_{result.run.id}")


def rows_table(result: Result, rows: pd.DataFrame, key: str) -> None:
    """Rows as they came, with their class, the answer, and how sure it was."""
    words, data = kind_of(result).words, access.labelled(result.run.dataset_id)
    names = {
        "true": (t("Class"), t("As the file says.")),
        "predicted": (t("Answer"), ""),
        "p": (t("Sure"), t("The probability of the answer.")),
        "linear": (t(words["partner"]), t("What the linear partner says.")),
        "network": (t("By network"), t("What the network alone says.")),
        "line": (t("Line"), t("In the file.")),
    }
    shown = rows[list(names)].assign(p=[share(p) for p in rows["p"]])
    shown.insert(0, "row", cells(data, rows["row"].tolist()))
    st.dataframe(
        shown,
        hide_index=True,
        key=key,
        column_config={
            "row": cell_column(data, t(words["column"])),
            **{
                name: st.column_config.Column(label, help=meaning or None)
                for name, (label, meaning) in names.items()
            },
        },
        alt=t("Rows with their class, the answer, and how sure it was"),
    )


def _share(value: object) -> str:
    """A share in a cell of a table."""
    return share(float(str(value)))
