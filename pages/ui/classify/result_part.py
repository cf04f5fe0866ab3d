"""The Result part: runs that still work, and what the trained ones answer, confuse and are sure of."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.access.results import Result, best
from pages.ui.classify.confusion import classes_tab, confusion_tab, mistakes_tab
from pages.ui.classify.row_kinds import kind_of
from pages.ui.classify.scores import score_table
from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal, share
from pages.ui.result.downloads import frame_file, offer, scores_file
from pages.ui.result.head import result_head
from pages.ui.result.leaks import kept_leaks
from pages.ui.result.learning_curves import loss_tab
from pages.ui.result.use_model import use_model
from pages.ui.result.verdict import verdicts
from pages.ui.result.your_run_link import inside_link
from pages.ui.task_page import drawn_by
from rnnkit.pictures import class_figures
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.classify.measures import calibration_error
from rnnkit.words import t


def result_part(runs: Sequence[Run]) -> None:
    """Everything about the runs in the address."""
    nothing = t("Nothing is trained yet: press Train above, and the first losses appear here.")
    if results := result_head(runs, nothing):
        _results(results)


def _results(results: Sequence[Result]) -> None:
    """Verdict first, then the scores, a sentence of one's own, the mistakes, and the downloads."""
    verdicts(results)
    for note in results[0].summary.get("notes", ()):
        st.caption(literal(note))
    kept_leaks(results)
    score_table(results)
    st.subheader(t("Try it"))
    drawn_by(kind_of(results[0]).ask)(results)
    first = _looked_at(results)
    st.subheader(t("Right and wrong"))
    tabs = st.tabs([t("Confusion"), t("Surest mistakes"), t("By class"), t("How sure"), t("Learning curves")])
    for tab, draw in zip(tabs[:4], (confusion_tab, mistakes_tab, classes_tab, _sure_tab), strict=True):
        with tab:
            draw(first)
    with tabs[4]:
        loss_tab(results)
    offer(
        results,
        frame_file(t("Answers CSV"), "answers.csv", results, "rows"),
        frame_file(t("Confusion CSV"), "confusion.csv", results, "confusion"),
        scores_file(results),
    )
    use_model(results)
    inside_link(results)


def _looked_at(results: Sequence[Result]) -> Result:
    """Which of several models is looked at: the best, until somebody asks for another."""
    if len(results) == 1:
        return results[0]
    names = {result.run.id: result.run.label for result in results}
    chosen = st.selectbox(
        t("Model"),
        list(names),
        index=list(results).index(best(results)),
        format_func=lambda run_id: names[run_id],
        key="classify_looked_at",
        width=320,
    )
    return next(result for result in results if result.run.id == chosen)


def _sure_tab(result: Result) -> None:
    """Whether its certainty can be believed."""
    bins = result.frame("calibration")
    color = lane_of(result.run).style(is_dark()).color
    figure = class_figures.calibration(bins, color, is_dark())
    alt = t("How often answers of each certainty are right")
    charts.show(figure, f"calibration_{result.run.id}", alt, bins, about=t("Calibration"), tools=False)
    gap = calibration_error(bins)
    st.caption(
        t(
            "On the dotted line an answer that is 80 % sure is right in 80 of 100 cases; below it, the model "
            "is too sure. On average both lie {gap} apart (expected calibration error).",
            gap=share(gap),
        )
    )
