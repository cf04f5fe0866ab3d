"""A kept forecaster on new data: read by its recipe, forecast beyond the end, scored where nobody trained."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
import torch

from rnnkit.baselines import Baselines
from rnnkit.config.predict import PlannedRow
from rnnkit.data import Recipe, Table, replay
from rnnkit.data.series.adapt import Adapted, adapted
from rnnkit.data.series.ahead import stamp_words
from rnnkit.data.series.coming import behind, with_coming, with_unknown
from rnnkit.data.series.history import fewest
from rnnkit.data.series.same_step import check_step, wanted_step
from rnnkit.data.table.doctor import FEWEST_ROWS
from rnnkit.data.table.notes import listing
from rnnkit.errors import DataError
from rnnkit.files.kept import Kept
from rnnkit.metrics import MODEL, seasonal_scale
from rnnkit.tasks.forecast.calibration import Calibrated
from rnnkit.tasks.forecast.inputs.channels import Channel, new_channels
from rnnkit.tasks.forecast.inputs.known_ahead import ahead_frames, words_on_assumed
from rnnkit.tasks.forecast.inputs.starts import kept_starts
from rnnkit.tasks.forecast.inputs.windows import Windows
from rnnkit.tasks.forecast.kept.bundle import recipe_of, scaler_of
from rnnkit.tasks.forecast.kept.kept_network import forecaster
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.tasks.forecast.worth.history import history_frame
from rnnkit.tasks.forecast.worth.report import COLUMNS, Report
from rnnkit.tasks.forecast.worth.score_frame import score_frame
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from rnnkit.words import plural, t

TOLD = ("gaps", "stamps", "moved_dates")  # changes of values or dates, beside those with a warning


def forecast_new(
    kept: Kept,
    content: bytes,
    clock: Clock,
    planned: Sequence[PlannedRow] = (),
    before: Callable[[], Table] | None = None,
) -> Outcome:
    """Frames `future`, `history` and, where rows are newer than the training, `test` with scores.

    `planned` are values of covariates that somebody knows beyond the rows of the new data. `before` reads the
    data of the model, where it is at hand: its rows are laid before new ones that go on where they end.
    """
    config = kept.config
    assert isinstance(config, ResolvedForecast)
    table, said = same_kind(recipe_of(kept), config, content, alone=before is None)
    since: Mapping[str, object] = {}
    if before is not None:
        joined = behind(before(), table, config.lookback)
        table, since = joined.table, joined.since
        said += _joined_words(joined.older)
    if planned:
        table = with_coming(table, _rows(planned))
    return answered(kept, table, clock, said, since)


def answered(
    kept: Kept,
    table: Table,
    clock: Clock,
    said: Sequence[str],
    since: Mapping[str, object] = MappingProxyType({}),
) -> Outcome:
    """What a kept forecaster answers to a table; rows from `since` on are scored where a series has one."""
    config = kept.config
    assert isinstance(config, ResolvedForecast)
    every = new_channels(table, config, scaler_of(kept), since)
    report = report_on(kept, config, every)
    clock.tell("evaluating")
    frames = {
        "future": report.future(),
        "history": history_frame(every),
    } | ahead_frames(table, every, config)
    summary = {
        "config": config.model_dump(mode="json"),
        "device": "cpu",
        "metrics": {},
        "notes": [*said, *_notes(kept, table, every)],
        "assumed": words_on_assumed(every, config),
        "series": len({channel.unique_id for channel in every}),
    }
    if len(report.windows.positions("test", config.stride)):
        scored = _score(report, scaler_of(kept).seasonality)
        frames |= scored[0]
        summary["metrics"] = scored[1]
        summary["scored_on"] = _scored_words(scored[0]["test"])
    return Outcome(summary | {"seconds": clock.seconds}, frames)


def _rows(planned: Sequence[PlannedRow]) -> pd.DataFrame:
    """Planned values as rows of a table, `unique_id`, `ds` and the covariates."""
    rows = pd.DataFrame([{"unique_id": row.unique_id, "ds": row.ds, **row.values} for row in planned])
    if all(isinstance(row.ds, str) for row in planned):
        rows["ds"] = pd.to_datetime(rows["ds"], errors="coerce")
    if rows["ds"].isna().any() or rows["ds"].dtype.kind not in "Mi":
        raise DataError(t("Planned values need the date, or the number, of their step."))
    return rows


def _joined_words(older: int) -> list[str]:
    if not older:
        return []
    return [
        plural(
            "{number} row of the model's own data was put before the new ones.",
            "{number} rows of the model's own data were put before the new ones.",
            older,
        )
    ]


def _scored_words(test: pd.DataFrame) -> str:
    """Which rows were scored: how many, of how many series, from when to when."""
    known = test[test["y"].notna()].drop_duplicates(["unique_id", "target", "ds"])
    return plural(
        "Scored on {shown} value, from {first} to {last}, newer than what the model was trained on.",
        "Scored on {shown} values, from {first} to {last}, newer than what the model was trained on.",
        len(known),
        shown=f"{len(known):,}",
        first=stamp_words(known["ds"].min()),
        last=stamp_words(known["ds"].max()),
    )


def same_kind(
    recipe: Recipe, config: ResolvedForecast, content: bytes, *, alone: bool = True
) -> tuple[Table, list[str]]:
    """The table of new data, read by the recipe, and what was read otherwise than the data of the model.

    Rows that do not stand `alone` may be a single one, and may be coming ones that have no target yet.
    Raises `DataError` where it is of another kind.
    """
    new = _read(recipe, config, content, alone=alone)
    wanted, known = wanted_step(recipe)
    if wanted:
        plain = {"freq": None, "size": None, "moved": False, "grid": False}
        rows = replay(new.recipe.replace(**plain), content, FEWEST_ROWS if alone else 1).frame
        try:
            check_step(rows, wanted, known)
        except ValueError as error:
            raise DataError(str(error)) from None
    table, coming = new.table, not alone and bool(config.future_covariates)
    if coming:
        table = with_unknown(table, (*config.targets, *config.past_covariates))
    for name in (*config.targets, *config.past_covariates, *config.future_covariates):
        if name not in table.value_columns:
            raise DataError(t("Column {name!r} of the new data holds no numbers.", name=name[:60]))
    told = [c.sentence for c in new.table.changes if c.enabled and (c.warning or c.key in TOLD)]
    return table, [*new.said, *told]


def _read(recipe: Recipe, config: ResolvedForecast, content: bytes, *, alone: bool) -> Adapted:
    """The new data by the recipe; coming rows may lack the columns that nobody knows ahead."""
    if alone:
        return adapted(recipe, content)
    try:
        return adapted(recipe, content, 1)
    except DataError:
        if not config.future_covariates:
            raise
        known = tuple(name for name in recipe.values if name in config.future_covariates)
        try:
            return adapted(recipe.replace(values=known), content, 1)
        except DataError:
            pass
        raise


def report_on(kept: Kept, config: ResolvedForecast, found: Sequence[Channel], skipped: str = "") -> Report:
    """Forecasts with the kept weights and intervals; baselines are fitted to what was seen in training."""
    scaler = scaler_of(kept)
    numbers = [scaler.number(channel.unique_id, channel.target) for channel in found]
    starts = kept_starts(found, config, scaler)
    windows = Windows(found, config, torch.device("cpu"), starts, numbers)
    season = scaler.seasonality
    baselines = Baselines.fit([channel.train for channel in found], season, config.horizon, config.lookback)
    calibrated = Calibrated(np.array(scaler.factors), scaler.trust)
    return Report(config, windows, forecaster(kept), baselines, calibrated, skipped=skipped)


def _score(report: Report, season: int) -> tuple[dict[str, pd.DataFrame], dict[str, dict[str, float]]]:
    """Forecasts of the rows that are newer than the training, beside the baselines on the same rows."""
    test = report.frame("test")
    methods = [MODEL, *(name for name in test.columns if name not in COLUMNS)]
    scales = {(c.unique_id, c.target): seasonal_scale(c.train, season) for c in report.channels}
    scores = score_frame(test, methods, scales, report.config.level)
    return {"test": test, "by_series": scores.by_series, "by_step": scores.by_step}, scores.overall


def _notes(kept: Kept, table: Table, every: Sequence[Channel]) -> Iterator[str]:
    """What a person should know about these forecasts, in sentences; the program says the same."""
    config, ends = kept.config, table.frame.groupby("unique_id")["ds"].max()
    assert isinstance(config, ResolvedForecast)
    lookback, least = config.lookback, fewest(config.lookback, config.horizon)
    rule = _listed([c for c in every if c.known_before[-1] < least])
    short = _listed([c for c in every if least <= c.known_before[-1] < lookback])
    fresh = _listed([c for c in every if scaler_of(kept).line(c.unique_id, c.target) is None])
    late = _listed([c for c in every if c.ds.iloc[len(c.y) - 1] < ends[c.unique_id]])
    if rule:
        yield t("Too few values at the end for the network; a rule of thumb forecasts: {names}.", names=rule)
    if short:
        yield t(
            "Fewer than {lookback} values at the end; the network is told so: {names}.",
            lookback=lookback,
            names=short,
        )
    if fresh:
        yield t("New to the model and read in units of their own first part: {names}.", names=fresh)
    last = scaler_of(kept).holidays[-1:]
    if last and ends.max() > pd.Timestamp(last[0]):
        yield t("The model knows holidays up to {year} only.", year=last[0].year)
    if late and not config.future_covariates:
        yield t("Values end before the rows do, so forecast from the last value on: {names}.", names=late)
    if all(channel.test_start >= len(channel.y) for channel in every):
        yield t("No row is newer than what the model was trained on, so nothing is scored.")


def _listed(lines: Sequence[Channel]) -> str:
    return listing(list(dict.fromkeys(channel.unique_id for channel in lines)))
