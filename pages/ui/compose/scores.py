"""The honest table: composers beside counting and the real tunes, on the same part of the tunes."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, baseline_scores, baselines, best
from pages.ui.frame.words import count, share
from pages.ui.result.score_table import best_first, columns, draw_scores, score_row
from rnnkit.words import t

NAMES = ("nats_per_token", "nats_per_char", "bits_per_char", "valid_tunes", "full_bars")
KINDS = {"real": t("reality")}


def score_table(results: Sequence[Result]) -> None:
    """Draw the table, on what it was measured, and how much of what they write is copied."""
    st.markdown(f"**{t('Scores on the test tunes')}**")
    alt = t("Scores of every network beside counting and the test tunes themselves, best first")
    draw_scores(score_frame(results), columns(t("The least surprised")), key="tune_scores", alt=alt)
    st.caption(_explained(best(results).summary))
    _copies(results)


def score_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a method; numbers stay numbers, so that the table can be sorted and copied."""
    rows = [
        score_row(result.run.label, t("network"), result.own, NAMES, result.summary) for result in results
    ]
    for name in baselines(results):
        found = baseline_scores(results, name)
        rows.append(score_row(_named(name, found), KINDS.get(name, t("baseline")), found, NAMES))
    return best_first(rows, "nats_per_token")


def _named(name: str, scores: Mapping[str, float | None]) -> str:
    names = {
        "ngram": t("n-gram of tokens, order {order}"),
        "characters": t("n-gram of characters, order {order}"),
        "unigram": t("frequency of each token"),
        "real": t("the test tunes themselves"),
    }
    return names.get(name, name).format(order=int(scores.get("order") or 0))


def _explained(found: Mapping[str, object]) -> str:
    """On how much the scores stand."""
    numbers = {name: count(float(str(found.get(name, 0)))) for name in ("symbols", "validated", "scored")}
    sentence = t(
        "Learned from {symbols} tokens; {validated} others chose the best weights and the best n-gram. "
        "Scored on {scored}, which decided nothing. Valid tunes and full bars are those of {written} tunes "
        "drawn freely at temperature 0.8, in the meters and keys of the test tunes; only an end or a repeat "
        "is drawn nowhere but where a tune can have one.",
        written=found.get("written", 0),
        **numbers,
    )
    unknown = float(str(found.get("unknown_share", 0.0)))
    if not unknown:
        return sentence
    more = t(
        "{share} of the tokens are unknown, and cost what their letters would at random.",
        share=share(unknown),
    )
    return f"{sentence} {more}"


def _copies(results: Sequence[Result]) -> None:
    """How much of what was written stands in training tunes, beside the same of counting and real tunes."""
    found = best(results).summary.get("copies")
    if not found:
        return
    names = {"model": t("its tunes"), "ngram": t("n-grams"), "real": t("real new tunes")}
    told = [
        t(
            "{name} {share} (usually {usual:g} bars in a row, at the most {longest:g})",
            name=names[key],
            share=share(one["known_bars"]),
            usual=one["usual_run"],
            longest=one["longest_run"],
        )
        for key, one in found.items()
    ]
    whole = found["model"]["verbatim"]
    copies = (
        t("None of its tunes is a training tune.")
        if not whole
        else t(
            "{number} of its {count} tunes are training tunes from end to end.",
            number=whole,
            count=found["model"]["tunes"],
        )
    )
    st.caption(t("Bars that stand in a training tune: {told}. {copies}", told="; ".join(told), copies=copies))
