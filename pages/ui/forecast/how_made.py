"""How the forecasts on a chart came about, in one sentence: what each of them was allowed to know."""

import pandas as pd

from rnnkit.words import plural, t


def how_made(part: pd.DataFrame) -> str:
    """Said of the forecasts of the test part that are drawn (`cutoff`, `step`), of one start or more."""
    starts = part["cutoff"].nunique()
    if part.empty or starts < 2:
        return t("The whole forecast was made at the dotted line, from the true values before it.")
    ahead = int(part["step"].max())
    return plural(
        "Each point is forecast one step ahead, from the true values before it: this is not one long "
        "forecast. How the network goes on by itself is under “Beyond the data”.",
        "A new forecast starts every {number} steps, from the true values before it: this is not one long "
        "forecast. Choose one start above to see it alone.",
        ahead,
    )


def beyond_words(steps: int) -> str:
    """Said of the forecast beyond the end of the data."""
    return plural(
        "What the network expects for the next step, which nobody knows yet. "
        "A longer horizon under Model shows how it goes on.",
        "What the network expects for the next {number} steps, which nobody knows yet.",
        steps,
    )
