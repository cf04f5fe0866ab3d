"""Coming back with newer rows: they are laid behind the old ones, and the last forecast is scored on them."""

from typing import Any, Protocol

import pandas as pd

from rnnkit.config.visit import READING, ROWS
from rnnkit.data import Table
from rnnkit.data.series.ahead import stamp_words
from rnnkit.errors import DataError
from rnnkit.files.kept import Kept
from rnnkit.metrics import MODEL
from rnnkit.tasks.forecast.compare import scales_of
from rnnkit.tasks.forecast.home.appended import append, append_words
from rnnkit.tasks.forecast.kept.bundle import recipe_of
from rnnkit.tasks.forecast.kept.new_data import answered, same_kind
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.tasks.forecast.worth.score_frame import score_frame
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from rnnkit.words import plural, t

LINE = ["unique_id", "target", "ds"]
SHOWN = frozenset({"future", "history", "test", "ahead"})  # frames of an answer that its page draws
NOT_METHODS = frozenset({*LINE, "step", "y", "y_hat", "lo", "hi", "method"})


class Before(Protocol):
    """What was there before; see `rnnkit.bundle.visit.Visited`."""

    @property
    def reads(self) -> Kept:
        """The model that says how files are read."""

    @property
    def kept(self) -> Kept:
        """The model that forecasts from now on."""

    @property
    def rows(self) -> Any:
        """Reads the rows so far."""

    @property
    def forecast(self) -> pd.DataFrame:
        """The last forecast, as a frame `future`."""

    @property
    def scored(self) -> pd.DataFrame:
        """The scores by series of the model, from which the scales of MASE are told."""


def come_back(before: Before, content: bytes, clock: Clock) -> Outcome:
    """Frames `future`, `history` and `scored` (the last forecast beside what came), and all rows as a file.

    Raises `DataError` where the file is of another kind or holds no row that is newer.
    """
    config = before.kept.config
    assert isinstance(config, ResolvedForecast)
    recipe = recipe_of(before.reads)
    new, said = same_kind(recipe, config, content, alone=False)
    found = append(recipe, before.rows(), new)
    if not found.added:
        raise DataError(t("No row of this file is newer than those that are there."))
    outcome = answered(before.kept, found.table, clock, [*append_words(found), *said])
    scored = against(before.forecast, found.table)
    summary = {
        **outcome.summary,
        "metrics": _scores(scored, before.scored, config),
        "scored_on": _scored_words(scored),
        "added": found.added,
        "until": str(stamp_words(found.table.frame["ds"].max())),
    }
    kept = {name: frame for name, frame in outcome.frames.items() if name in SHOWN}
    files = {ROWS: found.content, READING: found.reading.to_json().encode()}
    return Outcome(summary | {"seconds": clock.seconds}, {**kept, "scored": scored}, files=files)


def against(forecast: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The rows of a forecast whose values have come by now, with these as `y`; nothing filled in counts."""
    keys = table.frame[["unique_id", "ds"]].astype({"unique_id": "str"})
    targets = [name for name in table.value_columns if name in set(forecast["target"].astype(str))]
    came = pd.concat(
        keys.assign(target=name, y=table.frame[name].mask(table.imputed[name].to_numpy())) for name in targets
    )
    rows = forecast.astype({"unique_id": "str", "target": "str", "ds": came["ds"].dtype})
    return rows.merge(came.astype({"target": "str"}).dropna(subset="y"), on=LINE, how="inner")


def _scores(
    scored: pd.DataFrame, by_series: pd.DataFrame, config: ResolvedForecast
) -> dict[str, dict[str, float]]:
    """The network and every baseline on the rows that came."""
    if scored.empty:
        return {}
    methods = [MODEL, *(str(name) for name in scored if name not in NOT_METHODS)]
    return score_frame(scored, methods, scales_of(by_series), config.level).overall


def _scored_words(scored: pd.DataFrame) -> str:
    """Which of the forecast values have come."""
    if scored.empty:
        return t("None of the forecast values has come yet, so the last forecast is not scored.")
    return plural(
        "The last forecast is scored on {shown} value that has come, from {first} to {last}.",
        "The last forecast is scored on {shown} values that have come, from {first} to {last}.",
        len(scored),
        shown=f"{len(scored):,}",
        first=stamp_words(scored["ds"].min()),
        last=stamp_words(scored["ds"].max()),
    )
