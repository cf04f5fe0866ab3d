"""The table of scores: runs and baselines on the same rows, best first."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.results import Result, baseline_scores, baselines
from pages.ui.words import count, duration, literal, three
from rnnkit.plots import method_words
from rnnkit.text import t

METRICS = ("mase", "mae", "rmse", "smape")
RUN_METRICS = ("pinball_loss", "coverage")


def score_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a method; numbers stay numbers, so that the table can be sorted and copied."""
    rows = [_row(result.run.label, t("network"), result.own, result) for result in results]
    rows += [
        _row(method_words(name), t("baseline"), baseline_scores(results, name)) for name in baselines(results)
    ]
    frame = pd.DataFrame(rows)
    order = "mase" if frame["mase"].notna().any() else "mae"
    frame = frame.sort_values(order, na_position="last", kind="stable").reset_index(drop=True)
    frame.insert(0, "best", ["✓" if value == frame[order].min() else "" for value in frame[order]])
    return frame.dropna(axis="columns", how="all")


def score_table(results: Sequence[Result]) -> None:
    """Draw the table with three significant digits and what each number means."""
    frame = score_frame(results)
    numbers = [name for name in (*METRICS, *RUN_METRICS) if name in frame]
    words: dict[str, Any] = {**dict.fromkeys(numbers, three), "weights": _count, "seconds": duration}
    shown = frame.style.format({name: show for name, show in words.items() if name in frame})
    st.dataframe(
        shown,
        hide_index=True,
        key="scores",
        placeholder="–",
        column_config={
            name: st.column_config.Column(label, help=words) for name, (label, words) in _columns().items()
        },
        alt=t("Scores of every network and baseline on the test part, best first"),
    )
    for result in results:
        for note in result.summary.get("notes", ()):
            st.caption(f"**{literal(result.run.label)}** · {literal(note)}")


def _row(
    method: str, kind: str, metrics: dict[str, float | None], result: Result | None = None
) -> dict[str, object]:
    values: dict[str, object] = {name: metrics.get(name) for name in (*METRICS, *RUN_METRICS)}
    values = {name: float("nan") if value is None else value for name, value in values.items()}
    seconds = result.summary.get("seconds") if result else None
    weights = result.summary.get("weights") if result else None
    device = str(result.summary.get("device", "")).upper() if result else None
    return {
        "method": method,
        "kind": kind,
        **values,
        "weights": weights,
        "seconds": seconds,
        "device": device or None,
    }


def _count(number: float) -> str:
    return "–" if pd.isna(number) else count(number)


def _columns() -> dict[str, tuple[str, str]]:
    """Heading and meaning of every column."""
    return {
        "best": ("", t("The smallest error")),
        "method": (t("Method"), ""),
        "kind": (t("Kind"), t("A baseline is a simple rule that a network has to beat.")),
        "mase": ("MASE", t("Error beside that of repeating the last season; below 1 is better than that.")),
        "mae": ("MAE", t("Mean distance between forecast and truth, in the units of the data.")),
        "rmse": ("RMSE", t("Like MAE, but large misses count more.")),
        "smape": ("sMAPE %", t("Error in percent of the size of the values, 0 to 200.")),
        "pinball_loss": (t("Pinball loss"), t("How good the interval is: narrow, and right often enough.")),
        "coverage": (t("Coverage"), t("Share of true values inside the interval.")),
        "weights": (t("Weights"), t("Numbers the network learned.")),
        "seconds": (t("Time"), t("Time the whole run took.")),
        "device": (t("Device"), t("What the network was trained on.")),
    }
