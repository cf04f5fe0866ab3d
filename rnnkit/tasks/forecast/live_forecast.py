"""The forecast as a network makes it so far, while it trains: one line that moves, and its error.

What is drawn decides nothing. The error is that on the validation part; the test part stays unseen, so that
nobody who changes a run by hand is led by it.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch

from rnnkit.tasks.forecast.inputs.channels import Channel, cutoffs
from rnnkit.tasks.forecast.networks.network import HIGH, LOW, MIDDLE
from rnnkit.tasks.forecast.networks.objective import Objective
from rnnkit.tasks.forecast.worth.report import Report
from rnnkit.training.batches import thinned
from rnnkit.training.fitting import Clock
from rnnkit.training.loop import Interval

Array = npt.NDArray[np.float64]

EVERY = 1.0  # seconds between two drawings
MOST_POINTS = 120  # of what happened, and of each forecast: a drawing stays below 20 kB
MOST_SCORED = 200  # validation windows that the error is measured on, evenly spaced
PAST = 2  # horizons of what happened that are drawn before the first forecast


class LiveForecast:
    """Draws with the averaged weights of a check, once a second: see `validate`, then `news`.

    Each check also tells anew how much time scoring takes.
    """

    def __init__(self, objective: Objective, report: Callable[[], Report], clock: Clock) -> None:
        self._objective, self._make, self._clock = objective, report, clock
        self._report: Report | None = None
        self._next, self._drawing = 0.0, ""

    def validate(self) -> float:
        """Look at the validation part; where it is time, draw as well."""
        loss = self._objective.validate()
        self._clock.reserve(self._objective.scoring_seconds())
        if self._clock.seconds >= self._next:
            self._report = self._report or self._make()  # not before: it switches dropout off
            self._drawing = drawing(self._report, thinned(self._objective.checked, MOST_SCORED))
            self._next = self._clock.seconds + EVERY
        return loss

    def news(self, _interval: Interval) -> Mapping[str, str]:
        """What was drawn at this check, as a field of the progress; nothing where there is nothing."""
        new, self._drawing = self._drawing, ""
        return {"drawing": new} if new else {}


def drawing(report: Report, checked: torch.Tensor) -> str:
    """The first series that the network forecasts, as JSON.

    `series` and `target` name it; `of` is how many there are; `mase` is the error on the `checked` windows.
    `actual` has the columns `ds, y`; `forecasts` are the last one over known values that decides nothing of
    the test part, and the one beyond the end, each with the columns `ds, y_hat, lo, hi`. Empty where there is
    no such series.
    """
    channels = report.channels
    number = next((n for n, channel in enumerate(channels) if len(cutoffs(channel, "end"))), None)
    if number is None:
        return ""
    channel = channels[number]
    starts = [int(cutoffs(channel, part)[-1]) for part in ("valid", "end") if len(cutoffs(channel, part))]
    positions = torch.tensor(starts) + int(report.windows.offsets[number])
    answers, _ = report.answers(positions.to(report.windows.device))
    begin = max(0, starts[0] - PAST * report.config.horizon)
    found = {
        "series": channel.unique_id,
        "target": channel.target,
        "of": len(channels),
        "mase": _number(mase(report, checked)),
        "actual": _columns(channel, begin, {"y": channel.y[begin:]}),
        "forecasts": [
            _columns(channel, start, {"y_hat": one[:, MIDDLE], "lo": one[:, LOW], "hi": one[:, HIGH]})
            for start, one in zip(starts, answers, strict=True)
        ],
    }
    return json.dumps(found, separators=(",", ":"))


def mase(report: Report, checked: torch.Tensor) -> float:
    """The mean absolute error of windows, each in the mean seasonal change of its own series."""
    answers, truth = report.answers(checked)
    owner, _ = report.windows.owners(checked)
    errors = np.abs(truth - answers[..., MIDDLE]) / report.scales[owner, None]
    return float(np.nanmean(errors)) if np.isfinite(errors).any() else float("nan")


def _columns(channel: Channel, start: int, values: Mapping[str, Array]) -> dict[str, list[Any]]:
    """Values from a step on with their times, so few that a chart on a telephone can move them."""
    length = len(next(iter(values.values())))
    kept = np.arange(length)[:: -(-length // MOST_POINTS)]
    stamps = channel.ds.iloc[start + kept]
    dated = pd.api.types.is_datetime64_any_dtype(stamps)
    ds = stamps.dt.strftime("%Y-%m-%dT%H:%M:%S").tolist() if dated else stamps.tolist()
    return {"ds": ds, **{name: [_number(one) for one in column[kept]] for name, column in values.items()}}


def _number(value: float) -> float | None:
    """Five digits of a number; `None` for one that is not finite."""
    return float(f"{value:.5g}") if np.isfinite(value) else None
