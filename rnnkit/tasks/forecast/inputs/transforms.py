"""On which scale each target is read, and what kind of numbers its forecasts are.

Whether logarithms or roots help is tried out: a ridge regression of the training part forecasts the
validation part on every scale that the values allow, and errors are compared in units of the data. The test
part says nothing here but what kind of numbers a column holds: none below zero, all whole. How small they
are, where a logarithm begins, is told by the training part; what is far smaller later is read as if it were
there.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.baselines import Ridge
from rnnkit.baselines.naive import right_aligned
from rnnkit.baselines.smoothing import theta
from rnnkit.data.series.scaling import spread
from rnnkit.data.series.transform import Transform
from rnnkit.data.table.notes import listing
from rnnkit.data.table.table import Table
from rnnkit.errors import ConfigError
from rnnkit.rounding import percent
from rnnkit.tasks.forecast.inputs.line import Line, Positions
from rnnkit.tasks.forecast.inputs.scaler import POWERS
from rnnkit.tasks.forecast.inputs.series_parts import SeriesParts, cutoffs_of
from rnnkit.tasks.forecast.settings import ResolvedForecast, Scaling
from rnnkit.words import plural, t

Array = npt.NDArray[np.float64]

CLEAR = 0.98  # of the error as it is: a transform has to be better than that, or it is luck
MOST_LINES, MOST_VALUES, MOST_STEPS = 50, 1000, 128  # tried out on so many; a lookback of so many steps
MOST_WINDOWS, MOST_ALONE = 40, 6  # of each line
FEWEST_APART = 4  # validation windows that do not overlap: of fewer, one turn of the series decides
SMALL = 1e-3  # of the smallest value above zero in training: what is lower is read as this


def transforms_of(
    table: Table, lines: Sequence[Line], parts: Sequence[SeriesParts], config: ResolvedForecast
) -> dict[str, Transform]:
    """The transform of each target; what is left open is tried out on the validation part.

    Raises `ConfigError` where a logarithm or a root is asked for that does not exist.
    """
    scaling = config.transform
    if scaling == "auto":
        scaling = best_scaling(scaling_errors(table, lines, parts, config), clear_of(config))
    learned = _learned(table, lines, parts)
    return {
        name: _of_target(name, _known(table, name), learned.get(name, np.empty(0)), scaling, config)
        for name in config.targets
    }


def _learned(table: Table, lines: Sequence[Line], parts: Sequence[SeriesParts]) -> dict[str, Array]:
    """The measured values of the training parts of all series, by target."""
    rows: dict[str, list[Positions]] = {}
    for line, part in zip(lines, parts, strict=True):
        rows.setdefault(line.target, []).append(line.rows[: part.valid_start])
    found = {}
    for name, places in rows.items():
        inside = np.concatenate(places)
        y = table.frame[name].to_numpy(dtype=np.float64)[inside]
        found[name] = y[np.isfinite(y) & ~table.imputed[name].to_numpy(dtype=bool)[inside]]
    return found


def _known(table: Table, name: str) -> Array:
    """The values of a column that were measured, not filled in."""
    y: Array = table.frame[name].to_numpy(dtype=np.float64)
    measured = np.isfinite(y) & ~table.imputed[name].to_numpy(dtype=bool)
    return y[measured] if measured.any() else y[np.isfinite(y)]


def _of_target(
    name: str, known: Array, learned: Array, scaling: Scaling, config: ResolvedForecast
) -> Transform:
    if config.transform in ("root", "log") and known.min() < 0:
        raise ConfigError(
            t(
                "{name} has values below zero, which have no {transform}; choose no transform.",
                name=name[:60],
                transform={"root": t("square root"), "log": t("logarithm")}[config.transform],
            )
        )
    read = transform_of(learned, scaling) if known.min() >= 0 else Transform()
    like = config.like_data
    floor = config.floor if config.floor is not None else 0.0 if like and known.min() >= 0 else None
    whole = bool(like and (known == np.rint(known)).all())
    return Transform(read.power, read.shift, read.least, floor, config.ceiling, whole)


def transform_of(learned: Array, scaling: Scaling) -> Transform:
    """How values are read on a scale, by those learned from; as they are where some of them are not on it."""
    if scaling in ("auto", "none") or not (learned > 0).any() or learned.min() < 0:
        return Transform()
    smallest = float(learned[learned > 0].min())
    if scaling == "root":
        return Transform(POWERS["root"])
    shift = 0.0 if learned.min() > 0 else smallest
    return Transform(POWERS["log"], shift, SMALL * (smallest if shift == 0 else shift))


def best_scaling(errors: Mapping[Scaling, float], clear: float = CLEAR) -> Scaling:
    """The scale with the smallest error; that of the values themselves where another one's luck may do it.

    Another one has to be better than `clear` times the error as it is.
    """
    if not errors:
        return "none"
    best = min(errors, key=lambda name: errors[name])
    return best if errors[best] < clear * errors["none"] else "none"


def clear_of(config: ResolvedForecast) -> float:
    """How clear the gain of a scale has to be: where many series speak for it, any will do."""
    return 1.0 if config.start_with == "per_series" else CLEAR


def scaling_errors(
    table: Table, lines: Sequence[Line], parts: Sequence[SeriesParts], config: ResolvedForecast
) -> dict[Scaling, float]:
    """The mean error on each scale, in spreads of the series; empty where none can be tried out."""
    known = {name: _known(table, name) for name in config.targets}
    positive = {name for name, values in known.items() if values.min() >= 0}
    valid = cutoffs_of(parts, "valid")
    able = [
        (line, part, len(ends))
        for line, part, ends in zip(lines, parts, valid, strict=True)
        if line.target in positive and len(ends)
    ]
    apart = sum(-(-windows // part.horizon) for _, part, windows in able)
    if apart < FEWEST_APART:
        return {}
    able = able[:: -(-len(able) // MOST_LINES)]
    learned = _learned(table, lines, parts)
    return {
        scaling: _error(
            [(line.y, part, transform_of(learned[line.target], scaling)) for line, part, _ in able],
            table.seasonality,
            config.start_with == "per_series",
        )
        for scaling in POWERS
    }


def _error(able: Sequence[tuple[Array, SeriesParts, Transform]], season: int, alone: bool) -> float:
    """The mean absolute error over the validation windows of these series: of a ridge regression of all, or
    of Theta where each has a start of its own.
    """
    K, L = able[0][1].horizon, min(able[0][1].lookback, MOST_STEPS)
    read = [transform.read(y) for y, _, transform in able]
    scales = [spread(z[: part.valid_start]) for z, (_, part, _) in zip(read, able, strict=True)]
    read = [z / scale for z, scale in zip(read, scales, strict=True)]
    train = [
        z[max(0, part.valid_start - MOST_VALUES) : part.valid_start]
        for z, (_, part, _) in zip(read, able, strict=True)
    ]
    ridge = Ridge.fit(train, L, K, season)
    if ridge is None:
        return np.inf
    errors = []
    for (y, part, transform), z, scale in zip(able, read, scales, strict=True):
        ends = part.cutoffs("valid")
        ends = ends[ends >= ridge.lookback][-MOST_VALUES:]
        ends = ends[:: -(-len(ends) // MOST_WINDOWS) or 1]
        if len(ends):
            windows = z[ends[:, None] + np.arange(-ridge.lookback, 0)]
            histories = right_aligned([z[:end] for end in ends[-MOST_ALONE:]])
            answers = theta(histories, K, season) if alone else ridge.predict(windows)
            ends = ends[-len(answers) :]
            truth = y[ends[:, None] + np.arange(K)]
            off = np.abs(transform.write(answers * scale) - truth)
            errors.append(float(np.nanmean(off)) / spread(y[: part.valid_start]))
    return float(np.mean(errors)) if errors else np.inf


def words_on_scaling(scaling: Scaling, errors: Mapping[Scaling, float]) -> list[str]:
    """Why values are read on another scale than their own, in a sentence; none where they are not."""
    if scaling not in errors or scaling == "none":
        return []
    return [
        t(
            "Values are read as {scale}: a simple forecast of the validation set is {gain} better with "
            "them ({own:.3g} against {plain:.3g} standard deviations).",
            scale={"log": t("logarithms"), "root": t("square roots")}[scaling],
            gain=percent(1 - errors[scaling] / errors["none"]),
            own=errors[scaling],
            plain=errors["none"],
        )
    ]


def words_on_small(found: Mapping[str, Sequence[Array]], transforms: Mapping[str, Transform]) -> list[str]:
    """What became of values that are smaller than any learned from, so small that they have no logarithm.

    `found` are the values of all series behind their training parts, by target; a sentence for each target.
    """
    said = []
    for name, values in found.items():
        one = transforms.get(name, Transform())
        small = sum(int((y + one.shift < one.least).sum()) for y in values) if one.power == 0 else 0
        if small:
            said.append(
                plural(
                    "{number} value of {name} after the training part is far below any in it; the network "
                    "reads it as {least:.3g}, where its logarithms begin.",
                    "{number} values of {name} after the training part are far below any in it; the network "
                    "reads them as {least:.3g}, where its logarithms begin.",
                    small,
                    name=name[:30],
                    least=one.least - one.shift,
                )
            )
    return said


def words_on_kind(transforms: Mapping[str, Transform], config: ResolvedForecast) -> list[str]:
    """What forecasts keep to because the data does, each in a sentence."""
    if not config.like_data:
        return []
    above = [name for name, one in transforms.items() if config.floor is None and one.floor is not None]
    whole = [name for name, one in transforms.items() if one.whole]
    alone = len(transforms) == 1
    if alone and above and whole:
        return [t("As in the data, no forecast is below 0 and all are whole numbers.")]
    if alone:
        return [
            *([t("As in the data, no forecast is below 0.")] if above else []),
            *([t("As in the data, all forecasts are whole numbers.")] if whole else []),
        ]
    return [
        *([t("As in the data, no forecast is below 0: {names}.", names=listing(above))] if above else []),
        *([t("As in the data, all forecasts are whole: {names}.", names=listing(whole))] if whole else []),
    ]
