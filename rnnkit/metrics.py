"""How good a forecast or a language model is: plain numbers, and whole score tables from a test frame.

Arrays of any shape go in, one float comes out. Rows whose true value is NaN are left out, because
nobody knows what was right there. A missing forecast is not left out: its score is NaN, so that a
method that did not answer is never compared on easier rows. NaN always means "cannot be said".
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.rounding import share, three
from rnnkit.words import t

Array = npt.NDArray[np.float64]

LARGEST_EXPONENT = 700.0
MODEL = "model"  # the method name of the network, whose forecast is the column `y_hat`


@dataclass(frozen=True)
class Metric:
    """What a score is called and how it is read: the same on every page and in the terminal.

    `name` stands inside a sentence and behind a number ("1.6 bits per character"), `heading` above a
    column, `brief` above a narrow one.
    """

    name: str
    heading: str
    meaning: str
    brief: str = ""
    better: Literal["smaller", "larger"] = "smaller"
    written: Callable[[float | None], str] = three


# The scores a run can have, by their key in `metrics` of its summary. Where a run has several, the first
# of this order ranks it.
METRICS: Mapping[str, Metric] = {
    "mase": Metric(
        "MASE", "MASE", t("Error relative to repeating the last season; below 1 is better than that.")
    ),
    "mae": Metric("MAE", "MAE", t("Mean distance between forecast and truth, in the units of the data.")),
    "rmse": Metric("RMSE", "RMSE", t("Like MAE, but large misses count more.")),
    "smape": Metric("sMAPE %", "sMAPE %", t("Error in percent of the size of the values, 0 to 200.")),
    "pinball_loss": Metric(
        t("pinball loss"),
        t("Pinball loss"),
        t("How good the interval is: narrow, and right often enough."),
        t("pinball"),
    ),
    "coverage": Metric(
        t("coverage"), t("Coverage"), t("Share of true values inside the interval."), better="larger"
    ),
    "nats_per_char": Metric(
        t("nats per character"),
        t("Nats per character"),
        t("Mean surprise per character: -ln of the probability that was given to it."),
        t("nats/char"),
    ),
    "bits_per_char": Metric(
        t("bits per character"),
        t("Bits per character"),
        t("The same in bits: what perfect compression would need."),
        t("bits/char"),
    ),
    "perplexity": Metric(
        t("perplexity"),
        t("Perplexity"),
        t("Among how many equally likely symbols it hesitates; of words, where words are read."),
    ),
    "mse": Metric(
        t("squared error"),
        t("Squared error"),
        t("Mean of (answer - right answer)²; 1/6 without a memory."),
        t("sq. error"),
    ),
    "nats": Metric(
        t("nats per step"),
        t("Nats per step"),
        t("Mean surprise at the right answer: -ln of the probability that was given to it."),
        t("nats/step"),
    ),
    "span_error": Metric(
        t("span error"),
        t("Span error"),
        t("1 - F1 of exact spans: how much is missing or too much among the names that were marked."),
        written=share,
    ),
    "token_error": Metric(
        t("wrong tags"), t("Wrong tags"), t("Share of tokens with a wrong tag."), written=share
    ),
    "span_f1": Metric(
        t("span F1"),
        t("Span F1"),
        t("How well exact spans are found: the harmonic mean of precision and recall."),
        better="larger",
        written=share,
    ),
    "token_accuracy": Metric(
        t("right tags"),
        t("Right tags"),
        t("Share of tokens with the right tag."),
        better="larger",
        written=share,
    ),
    "cer": Metric(
        t("edits per 100 characters"),
        t("Edits per 100 characters"),
        t("Letters to insert, delete or replace to mend what was written (character error rate, CER)."),
        t("edits/100"),
    ),
    "bleu": Metric(
        "BLEU",
        "BLEU",
        t("Runs of one to four words that stand in the right translation, too; 0 to 100."),
        better="larger",
    ),
    "chrf": Metric(
        "chrF",
        "chrF",
        t("The same for runs of one to six characters, so that endings count; 0 to 100."),
        better="larger",
    ),
    "exact_match": Metric(
        t("exact matches"),
        t("Exact matches"),
        t("Share of the test part that is right to the letter."),
        better="larger",
        written=share,
    ),
    "log_loss": Metric(
        t("log loss"),
        t("Log loss"),
        t("Mean surprise at the right class: -ln of the probability that was given to it."),
    ),
    "accuracy": Metric(
        t("accuracy"), t("Accuracy"), t("Share of answers that are right."), better="larger", written=share
    ),
    "macro_f1": Metric(
        t("macro F1"),
        t("Macro F1"),
        t("Mean over the classes of F1, which is high where few are missed and few taken for it wrongly."),
        better="larger",
        written=share,
    ),
    "right": Metric(
        t("right answers"),
        t("Right answers"),
        t("Share of the judged answers that are right."),
        t("right"),
        "larger",
        share,
    ),
    "whole": Metric(
        t("rows all right"),
        t("Rows all right"),
        t("Share of rows without a single mistake."),
        t("rows right"),
        "larger",
        share,
    ),
}


def known_metrics(scores: Iterable[Mapping[str, float | None]]) -> list[str]:
    """The metrics that any of these methods has, in the order of the table."""
    rows = list(scores)
    return [name for name in METRICS if any(row.get(name) is not None for row in rows)]


def mae(y: npt.ArrayLike, y_hat: npt.ArrayLike) -> float:
    """Mean absolute error, in the unit of the data."""
    y, y_hat = _known(y, y_hat)
    return _mean(np.abs(y - y_hat))


def mse(y: npt.ArrayLike, y_hat: npt.ArrayLike) -> float:
    """Mean squared error."""
    y, y_hat = _known(y, y_hat)
    return _mean(np.square(y - y_hat))


def rmse(y: npt.ArrayLike, y_hat: npt.ArrayLike) -> float:
    """Root of the mean squared error: like the MAE, but large misses weigh more."""
    return math.sqrt(mse(y, y_hat))


def smape(y: npt.ArrayLike, y_hat: npt.ArrayLike) -> float:
    """Symmetric mean absolute percentage error, 0 to 200 percent; nothing forecast as nothing is no error."""
    y, y_hat = _known(y, y_hat)
    return _mean(_percent(y, y_hat))


def mase(y: npt.ArrayLike, y_hat: npt.ArrayLike, y_train: npt.ArrayLike, seasonality: int = 1) -> float:
    """Mean absolute error over the in-sample error of the seasonal naive forecast; below 1 is good."""
    return mae(y, y_hat) / seasonal_scale(y_train, seasonality)


def seasonal_scale(y_train: npt.ArrayLike, seasonality: int = 1) -> float:
    """What MASE divides by: the mean seasonal change of the training part; NaN if too short or constant."""
    values = np.asarray(y_train, dtype=np.float64)
    if len(values) <= seasonality:
        return math.nan
    return _mean(np.abs(values[seasonality:] - values[:-seasonality]), skip=True) or math.nan


def pinball_loss(y: npt.ArrayLike, q_hat: npt.ArrayLike, quantile: float) -> float:
    """Error of a forecast quantile: values above it cost `quantile` a unit, values below `1 - quantile`."""
    y, q_hat = _known(y, q_hat)
    return _mean(_pinball(y, q_hat, quantile))


def coverage(y: npt.ArrayLike, lo: npt.ArrayLike, hi: npt.ArrayLike) -> float:
    """Share of true values inside the interval, borders included."""
    y, lo, hi = np.broadcast_arrays(*(np.asarray(part, dtype=np.float64) for part in (y, lo, hi)))
    known = ~np.isnan(y)
    return _mean(_inside(y[known], lo[known], hi[known]))


def bits_per_char(nats: float, symbols: float = 1, characters: float = 1) -> float:
    """Bits per character where a symbol costs so many nats: comparable between all vocabularies."""
    return nats * symbols / characters / math.log(2)


def perplexity(nats: float) -> float:
    """Of how many equally likely symbols the next one is as hard to guess."""
    return math.inf if nats > LARGEST_EXPONENT else math.exp(nats)


def text_scores(nats: float, symbols: int, characters: int) -> dict[str, float]:
    """The three figures of a language model that needs so many nats per symbol on average.

    The perplexity is that of a symbol; for words, that of a word.
    """
    return {
        "nats_per_char": nats * symbols / characters if characters else math.nan,
        "bits_per_char": bits_per_char(nats, symbols, characters) if characters else math.nan,
        "perplexity": perplexity(nats),
    }


@dataclass(frozen=True)
class ScoreFrames:
    """The scores of all methods on the same rows: as a whole, by series and by step of the horizon."""

    overall: dict[str, dict[str, float]]
    by_series: pd.DataFrame  # unique_id, target, method, mae, rmse, smape, mase
    by_step: pd.DataFrame  # step, method, mae, rmse


def score_frame(
    test: pd.DataFrame,
    methods: Sequence[str],
    scales: Mapping[tuple[str, str], float],
    level: float = 0.8,
) -> ScoreFrames:
    """Score every method of a test frame.

    `test` has the columns unique_id, target, step, y, y_hat, lo, hi and one column a baseline; `methods`
    are names of such columns, "model" being `y_hat` with its interval of the given level. `scales` holds
    the `seasonal_scale` of each (unique_id, target); the overall MASE is the mean over series, as in M4.
    """
    test = test[test["y"].notna()]
    groups = _Groups.of(test)
    y = test["y"].to_numpy(np.float64)
    divisors = np.array([scales.get(key, math.nan) for key in groups.series], dtype=np.float64)
    tables = {name: _method_sums(y, _forecast(test, name), groups) for name in methods}
    overall = {name: _overall(table, groups, divisors) for name, table in tables.items()}
    if MODEL in overall and {"lo", "hi"} <= set(test.columns):
        overall[MODEL] |= _interval_scores(test, level)
    return ScoreFrames(
        overall=overall,
        by_series=pd.concat(
            [_series_rows(name, table, groups, divisors) for name, table in tables.items()], ignore_index=True
        ),
        by_step=pd.concat(
            [_step_rows(name, table, groups) for name, table in tables.items()], ignore_index=True
        ),
    )


@dataclass(frozen=True)
class _Groups:
    """Which cell of the (series, step) table each row belongs to, so that one sum serves both tables."""

    series: list[tuple[str, str]]
    steps: npt.NDArray[np.int64]
    cell: npt.NDArray[np.int64]  # (rows,) index into the flattened (series, step) table
    count: Array  # (series, step) rows in each cell

    @classmethod
    def of(cls, test: pd.DataFrame) -> "_Groups":
        """Number the series in order of appearance and the steps in rising order."""
        ids, id_names = pd.factorize(test["unique_id"])
        targets, target_names = pd.factorize(test["target"])
        pairs, pair_keys = pd.factorize(ids.astype(np.int64) * max(len(target_names), 1) + targets)
        series = [
            (str(id_names[key // len(target_names)]), str(target_names[key % len(target_names)]))
            for key in pair_keys.tolist()
        ]
        step, steps = pd.factorize(test["step"].to_numpy(), sort=True)
        cell = pairs.astype(np.int64) * max(len(steps), 1) + step
        count = np.bincount(cell, minlength=len(series) * len(steps)).astype(np.float64)
        table: Array = count.reshape(len(series), len(steps))
        return cls(series, np.asarray(steps, dtype=np.int64), cell, table)

    def sums(self, values: Array) -> Array:
        """Add up one value a row into the (series, step) table."""
        flat = np.bincount(self.cell, weights=values, minlength=self.count.size).astype(np.float64)
        table: Array = flat.reshape(self.count.shape)
        return table


def _forecast(test: pd.DataFrame, method: str) -> Array:
    return test["y_hat" if method == MODEL else method].to_numpy(np.float64)


def _method_sums(y: Array, y_hat: Array, groups: _Groups) -> dict[str, Array]:
    """Sums of absolute, squared and percentage errors, each as a (series, step) table."""
    error = np.abs(y - y_hat)
    return {
        "mae": groups.sums(error),
        "mse": groups.sums(error * error),
        "smape": groups.sums(_percent(y, y_hat, error)),
    }


def _overall(table: Mapping[str, Array], groups: _Groups, divisors: Array) -> dict[str, float]:
    rows = groups.count.sum()
    error = _ratio(table["mae"].sum(axis=1), groups.count.sum(axis=1)) / divisors
    return {
        "mae": float(_ratio(table["mae"].sum(), rows)),
        "rmse": float(np.sqrt(_ratio(table["mse"].sum(), rows))),
        "smape": float(_ratio(table["smape"].sum(), rows)),
        # A series without a scale (constant, or too short) has no MASE and is left out of the mean.
        "mase": _mean(error[~np.isnan(divisors)]),
    }


def _interval_scores(test: pd.DataFrame, level: float) -> dict[str, float]:
    """Coverage of the interval, and the pinball loss of its borders and of the median between them."""
    y, y_hat, lo, hi = (test[name].to_numpy(np.float64) for name in ("y", "y_hat", "lo", "hi"))
    tail = (1 - level) / 2
    losses = [_mean(_pinball(y, q_hat, q)) for q, q_hat in ((tail, lo), (0.5, y_hat), (1 - tail, hi))]
    return {"pinball_loss": sum(losses) / 3, "coverage": _mean(_inside(y, lo, hi))}


def _series_rows(method: str, table: Mapping[str, Array], groups: _Groups, divisors: Array) -> pd.DataFrame:
    rows = groups.count.sum(axis=1)
    error = _ratio(table["mae"].sum(axis=1), rows)
    return pd.DataFrame(
        {
            "unique_id": [unique_id for unique_id, _ in groups.series],
            "target": [target for _, target in groups.series],
            "method": method,
            "mae": error,
            "rmse": np.sqrt(_ratio(table["mse"].sum(axis=1), rows)),
            "smape": _ratio(table["smape"].sum(axis=1), rows),
            "mase": error / divisors,
        }
    )


def _step_rows(method: str, table: Mapping[str, Array], groups: _Groups) -> pd.DataFrame:
    rows = groups.count.sum(axis=0)
    return pd.DataFrame(
        {
            "step": groups.steps,
            "method": method,
            "mae": _ratio(table["mae"].sum(axis=0), rows),
            "rmse": np.sqrt(_ratio(table["mse"].sum(axis=0), rows)),
        }
    )


def _known(y: npt.ArrayLike, y_hat: npt.ArrayLike) -> tuple[Array, Array]:
    """The pairs whose true value is known, flattened."""
    truth, forecast = np.broadcast_arrays(
        np.asarray(y, dtype=np.float64), np.asarray(y_hat, dtype=np.float64)
    )
    known = ~np.isnan(truth)
    return truth[known], forecast[known]


def _mean(values: Array, *, skip: bool = False) -> float:
    """The mean as a float, NaN for nothing; `skip` leaves NaN out instead of passing it on."""
    values = values[~np.isnan(values)] if skip else values
    return float(values.mean()) if values.size else math.nan


def _percent(y: Array, y_hat: Array, error: Array | None = None) -> Array:
    error = np.abs(y - y_hat) if error is None else error
    size = np.abs(y) + np.abs(y_hat)
    share: Array = np.divide(error, size, out=np.zeros_like(error), where=size != 0)
    return 200 * share


def _pinball(y: Array, q_hat: Array, quantile: float) -> Array:
    error = y - q_hat
    return np.maximum(quantile * error, (quantile - 1) * error)


def _inside(y: Array, lo: Array, hi: Array) -> Array:
    """1 where the interval holds the value, 0 where not, NaN where there is no interval."""
    inside = ((lo <= y) & (y <= hi)).astype(np.float64)
    return np.where(np.isnan(lo) | np.isnan(hi), math.nan, inside)


def _ratio(total: Array, count: Array) -> Array:
    """Means from sums; NaN where nothing was counted."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(total / count, dtype=np.float64)
