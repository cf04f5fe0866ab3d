"""The results of memory runs: scores beside having no memory, answers, and the carry in the hidden state."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.access.results import Result, baseline_scores
from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import count
from pages.ui.memory.inside import inside
from pages.ui.result.head import result_head
from pages.ui.result.score_table import Columns, cost_columns, draw_scores, metric_columns
from pages.ui.result.verdict import verdicts
from pages.ui.tasks import level_of
from rnnkit.pictures import curve_figures
from rnnkit.pictures.figures import apart
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


def result_part(runs: Sequence[Run]) -> None:
    """Everything about the runs in the address."""
    nothing = t("Nothing is trained yet: press a button above, and the losses appear here.")
    if results := result_head(runs, nothing):
        verdicts(results)
        score_table(results)
        inside(results)
        _examples(results)
        if not any(run.active for run in runs):
            _curves(results)


def score_table(results: Sequence[Result]) -> None:
    """One row a network, and one for having no memory, on the same rows; best first."""
    alt = t("Scores of every network beside having no memory, best first")
    draw_scores(score_frame(results), _columns(), key="memory_scores", alt=alt)
    st.caption(
        t(
            "All are scored on the same {rows} rows, which none was trained on; training rows are generated "
            "anew at every step.",
            rows=count(results[0].summary["scored"]),
        )
    )


def score_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a method; numbers stay numbers, so that the table can be sorted and copied."""
    rows: list[dict[str, Any]] = [
        {
            "method": result.run.label,
            **result.own,
            "weights": result.summary["weights"],
            "seconds": result.summary["seconds"],
        }
        for result in results
    ]
    rows.append({"method": t("no memory"), **baseline_scores(results, "memoryless")})
    frame = pd.DataFrame(rows)
    return frame.sort_values("mse" if "mse" in frame else "nats", kind="stable").reset_index(drop=True)


def _columns() -> Columns:
    return {
        "method": (t("Method"), t("No memory: the best possible answers from the present step alone.")),
        **metric_columns(),
        **cost_columns(),
    }


def _examples(results: Sequence[Result]) -> None:
    """What was read, the right answer, and what each network answered."""
    st.markdown(f"**{t('Rows it never saw')}**")
    first = results[0].frame("examples")
    table = pd.DataFrame({t("read"): first["read"], t("right answer"): first["right"]})
    for result in results:
        table[result.run.label] = result.frame("examples")["answered"]
    st.dataframe(
        table,
        hide_index=True,
        key="memory_examples",
        alt=t("Rows with the right answer and the answers given"),
    )


def _curves(results: Sequence[Result]) -> None:
    """How the losses went, beside what they are without a memory."""
    st.markdown(f"**{t('How it learned')}**")
    lanes = apart([lane_of(result.run, curve=result.frame("curve")) for result in results])
    figure = curve_figures.loss(lanes, is_dark(), level_of(results[0].run))
    alt = t("Loss by training step, beside the loss without a memory")
    whole = [result.frame("curve").assign(network=result.run.label) for result in results]
    charts.show(figure, "memory_loss", alt, pd.concat(whole))
