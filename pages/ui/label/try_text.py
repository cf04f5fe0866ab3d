"""A sentence of one's own, labelled as soon as it is typed, in the colours of the tags."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.access.results import Result
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.folds import folded
from pages.ui.frame.words import share
from pages.ui.label import access
from pages.ui.label.coloured import coloured
from pages.ui.result.model_files import is_imported
from pages.ui.result.who_answers import who_answers
from rnnkit.config.stored import parse_stored
from rnnkit.tasks.label.labels import Labels
from rnnkit.tasks.label.reader import MOST_TYPED, Labeller, TaggedToken
from rnnkit.tasks.label.scores import type_of
from rnnkit.tasks.label.settings import LabelConfig
from rnnkit.words import plural, t

LONGEST = 5_000  # characters


def try_text(results: Sequence[Result]) -> None:
    """Draw the field and its answer; only this part is drawn again as one types."""
    st.fragment(_try)(list(results))


def _try(results: Sequence[Result]) -> None:
    with error_boundary():
        result = who_answers(results, "labeller")
        labeller = access.reader(result.run)
        text = st.text_area(
            t("Text"),
            value=_opening(result),
            key=f"try_label_{results[0].run.group}",
            max_chars=LONGEST,
            height=90,
            help=t("It is cut into tokens as the training data was. Press Ctrl+Enter to label it."),
        )
        sentences = _within(labeller.sentences(text))
        labelled = [labeller.label(tokens) for tokens in sentences]
        if labelled:
            _draw(labeller, labelled)


def _opening(result: Result) -> str:
    """A sentence that it was tested on, to begin with; nothing where it came without its data."""
    if is_imported(result) or not reader().gives_data:
        return ""
    data = access.tagged(result.run.dataset_id)
    config = parse_stored(LabelConfig, result.run.config)
    tokens = data.tokens[access.sets(result.run.dataset_id, config).test[0]]
    blank = "" if data.cutting["characters"] else " "
    return blank.join(tokens)[:LONGEST]


def types_in(labels: Labels) -> list[str]:
    """The types or tags of a network in the order of their colours, as the data shows them."""
    return sorted({type_of(tag) for tag in labels.tags} - ({"O"} if labels.spans else set()))


def _within(sentences: Sequence[list[str]]) -> list[list[str]]:
    """As many sentences as are labelled in a moment."""
    kept, tokens = [], 0
    for sentence in sentences:
        tokens += len(sentence)
        if tokens > MOST_TYPED:
            st.caption(
                t("Only the first {most:,} tokens are labelled here; use a file for more.", most=MOST_TYPED)
            )
            break
        kept.append(sentence)
    return kept


def _draw(labeller: Labeller, labelled: Sequence[Sequence[TaggedToken]]) -> None:
    """The text in colour, and under it what else each token could be."""
    pairs = [([token.text for token in tokens], [token.tag for token in tokens]) for tokens in labelled]
    sure = [[token.chance for token in tokens] for tokens in labelled]
    joined = labeller.labels.cutting.characters
    coloured(
        "try_coloured",
        pairs,
        types_in(labeller.labels),
        spans=labeller.labels.spans,
        joined=joined,
        sure=sure,
    )
    unknown = sum(token.unknown for tokens in labelled for token in tokens)
    if unknown:
        st.caption(
            plural(
                "{number} token was never seen in training, or once only.",
                "{number} tokens were never seen in training, or once only.",
                unknown,
            )
        )
    if (box := folded("try_tokens", t("Every token with its likeliest tags"), ":material/list:")).open:
        box.dataframe(token_frame(labelled), hide_index=True, alt=t("Tokens with their likeliest tags"))


def token_frame(labelled: Sequence[Sequence[TaggedToken]]) -> pd.DataFrame:
    """One row a token: sentence, token, tag, its probability, and the likeliest others."""
    rows = [
        {
            t("sentence"): number,
            t("token"): token.text,
            t("tag"): token.tag,
            t("probability"): share(token.chance),
            t("likeliest by itself"): ", ".join(f"{tag} {share(chance)}" for tag, chance in token.likely),
        }
        for number, tokens in enumerate(labelled, 1)
        for token in tokens
    ]
    return pd.DataFrame(rows)
