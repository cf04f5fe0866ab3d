"""What a person should know about series that are too short: how many, which, and what was done about it."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from rnnkit.data.table.table import Table
from rnnkit.data.times.week import comes_again
from rnnkit.tasks.forecast.inputs.channels import Channel, each_cutoffs
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.words import plural, t


def notes_on_short(found: Sequence[Channel], config: ResolvedForecast) -> list[str]:
    """Sentences about series that were not learned from, not scored, or not forecast by the network."""
    return list(_notes(found, config))


def notes_on_dates(table: Table) -> list[str]:
    """A sentence where rows keep neither a step nor a pattern that tells when the next one comes."""
    stamps = table.frame["ds"]
    if table.freq or not pd.api.types.is_datetime64_any_dtype(stamps):
        return []
    longest = table.frame["unique_id"].value_counts().idxmax()
    known = stamps[table.frame["unique_id"] == longest].to_numpy("datetime64[us]").astype(np.int64)
    if comes_again(known):
        return []
    return [
        t(
            "Rows come at uneven times, so the dates of the forecast are only about right: "
            "its steps stand at the usual distance."
        )
    ]


def _notes(found: Sequence[Channel], config: ResolvedForecast) -> Iterator[str]:
    needed = config.lookback + config.horizon + config.test
    number = {part: [len(each) for each in each_cutoffs(found, part)] for part in ("end", "train", "test")}
    by_rule = [channel for channel, ends in zip(found, number["end"], strict=True) if not ends]
    asked = [channel for channel, ends in zip(found, number["end"], strict=True) if ends]
    left = [
        channel
        for channel, ends, learned in zip(found, number["end"], number["train"], strict=True)
        if ends and not learned
    ]
    masked = [channel for channel in asked if channel.parts.learns_from_short]
    if masked:
        yield plural(
            "{number} series has fewer than {needed} rows in a row; "
            "the network is told what it lacks: {example}.",
            "{number} series have fewer than {needed} rows in a row; "
            "the network is told what they lack: e.g. {example}.",
            len(masked),
            needed=needed,
            example=_example(masked),
        )
    if left:
        yield plural(
            "{number} series has too few rows; it is not learned from, but forecast: {example}.",
            "{number} series have too few rows; they are not learned from, but forecast: e.g. {example}.",
            len(left),
            example=_example(left),
        )
    if by_rule:
        yield plural(
            "{number} series ends with fewer than {fewest} rows in a row; "
            "a rule of thumb forecasts it: {example}.",
            "{number} series end with fewer than {fewest} rows in a row; "
            "a rule of thumb forecasts them: e.g. {example}.",
            len(by_rule),
            fewest=found[0].parts.fewest,
            example=_example(by_rule),
        )
    scored = sum(windows > 0 for windows in number["test"])
    if scored < len(found):
        yield t(
            "The scores rest on {scored} of {all} series; the others are too short for a test part.",
            scored=f"{scored:,}",
            all=f"{len(found):,}",
        )


def _example(found: Sequence[Channel]) -> str:
    """One of them with the longest piece of it: 'M123' (48 rows)."""
    first = found[0]
    rows = plural("{number} row", "{number} rows", int(first.known_before.max()))
    return f"{first.unique_id[:30]!r} ({rows})"
