"""Outcome frames without any training: a series, a rule that stands for the network, and the baselines."""

import numpy as np
import pandas as pd

from rnnkit.baselines import Baselines


def outcome_frame(values, train, horizon=1, *, stride=1, model=None):
    """The test frame of a backtest over everything after the first `train` values."""
    cutoffs = range(train, len(values) - horizon + 1, stride)
    histories = [values[:cutoff] for cutoff in cutoffs]
    fitted = Baselines.fit([values[:train]], 1, horizon, lookback=min(30, train // 3))
    answers = fitted.predict(histories)
    model = model or (lambda history, k: np.repeat(history[-1], k))
    rows = len(histories) * horizon
    step = np.tile(np.arange(1, horizon + 1), len(histories))
    cutoff = np.repeat(list(cutoffs), horizon)
    y_hat = np.concatenate([model(history, horizon) for history in histories])
    frame = pd.DataFrame(
        {
            "unique_id": ["s"] * rows,
            "target": ["y"] * rows,
            "cutoff": cutoff - 1,
            "ds": cutoff - 1 + step,
            "step": step,
            "y": values[cutoff - 1 + step],
            "y_hat": y_hat,
        }
    )
    return frame.assign(**{name: answer.ravel() for name, answer in answers.items()})


def curve(train=None, valid=None):
    """A loss curve; by default one that has settled."""
    valid = np.r_[np.linspace(1, 0.5, 10), np.full(40, 0.5)] if valid is None else np.asarray(valid)
    train = valid if train is None else np.asarray(train)
    return pd.DataFrame({"step": np.arange(len(valid)), "train_loss": train, "valid_loss": valid})
