"""One small model of every kind, trained for a few steps, as the file it leaves in."""

import numpy as np
import pandas as pd

from rnnkit.bundle import kept_of, write_kept
from rnnkit.config import parse
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text.settings import TextConfig
from tests.tasks.texts import sentences

SMALL = {"hidden_size": 6, "steps": 12, "learning_rate": 0.01}
PLAN = {"horizon": 7, "lookback": 14, "test": 28, "stride": 1}  # so many windows that ETS is not fitted
COVARIATES = {"targets": ("y",), "future_covariates": ("price",)}
LOGS = {"targets": ("y",), "transform": "log", "floor": 45.0}

FORECASTS = {
    "lstm": {"cell": "lstm"},
    "gru recursive": {
        "cell": "gru",
        "strategy": "recursive",
        "normalization": "mean",
        "loss": "huber",
        "refit": False,
        **COVARIATES,
    },
    "rnn decoder": {
        "cell": "rnn",
        "strategy": "encoder_decoder",
        "num_layers": 2,
        "layer_norm": True,
        **LOGS,
    },
    "rnn with relu": {"cell": "rnn", "activation": "relu", "bias": False, "optimizer": "muon", "loss": "mse"},
    "bidirectional": {
        "bidirectional": True,
        "segment": 3,
        "past_covariates": ("heat",),
        "holidays": "DE",
        **COVARIATES,
    },
    "per series": {"start_with": "per_series", "targets": ("y",), "transform": "root"},
    "own lines": {"start_with": "own_lines", "targets": ("y",), "segment": 2},
    "cnn": {"cell": "cnn", "num_layers": 2, "layer_norm": True},
    "transformer": {"cell": "transformer", "strategy": "recursive", "dropout": 0.1},
    "two targets": {
        "targets": ("y", "heat"),
        "normalization": "none",
        "shortcut": False,
        "calendar": False,
        "refit": False,
    },
}
TEXTS = {
    "char": {},
    "word": {"unit": "word", "cell": "gru", "attention": True, "tied": True},
    "bpe": {"unit": "bpe", "max_vocabulary": 40, "cell": "rnn", "num_layers": 2, "layer_norm": True},
    "adam": {"cell": "rnn", "activation": "relu", "bias": False, "optimizer": "adam", "schedule": "constant"},
    "both ways": {"bidirectional": True, "attention": True, "context": 12},
}
KINDS = (*FORECASTS, *TEXTS)


def daily_csv(days=160, first=0):
    """Two shops over some months, day by day, with a price that is known ahead and a heat that is not."""
    step = np.arange(first, first + days)
    ds = pd.date_range("2024-01-01", periods=first + days)[first:]
    parts = [
        pd.DataFrame(
            {
                "day": ds.strftime("%d.%m.%Y"),
                "shop": name,
                "y": (level + 10 * np.sin(2 * np.pi * step / 7) + 0.1 * step).round(2),
                "price": (step % 5) / 2 + 1,
                "heat": (np.cos(step / 20) * 8).round(1),
            }
        )
        for name, level in (("north", 100), ("south", 40))
    ]
    return pd.concat(parts).to_csv(index=False, sep=";", decimal=",").encode()


def kept_file(kind, folder):
    """The file of a model of this kind; `folder` may be used for a store."""
    store = Store(f"sqlite:///{folder / 'made.sqlite'}")
    run_id = trained(store, kind)
    try:
        return write_kept(kept_of(store, run_id))
    finally:
        store.close()


def trained(store, kind, viewer=""):
    """The id of a run of this kind that came to its end."""
    if kind in FORECASTS:
        config = parse(ForecastConfig, SMALL | PLAN | FORECASTS[kind])
        dataset_id = store.of(viewer).uploads.add("shops.csv", daily_csv())
    else:
        config = parse(TextConfig, SMALL | {"embedding_size": 6} | TEXTS[kind])
        dataset_id = store.of(viewer).uploads.add("pets.txt", sentences(2_000).encode())
    return done(store, config.model_dump_json(exclude_none=True), dataset_id, kind, viewer)


def done(store, settings, dataset_id, label="", viewer=""):
    """Put a run into the queue and do it here."""
    run_id = store.of(viewer).queue.submit(settings, dataset_id, label)
    jobs = InlineJobs(store.url)
    jobs.wake()
    jobs.close()
    run = store.runs.get(run_id)
    assert run.state == "finished", run.reason
    return run_id
