"""What a run found: the damage in one sentence, the scores of both versions, and how they learned."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, results_of
from pages.ui.access.watch_run import watch
from pages.ui.frame import charts
from pages.ui.frame.folds import folded
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import duration, three
from pages.ui.mistakes.work import progress, say_ending
from rnnkit.mistakes import figure
from rnnkit.mistakes.mistake_table import MISTAKES, Mistake
from rnnkit.mistakes.settings import MistakeName
from rnnkit.runs.sql.rows import Run
from rnnkit.words import plural, t

COLUMNS: Mapping[str, tuple[str, str]] = {
    "error": ("Real error", "On rows that decided nothing: {measure}."),
    "trivial_error": ("Trivial error", "The error of the trivial method on the same rows."),
    "reported": ("Reported error", "The same on the rows that someone with this version would look at."),
    "trivial_reported": ("Trivial error there", "The error of the trivial method on the reported rows."),
    "first": ("Backward path, first chunk", "Operations the gradient of the first chunk passes through."),
    "last": ("Backward path, last chunk", "The same for the last chunk."),
    "milliseconds": ("Milliseconds per step", "How long a training step takes, near the end."),
    "kilobytes": ("Kilobytes kept", "Kept for the backward pass when everything is read."),
}


def result_part(name: MistakeName, run: Run | None) -> None:
    """Everything about the newest run of this mistake."""
    st.markdown(f"**{t('What came out')}**")
    if run is None:
        st.caption(t("Nothing is measured yet: run both versions, and scores and curves appear here."))
    elif run.active:
        watch(run, progress)
    elif run.state != "finished":
        say_ending(run)
    else:
        (result,) = results_of([run])
        _found(MISTAKES[name], result)


def _found(mistake: Mistake, result: Result) -> None:
    summary = result.summary
    if summary["seen"]:
        st.success(summary["sentence"], icon=":material/visibility:")
    else:
        st.info(summary["sentence"], icon=":material/visibility_off:")
    _scores(mistake, result)
    trivial, curve = t(mistake.trivial), result.frame("curve")
    alt = t("How the network learned with the mistake and done right, by step, the mean of all seeds")
    charts.show(figure.learning(curve, trivial, is_dark()), "mistake_curve", alt, curve)


def _scores(mistake: Mistake, result: Result) -> None:
    """One row a version: its numbers, those of the trivial method on the same rows, and the index of both."""
    frame = score_frame(result.summary)
    words: dict[Any, Any] = dict.fromkeys(frame.columns[1:], three)
    titles = {
        **COLUMNS,
        "index": (mistake.kind.called, "Both versions are compared by it: smaller is better."),
    }
    st.dataframe(
        frame.style.format(words),
        hide_index=True,
        key="mistake_scores",
        column_config={
            "version": t("Version"),
            **{
                name: st.column_config.Column(t(title), help=t(tip, measure=t(mistake.measure)))
                for name, (title, tip) in titles.items()
                if name in frame
            },
        },
        alt=t("Scores of both versions, with those of the trivial method on the same rows"),
    )
    seeds = result.summary["config"]["seeds"]
    st.caption(
        plural("One seed", "Means of {number} seeds", seeds) + " · " + duration(result.summary["seconds"])
    )
    if (box := folded("mistake_seeds", t("Every seed"), ":material/casino:")).open:
        box.dataframe(result.frame("by_seed"), hide_index=True, alt=t("Scores of every seed"))


def score_frame(summary: Mapping[str, Any]) -> pd.DataFrame:
    """Numbers stay numbers, so that they can be sorted and copied."""
    rows = []
    for version, scores in summary["scores"].items():
        trivial = {f"trivial_{name}": value for name, value in scores["trivial"].items()}
        named = {**scores["version"], **trivial}
        found = {name: named[name] for name in COLUMNS if name in named}
        rows.append({"version": t(figure.NAMES[version]), **found, "index": summary["index"][version]})
    return pd.DataFrame(rows)
