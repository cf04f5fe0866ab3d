"""Tables of scores: networks beside what they had to beat, on the same rows, best first."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.frame.words import count, duration
from rnnkit.metrics import METRICS
from rnnkit.words import t

Columns = Mapping[str, tuple[str, str]]  # heading and meaning, by the name of the column
Formats = Mapping[str, Callable[[Any], str]]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def score_row(
    method: str,
    kind: str,
    metrics: Mapping[str, float | None],
    names: Sequence[str],
    summary: Mapping[str, Any] = _NOTHING,
) -> dict[str, object]:
    """A row: these metrics of a method, and what its network was and took, where it is one."""
    values = {name: metrics.get(name) for name in names}
    return {
        "method": method,
        "kind": kind,
        **{name: float("nan") if value is None else value for name, value in values.items()},
        "weights": summary.get("weights"),
        "seconds": summary.get("seconds"),
        "device": str(summary.get("device", "")).upper() or None,
    }


def best_first(rows: Sequence[Mapping[str, object]], *orders: str) -> pd.DataFrame:
    """Rows by the first of these metrics that any has; the best are ticked, empty columns left out."""
    frame = pd.DataFrame(rows)
    order = next((name for name in orders if frame[name].notna().any()), orders[-1])
    frame = frame.sort_values(order, na_position="last", kind="stable").reset_index(drop=True)
    best = t("✓ best")
    frame.insert(0, "best", [best if value == frame[order].min() else "" for value in frame[order]])
    return frame.dropna(axis="columns", how="all")


def metric_columns() -> Columns:
    """Heading and meaning of every score that a run can have."""
    return {name: (metric.heading, metric.meaning) for name, metric in METRICS.items()}


def draw_scores(
    frame: pd.DataFrame, columns: Columns, *, key: str, alt: str, formats: Formats = _NOTHING
) -> None:
    """Draw a table of scores; metrics, weights and seconds are written the same everywhere."""
    metrics = {name: metric.written for name, metric in METRICS.items()}
    words: dict[str, Any] = {**metrics, "weights": _count, "seconds": duration, **formats}
    st.dataframe(
        frame.style.format({name: show for name, show in words.items() if name in frame}),
        hide_index=True,
        key=key,
        placeholder="–",
        column_config={
            name: st.column_config.Column(label, help=meaning) for name, (label, meaning) in columns.items()
        },
        alt=alt,
    )


def columns(best: str) -> Columns:
    """Heading and meaning of every column; `best` says what the first in the table is best at."""
    return {
        "best": ("", best),
        "method": (t("Method"), ""),
        **kind_column(),
        **metric_columns(),
        **cost_columns(),
    }


def kind_column() -> Columns:
    """The column that tells networks from baselines."""
    return {"kind": (t("Kind"), t("A baseline is a simple rule that a network has to beat."))}


def cost_columns() -> Columns:
    """The columns that say what a network was and took."""
    return {
        "weights": (t("Weights"), t("Numbers the network learned.")),
        "seconds": (t("Time"), t("Time the whole run took.")),
        "device": (t("Device"), t("What the network was trained on.")),
    }


def _count(number: float) -> str:
    return "–" if pd.isna(number) else count(number)
