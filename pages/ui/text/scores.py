"""The honest table: networks beside counting, on the same part of the text, best first."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, baseline_scores, baselines
from pages.ui.frame.words import count
from pages.ui.result.score_table import (
    best_first,
    columns,
    draw_scores,
    score_row,
)
from rnnkit.compare import CHOSEN_BY_SCORE
from rnnkit.words import t

NAMES = ("nats_per_char", "bits_per_char", "perplexity")


def score_table(results: Sequence[Result]) -> None:
    """Draw the table, and on what part of the text it was measured."""
    held_out = any({"test", CHOSEN_BY_SCORE} & set(result.scores) for result in results)
    st.markdown(
        f"**{t('Scores on the last 10 % of the text') if held_out else t('Scores on its own text')}**"
    )
    alt = t("Scores of every network beside counting, best first")
    draw_scores(score_frame(results), columns(t("The least surprised")), key="text_scores", alt=alt)
    st.caption(_explained(results, held_out))


def score_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a method; numbers stay numbers, so that the table can be sorted and copied."""
    rows = [
        score_row(result.run.label, t("network"), result.own, NAMES, result.summary) for result in results
    ]
    counted = {name: baseline_scores(results, name) for name in baselines(results)}
    rows += [
        score_row(_counting(name, scores), t("baseline"), scores, NAMES) for name, scores in counted.items()
    ]
    return best_first(rows, "nats_per_char")


def _counting(name: str, scores: Mapping[str, float | None]) -> str:
    if name == "ngram":
        return t("n-gram, order {order}", order=int(scores.get("order") or 0))
    return t("frequency of each symbol")


def _explained(results: Sequence[Result], held_out: bool) -> str:
    """On how much the score stands."""
    first = results[0].summary
    learned, scored = count(float(first.get("symbols", 0))), count(float(first.get("scored", 0)))
    if not held_out:
        return t(
            "Scored on the same {learned} symbols it learned from: the text is too small to hold a part out.",
            learned=learned,
        )
    if CHOSEN_BY_SCORE in results[0].scores:
        sentence = t(
            "Learned from {learned} symbols, scored on the last {scored}. An earlier version made "
            "this run: the same {scored} symbols chose its best weights, so the score flatters it a little."
        )
    else:
        sentence = t(
            "Learned from {learned} symbols; {validated} others chose the best weights and the best "
            "n-gram. Scored on the last {scored}, which decided nothing."
        )
    ngrams = t("An n-gram counts which symbol follows the last few; smaller numbers mean less surprise.")
    validated = count(float(first.get("validated", 0)))
    return f"{sentence.format(learned=learned, validated=validated, scored=scored)} {ngrams}"
