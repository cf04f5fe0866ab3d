"""Where the forecast beyond the end comes from: the network that learned on with all rows, where one did."""

from rnnkit.baselines import Baselines
from rnnkit.tasks.forecast.networks.network import Forecaster
from rnnkit.tasks.forecast.worth.report import Report
from rnnkit.training.refit import Refitted
from rnnkit.words import plural, t


def beyond(scored: Report, refitted: Refitted | None) -> Report:
    """The report of the network that forecasts beyond the end, beside baselines that are fitted to all rows.

    Its intervals are as wide as those of the network that is scored: what it has learned from cannot say how
    far it is off elsewhere. Where no network learned on, it is the report of the one that is scored.
    """
    if refitted is None or refitted.why:
        return scored
    assert isinstance(refitted.model, Forecaster)
    config, channels, baselines = scored.config, scored.channels, scored.baselines
    whole = Baselines.fit(
        [channel.y for channel in channels],
        baselines.seasonality,
        config.horizon,
        config.lookback,
        [channel.parts.learned for channel in channels],
    )
    windows, calibrated, skipped = scored.windows, scored.calibrated, scored.skipped
    return Report(config, windows, refitted.model, whole, calibrated, skipped=skipped, seen_all=True)


def words_on_beyond(scored: Report, refitted: Refitted | None) -> str:
    """Which network is scored and which forecasts, in one line; empty where nobody wanted two."""
    if refitted is None:
        return ""
    rows, several = scored.config.test, len({channel.unique_id for channel in scored.channels}) > 1
    never = (
        plural(
            "the last {rows:,} row of each series", "the last {rows:,} rows of each series", rows, rows=rows
        )
        if several
        else plural("the last {rows:,} row", "the last {rows:,} rows", rows, rows=rows)
    )
    if refitted.why:
        return t(
            "{why} So the forecast comes from the network of the scores, which never saw {never}.",
            why=refitted.why,
            never=never,
        )
    return t(
        "Scores are of a network that never saw {never}; "
        "the forecast comes from one that learned on with all rows.",
        never=never,
    )
