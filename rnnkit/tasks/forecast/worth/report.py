"""What a trained forecaster is worth: forecasts, intervals and scores beside every baseline, row by row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from torch import Tensor

from rnnkit.baselines import Baselines, slow_baselines, too_many
from rnnkit.baselines.starts import corrected
from rnnkit.data.series.history import known_before
from rnnkit.data.series.panel import seasonal_scales
from rnnkit.data.series.transform import Transform
from rnnkit.data.table.table import Table
from rnnkit.metrics import MODEL, mean
from rnnkit.tasks.forecast.calibration import Calibrated, calibrate, lie_apart, widen
from rnnkit.tasks.forecast.inputs.channels import Channel, each_cutoffs
from rnnkit.tasks.forecast.inputs.known_ahead import ahead_frames, words_on_assumed
from rnnkit.tasks.forecast.inputs.windows import Windows
from rnnkit.tasks.forecast.networks.model import forecast
from rnnkit.tasks.forecast.networks.network import HIGH, LOW, MIDDLE, Forecaster
from rnnkit.tasks.forecast.networks.objective import MAX_CALIBRATION
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.tasks.forecast.short_series import notes_on_dates, notes_on_short
from rnnkit.tasks.forecast.worth.facts import facts
from rnnkit.tasks.forecast.worth.history import history_frame
from rnnkit.tasks.forecast.worth.judge import judge
from rnnkit.tasks.forecast.worth.score_frame import score_frame
from rnnkit.training.batches import thinned

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)  # of the correction of a network that are tried
COLUMNS = ("unique_id", "target", "cutoff", "ds", "step", "y", "y_hat", "lo", "hi")


@dataclass(frozen=True)
class ScoredForecast:
    """The part of an outcome that scoring adds."""

    summary: dict[str, Any]
    frames: Mapping[str, pd.DataFrame]


class Report:
    """Forecasts every window of a part and lays the baselines beside it.

    What is not `calibrated` yet is calibrated on the validation part. `skipped` says why the baselines that
    are fitted anew for every forecast are left out; without it their number decides.
    `seen_all` says that the network has learned from the test part, too.
    """

    def __init__(
        self,
        config: ResolvedForecast,
        windows: Windows,
        model: Forecaster,
        baselines: Baselines,
        calibrated: Calibrated | None = None,
        *,
        skipped: str = "",
        seen_all: bool = False,
    ) -> None:
        self.seen_all = seen_all
        self.config, self.windows, self.model, self.baselines = config, windows, model.eval(), baselines
        self.calibrated = calibrated or self._calibration()
        forecasts = sum(len(windows.positions(part, config.stride)) for part in ("test", "end"))
        self.skipped = skipped or too_many(forecasts, baselines.seasonality)

    @property
    def channels(self) -> Sequence[Channel]:
        """The channels, in the order of the windows."""
        return self.windows.channels

    @cached_property
    def scales(self) -> Array:
        """The mean seasonal change of each channel before its test part `(S,)`; NaN where it has none."""
        return seasonal_scales([channel.known for channel in self.channels], self.channels[0].season)

    def _calibration(self) -> Calibrated:
        positions = thinned(self.windows.positions("valid"), MAX_CALIBRATION)
        if len(positions) == 0:
            return Calibrated(np.ones(self.config.horizon), 1.0 if self.windows.starts is None else 0.0)
        trust = self._trust(positions)
        owner, cutoff = self.windows.owners(positions)
        answers = self._read(positions, trust)
        if (starts := self.windows.starts) is not None:  # these rows chose the weights of each series
            answers += (starts.shared(owner, cutoff) - starts.of(owner, cutoff))[..., None]
        truth = self._truth(owner, cutoff, [channel.z for channel in self.channels])
        low, middle, high = (answers[..., border] for border in (LOW, MIDDLE, HIGH))
        factors = calibrate(truth, low, middle, high, self.config.level, apart=self._apart(len(positions)))
        return Calibrated(factors, trust)

    def _apart(self, read: int) -> int:
        """How many validation windows do not overlap, of those that were `read`."""
        owner, _ = self.windows.owners(self.windows.positions("valid"))
        return min(read, lie_apart(owner, self.config.horizon))

    def _trust(self, positions: Tensor) -> float:
        """Half of the share of the correction that does best on the validation part; all without a start.

        That part chose the weights of the network too and is short, so it promises more than it keeps.
        """
        if self.windows.starts is None:
            return 1.0
        middle, (owner, cutoff) = self._read(positions)[..., MIDDLE], self.windows.owners(positions)
        begin = self.windows.starts.of(owner, cutoff)
        truth = self._truth(owner, cutoff, [channel.z for channel in self.channels])
        before = [channel.z[: channel.test_start] for channel in self.channels]
        scales = seasonal_scales(before, self.channels[0].season)[owner, None]
        errors = [
            mean(np.abs(truth - begin - share * (middle - begin)) / scales, skip=True) for share in SHARES
        ]
        return SHARES[int(np.argmin(errors))] / 2

    def answers(self, positions: Tensor) -> tuple[Array, Array]:
        """Forecasts `(N, K, 3)` as they are shown, and true values `(N, K)`; unknown ones are NaN."""
        read = self._read(positions, self.calibrated.trust)
        owner, cutoff = self.windows.owners(positions)
        low, high = widen(read[..., LOW], read[..., MIDDLE], read[..., HIGH], self.calibrated.factors)
        shown = [self._written(part, owner) for part in (low, read[..., MIDDLE], high)]
        return np.stack(shown, axis=-1), self._truth(owner, cutoff, [c.y for c in self.channels])

    @torch.no_grad()
    def _read(self, positions: Tensor, trust: float = 1.0) -> Array:
        """Forecasts `(N, K, 3)` in the units of the network, with so much of its correction of a start."""
        parts = [np.zeros((0, self.config.horizon, 3))]
        for chunk in self.windows.chunks(positions):
            batch = self.windows.gather(chunk)
            answers = forecast(self.model, batch, self.config.normalization) + batch.level[..., None]
            found = answers.double().cpu().numpy()
            if batch.start is not None:
                found = corrected(found, batch.start.double().cpu().numpy(), trust)
            parts.append(found)
        return np.concatenate(parts)

    def _truth(self, owner: Ints, cutoff: Ints, values: Sequence[Array]) -> Array:
        """These values, one array per channel, behind each cutoff `(N, K)`; unknown ones are NaN."""
        truth = np.full((len(owner), self.config.horizon), np.nan)
        for row, (number, start) in enumerate(zip(owner, cutoff, strict=True)):
            known = values[number][start : start + self.config.horizon]
            truth[row, : len(known)] = known
        return truth

    def _written(self, answers: Array, owner: Ints) -> Array:
        """Answers `(N, K)` of the network in units of the data, as forecasts may be."""
        units = np.array([(channel.scale, channel.center) for channel in self.channels])[owner]
        read = answers * units[:, :1] + units[:, 1:]
        return self._by_target(owner, read, Transform.write)

    def _by_target(self, owner: Ints, values: Array, change: Callable[[Transform, Array], Array]) -> Array:
        """Values `(N, K)` changed by the transform of the target that each row is of."""
        kinds = [channel.transform for channel in self.channels]
        each = {transform: number for number, transform in enumerate(dict.fromkeys(kinds))}
        of_row = np.array([each[transform] for transform in kinds])[owner]
        changed = values.copy()
        for transform, number in each.items():
            changed[of_row == number] = change(transform, values[of_row == number])
        return changed

    def frame(self, part: str) -> pd.DataFrame:
        """Every forecast of a part as rows, and baselines beside it."""
        positions = self.windows.positions(part, self.config.stride)
        answers, truth = self.answers(positions)
        owner, cutoff = self.windows.owners(positions)
        columns = self._labels(owner, cutoff) | {
            "y": self._scored(truth, owner, cutoff).ravel(),
            "y_hat": answers[..., MIDDLE].ravel(),
            "lo": answers[..., LOW].ravel(),
            "hi": answers[..., HIGH].ravel(),
        }
        columns |= {name: values.ravel() for name, values in self._others(owner, cutoff).items()}
        frame = pd.DataFrame(columns)
        inside = np.array([len(channel.y) for channel in self.channels])[owner] if part == "test" else None
        if inside is not None:
            steps = cutoff[:, None] + np.arange(self.config.horizon)
            frame = frame[(steps < inside[:, None]).ravel()].reset_index(drop=True)
        return frame

    def _labels(self, owner: Ints, cutoff: Ints) -> dict[str, object]:
        K = self.config.horizon
        ids = np.array([channel.unique_id for channel in self.channels], dtype=object)
        targets = np.array([channel.target for channel in self.channels], dtype=object)
        stamps = [channel.ds.to_numpy() for channel in self.channels]
        pairs = list(zip(owner, cutoff, strict=True))
        return {
            "unique_id": pd.Series(np.repeat(ids[owner], K), dtype="str"),
            "target": pd.Series(np.repeat(targets[owner], K), dtype="str"),
            "cutoff": np.repeat(np.array([stamps[n][c - 1] for n, c in pairs]), K),
            "ds": np.concatenate([stamps[n][c : c + K] for n, c in pairs]),
            "step": np.tile(np.arange(1, K + 1), len(owner)),
        }

    def _scored(self, truth: Array, owner: Ints, cutoff: Ints) -> Array:
        """The true values without those filled in, for nothing is scored on a guess, and without repeats."""
        for row, (number, start) in enumerate(zip(owner, cutoff, strict=True)):
            left = self.channels[number].unscored[start : start + self.config.horizon]
            truth[row, : len(left)][left] = np.nan
        return truth

    def _others(self, owner: Ints, cutoff: Ints) -> dict[str, Array]:
        """Baseline forecasts `(N, K)` by name, of the same windows."""
        found = self.baselines.predict_all(self._histories(owner, cutoff), owner)
        if not self.skipped:
            found |= self._slow(owner, cutoff)
        return {name: self._by_target(owner, values, Transform.keep) for name, values in found.items()}

    def _slow(self, owner: Ints, cutoff: Ints) -> dict[str, Array]:
        """The baselines that are fitted anew for every forecast."""
        whole = [self.channels[number].y[:start] for number, start in zip(owner, cutoff, strict=True)]
        whole = [y[len(y) - int(known_before(y)[-1]) :] for y in whole]  # behind the newest hole
        return slow_baselines(whole, self.config.horizon, self.baselines.seasonality, owner.tolist())

    def _histories(self, owner: Ints, cutoff: Ints) -> Array:
        """What the baselines read before each cutoff `(N, L)`, NaN where nothing is known."""
        read = self.baselines.ridge.lookback if self.baselines.ridge else 1
        length = max(self.config.lookback, 2 * self.baselines.seasonality, read)
        history = np.full((len(owner), length), np.nan)
        for row, (number, start) in enumerate(zip(owner, cutoff, strict=True)):
            known = self.channels[number].y[max(0, start - length) : start]
            history[row, length - len(known) :] = known
        return history

    def future(self) -> pd.DataFrame:
        """The forecast beyond the end of every series.

        Where too little is known for the network a rule of thumb forecasts; then a column `method` says so.
        """
        asked = len(self.windows.positions("end")) > 0
        network = self.frame("end").drop(columns=["cutoff", "y"]) if asked else pd.DataFrame()
        ends = [len(found) for found in each_cutoffs(self.channels, "end")]
        short = [number for number, windows in enumerate(ends) if not windows]
        if not short:
            return network
        rule = self._by_rule(np.array(short, dtype=np.int64))
        both = pd.concat([network.assign(method=MODEL), rule] if asked else [rule], ignore_index=True)
        order = {(channel.unique_id, channel.target): n for n, channel in enumerate(self.channels)}
        place = [order[key] for key in zip(both["unique_id"], both["target"], strict=True)]
        return both.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)

    def _by_rule(self, owner: Ints) -> pd.DataFrame:
        """Forecasts of the season before where it is known, else of the last value; nobody knows how sure."""
        season = self.baselines.seasonality
        cutoff = np.array([len(self.channels[number].y) for number in owner], dtype=np.int64)
        history = self._histories(owner, cutoff)
        found = {
            name: self._by_target(owner, values, Transform.keep)
            for name, values in self.baselines.predict_all(history, owner).items()
        }
        known = np.isfinite(history[:, -season:]).sum(axis=1, keepdims=True)
        whole = (known == season) & (season > 1)
        seasonal = found.get("seasonal naive", found["last value"])
        middle = np.where(whole, seasonal, found["last value"])
        names = np.where(whole[:, 0], "seasonal naive", "last value").astype(object)
        labels = self._labels(owner, cutoff)
        labels.pop("cutoff")
        return pd.DataFrame(
            labels
            | {"y_hat": middle.ravel(), "lo": np.nan, "hi": np.nan}
            | {name: values.ravel() for name, values in found.items()}
            | {"method": pd.Series(np.repeat(names, self.config.horizon), dtype="str")}
        )


def score(
    table: Table,
    made: Report,
    future: pd.DataFrame,
    curve: Sequence[Mapping[str, float | None]],
    diverged: bool,
) -> ScoredForecast:
    """Forecast the test part, score it, and judge; `future` are the forecasts beyond the end."""
    test = made.frame("test")
    methods = [MODEL, *(name for name in test.columns if name not in COLUMNS)]
    keys = [(channel.unique_id, channel.target) for channel in made.channels]
    scales = dict(zip(keys, made.scales.tolist(), strict=True))
    scores = score_frame(test, methods, scales, made.config.level)
    train = {(c.unique_id, c.target): c.train for c in made.channels if c.parts.learned and not c.parts.short}
    curve_frame = pd.DataFrame(
        curve, columns=["step", "seconds", "train_loss", "valid_loss", "learning_rate"], dtype="float64"
    )
    found = facts(test, curve_frame, train, table.seasonality, scales=scales, diverged=diverged)
    summary = {
        "metrics": scores.overall,
        "verdict": judge(found, made.config).as_dict(),
        "weights": sum(weight.numel() for weight in made.model.parameters()),
        "notes": [
            *notes_on_dates(table),
            *notes_on_short(made.channels, made.config),
            *([made.skipped] if made.skipped else []),
        ],
        "assumed": words_on_assumed(made.channels, made.config),
        "series": len({c.unique_id for c in made.channels}),
    }
    frames = {
        "test": test,
        "future": future,
        "history": history_frame(made.channels),
        "by_series": scores.by_series,
        "by_step": scores.by_step,
        "curve": curve_frame,
    } | ahead_frames(table, made.channels, made.config)
    return ScoredForecast(summary, frames)
