"""How good a forecast or a language model is: plain numbers, and what they are called.

Arrays of any shape go in, one float comes out. Rows whose true value is NaN are left out, because
nobody knows what was right there. A missing forecast is not left out: its score is NaN, so that a
method that did not answer is never compared on easier rows. NaN always means "cannot be said".
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

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
    "nats_per_token": Metric(
        t("nats per token"),
        t("Nats per token"),
        t("Mean surprise per token: a note with its length, a chord, a bar line."),
        t("nats/token"),
    ),
    "valid_tunes": Metric(
        t("valid tunes"),
        t("Valid tunes"),
        t("Share of 100 tunes, drawn freely, that are sound ABC notation."),
        better="larger",
        written=share,
    ),
    "full_bars": Metric(
        t("full bars"),
        t("Full bars"),
        t("Share of their bars that last as long as the meter says; a pickup is counted to its other half."),
        better="larger",
        written=share,
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
    return mean(np.abs(y - y_hat))


def mse(y: npt.ArrayLike, y_hat: npt.ArrayLike) -> float:
    """Mean squared error."""
    y, y_hat = _known(y, y_hat)
    return mean(np.square(y - y_hat))


def rmse(y: npt.ArrayLike, y_hat: npt.ArrayLike) -> float:
    """Root of the mean squared error: like the MAE, but large misses weigh more."""
    return math.sqrt(mse(y, y_hat))


def smape(y: npt.ArrayLike, y_hat: npt.ArrayLike) -> float:
    """Symmetric mean absolute percentage error, 0 to 200 percent; nothing forecast as nothing is no error."""
    y, y_hat = _known(y, y_hat)
    return mean(percent_errors(y, y_hat))


def mase(y: npt.ArrayLike, y_hat: npt.ArrayLike, y_train: npt.ArrayLike, seasonality: int = 1) -> float:
    """Mean absolute error over the in-sample error of the seasonal naive forecast; below 1 is good."""
    return mae(y, y_hat) / seasonal_scale(y_train, seasonality)


def seasonal_scale(y_train: npt.ArrayLike, seasonality: int = 1) -> float:
    """What MASE divides by: the mean seasonal change of the training part; NaN if too short or constant."""
    values = np.asarray(y_train, dtype=np.float64)
    if len(values) <= seasonality:
        return math.nan
    return mean(np.abs(values[seasonality:] - values[:-seasonality]), skip=True) or math.nan


def pinball_loss(y: npt.ArrayLike, q_hat: npt.ArrayLike, quantile: float) -> float:
    """Error of a forecast quantile: values above it cost `quantile` a unit, values below `1 - quantile`."""
    y, q_hat = _known(y, q_hat)
    return mean(pinball_losses(y, q_hat, quantile))


def coverage(y: npt.ArrayLike, lo: npt.ArrayLike, hi: npt.ArrayLike) -> float:
    """Share of true values inside the interval, borders included."""
    y, lo, hi = np.broadcast_arrays(*(np.asarray(part, dtype=np.float64) for part in (y, lo, hi)))
    known = ~np.isnan(y)
    return mean(inside(y[known], lo[known], hi[known]))


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


def _known(y: npt.ArrayLike, y_hat: npt.ArrayLike) -> tuple[Array, Array]:
    """The pairs whose true value is known, flattened."""
    truth, forecast = np.broadcast_arrays(
        np.asarray(y, dtype=np.float64), np.asarray(y_hat, dtype=np.float64)
    )
    known = ~np.isnan(truth)
    return truth[known], forecast[known]


def mean(values: Array, *, skip: bool = False) -> float:
    """The mean as a float, NaN for nothing; `skip` leaves NaN out instead of passing it on."""
    values = values[~np.isnan(values)] if skip else values
    return float(values.mean()) if values.size else math.nan


def percent_errors(y: Array, y_hat: Array, error: Array | None = None) -> Array:
    """Errors in percent of the size of the values, one a row; `error` is |y - y_hat| where it is known."""
    error = np.abs(y - y_hat) if error is None else error
    size = np.abs(y) + np.abs(y_hat)
    share: Array = np.divide(error, size, out=np.zeros_like(error), where=size != 0)
    return 200 * share


def pinball_losses(y: Array, q_hat: Array, quantile: float) -> Array:
    """The loss of a forecast of that quantile, one a row."""
    error = y - q_hat
    return np.maximum(quantile * error, (quantile - 1) * error)


def inside(y: Array, lo: Array, hi: Array) -> Array:
    """1 where the interval holds the value, 0 where not, NaN where there is no interval."""
    found = ((lo <= y) & (y <= hi)).astype(np.float64)
    return np.where(np.isnan(lo) | np.isnan(hi), math.nan, found)
