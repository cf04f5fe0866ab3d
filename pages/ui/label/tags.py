"""The tags of the sentences: how often each comes, and words that have it."""

from collections import Counter, defaultdict

import pandas as pd

from pages.ui.frame.folds import folded
from rnnkit.data.tagged.schemes import bio_spans
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.words import t

EXAMPLES = 6
MOST = 200


def types_of(found: Tagged) -> list[str]:
    """The types of spans or the plain tags, in the order of their colours."""
    return [str(kind) for kind in found.understood["types"]]


def tag_table(found: Tagged) -> None:
    """The table, made when somebody opens it."""
    if (box := folded("tags", t("The tags"), ":material/label:")).open:
        box.dataframe(
            tag_frame(found),
            hide_index=True,
            alt=t("How often each tag comes, with the most frequent words that have it"),
        )


def tag_frame(found: Tagged) -> pd.DataFrame:
    """A row a type or tag, most frequent first: tag, number, percent, examples."""
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    blank = "" if found.cutting["characters"] else " "
    for tokens, tags in zip(found.tokens, found.tags, strict=True):
        if found.spans:
            for start, end, kind in bio_spans(tags):
                words[kind][blank.join(tokens[start:end])] += 1
        else:
            for token, tag in zip(tokens, tags, strict=True):
                words[tag][token] += 1
    totals = {kind: sum(counts.values()) for kind, counts in words.items()}
    whole = max(1, sum(totals.values()))
    rows = [
        {
            t("tag"): kind,
            t("number"): totals[kind],
            t("percent"): round(100 * totals[kind] / whole, 2),
            t("examples"): ", ".join(word for word, _ in words[kind].most_common(EXAMPLES)),
        }
        for kind in sorted(totals, key=lambda kind: (-totals[kind], kind))
    ]
    return pd.DataFrame(rows[:MOST])
