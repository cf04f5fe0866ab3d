"""The honest table: networks beside counting, on the same part of the text, best first."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.results import Result, baseline_scores, baselines
from pages.ui.words import count, duration, three
from rnnkit.text import t

METRICS = ("nats_per_char", "bits_per_char", "perplexity")


def score_table(results: Sequence[Result]) -> None:
    """Draw the table, and on what part of the text it was measured."""
    held_out = any("validation" in result.scores for result in results)
    st.markdown(
        f"**{t('Scores on the last 10 % of the text') if held_out else t('Scores on its own text')}**"
    )
    frame = score_frame(results)
    numbers = [name for name in METRICS if name in frame]
    words: dict[str, Any] = {**dict.fromkeys(numbers, three), "weights": _count, "seconds": _duration}
    shown = frame.style.format({name: show for name, show in words.items() if name in frame})
    st.dataframe(
        shown,
        hide_index=True,
        key="text_scores",
        placeholder="–",
        column_config={
            name: st.column_config.Column(label, help=words) for name, (label, words) in _columns().items()
        },
        alt=t("Scores of every network beside counting, best first"),
    )
    st.caption(_explained(results, held_out))


def score_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a method; numbers stay numbers, so that the table can be sorted and copied."""
    rows = [_row(result.run.label, t("network"), result.own, result.summary) for result in results]
    rows += [
        _row(_counting(name, baseline_scores(results, name)), t("baseline"), baseline_scores(results, name))
        for name in baselines(results)
    ]
    frame = pd.DataFrame(rows).sort_values("nats_per_char", na_position="last", kind="stable")
    frame = frame.reset_index(drop=True)
    best = frame["nats_per_char"].min()
    frame.insert(0, "best", ["✓" if value == best else "" for value in frame["nats_per_char"]])
    return frame.dropna(axis="columns", how="all")


def _counting(name: str, scores: Mapping[str, float | None]) -> str:
    if name == "ngram":
        return t("n-gram, order {order}", order=int(scores.get("order") or 0))
    return t("frequency of each symbol")


def _row(
    method: str, kind: str, metrics: Mapping[str, float | None], summary: Mapping[str, Any] | None = None
) -> dict[str, object]:
    about = summary or {}
    values = {name: metrics.get(name) for name in METRICS}
    return {
        "method": method,
        "kind": kind,
        **{name: float("nan") if value is None else value for name, value in values.items()},
        "weights": about.get("weights"),
        "seconds": about.get("seconds"),
        "device": str(about.get("device", "")).upper() or None,
    }


def _explained(results: Sequence[Result], held_out: bool) -> str:
    """On how much the score stands."""
    first = results[0].summary
    learned, scored = count(float(first.get("symbols", 0))), count(float(first.get("scored", 0)))
    if not held_out:
        return t(
            "Scored on the same {learned} symbols it learned from: the text is too small to hold a part out.",
            learned=learned,
        )
    return t(
        "Learned from {learned} symbols, scored on {scored} later ones that nobody saw. An n-gram counts "
        "which symbol follows the last few; smaller numbers mean less surprise.",
        learned=learned,
        scored=scored,
    )


def _count(number: float) -> str:
    return "–" if pd.isna(number) else count(number)


def _duration(seconds: float) -> str:
    return "–" if pd.isna(seconds) else duration(seconds)


def _columns() -> dict[str, tuple[str, str]]:
    """Heading and meaning of every column."""
    return {
        "best": ("", t("The least surprised")),
        "method": (t("Method"), ""),
        "kind": (t("Kind"), t("A baseline is a simple rule that a network has to beat.")),
        "nats_per_char": (
            t("Nats a character"),
            t("Mean surprise by one character: -ln of its probability."),
        ),
        "bits_per_char": (t("Bits a character"), t("The same in bits: what perfect packing would need.")),
        "perplexity": (
            t("Perplexity"),
            t("Among how many equally likely symbols it hesitates; of words, where words are read."),
        ),
        "weights": (t("Weights"), t("Numbers the network learned.")),
        "seconds": (t("Time"), t("Time the whole run took.")),
        "device": (t("Device"), t("What the network was trained on.")),
    }
