"""Use a trained forecasting network. Needs torch, numpy, pandas and safetensors, and the files beside it.

python predict.py                           computes the stored predictions again and compares them
python predict.py new.csv [forecast.csv]    forecasts beyond the end of new data, into forecast.csv
"""

import json
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import clean
import network
import numpy as np
import pandas as pd
import torch
from safetensors.torch import load

HERE = Path(__file__).parent


def read(name: str) -> bytes:
    """A file beside this one, in a folder or inside the archive that Python was started with."""
    if HERE.is_file():
        with zipfile.ZipFile(HERE) as archive:
            return archive.read(name)
    return (HERE / name).read_bytes()


SETTINGS = SimpleNamespace(**json.loads(read("settings.json")))
SCALER = json.loads(read("scaler.json"))
LINES = {(line["unique_id"], line["target"]): line["units"] for line in SCALER["lines"]}


def build() -> Any:
    """The network with its trained weights."""
    ahead = len(SETTINGS.future_covariates) + 2 * len(SCALER["cycles"])
    features = {"past_features": len(SETTINGS.past_covariates) + ahead, "future_features": ahead}
    names = network.Shape.__dataclass_fields__.keys() - features
    shape = network.Shape(**features, **{name: getattr(SETTINGS, name) for name in names})
    model = network.Forecaster(shape)
    model.load_state_dict(load(read("model.safetensors")))
    return model.eval()


def compare() -> float:
    """The largest difference between the stored answers and those of now, in spreads of the series."""
    stored = load(read("predictions.safetensors"))
    answers = network.answer(build(), SETTINGS, SCALER["factors"], stored)
    return float((answers - stored["answers"]).abs().max())


def forecast(path: str) -> pd.DataFrame:
    """The steps beyond the end of every series of a file: unique_id, target, ds, y_hat, lo, hi."""
    frame, model = clean.clean(path), build()
    parts = [
        forecast_line(model, str(name), part.reset_index(drop=True), target)
        for name, part in frame.groupby("unique_id", sort=False)
        for target in SETTINGS.targets
        if part[target].notna().any()
    ]
    return pd.concat(parts, ignore_index=True)


def forecast_line(model: Any, name: str, part: pd.DataFrame, target: str) -> pd.DataFrame:
    """The forecast of one target of one series."""
    known = np.flatnonzero(part[target].notna())
    part = part.iloc[known[0] :].reset_index(drop=True)
    length, lookback, horizon = int(known[-1] - known[0]) + 1, SETTINGS.lookback, SETTINGS.horizon
    y = part[target].to_numpy(np.float64)[:length]
    if length < lookback or np.isnan(y[-lookback:]).any():
        sys.exit(f"{name}: the last {lookback} values of {target} must all be known; there are {length}.")
    past = part[list(SETTINGS.past_covariates)].to_numpy(np.float64)[:length]
    future = part[list(SETTINGS.future_covariates)].to_numpy(np.float64)[: length + horizon]
    units = LINES.get((name, target)) or own_units(y[:lookback], past[:lookback], future[:lookback])
    ds = part["ds"].iloc[: length + horizon]
    more = network.future_stamps(ds, SCALER["freq"], length + horizon - len(ds))
    ds = pd.concat([ds, more], ignore_index=True)
    calendar = network.calendar_features(ds, SCALER["cycles"])
    ahead = network.known_ahead(future, length + horizon, units["future"])
    known_features = np.nan_to_num(np.concatenate([ahead, calendar], axis=1))
    seen = slice(length - lookback, length)
    features = [network.standardize(past, units["past"])[seen], known_features[seen]]
    inputs = {
        "values": (y[seen] - units["center"]) / units["scale"],
        "past": np.concatenate(features, axis=1),
        "future": known_features[length:],
    }
    tensors = {key: torch.tensor(value[None], dtype=torch.float32) for key, value in inputs.items()}
    answers = network.answer(model, SETTINGS, SCALER["factors"], tensors)[0].double().numpy()
    low, middle, high = (answers * units["scale"] + units["center"]).T
    stamps = ds.iloc[length:].to_numpy()
    names = {"unique_id": name, "target": target}
    return pd.DataFrame({**names, "ds": stamps, "y_hat": middle, "lo": low, "hi": high})


def own_units(y: np.ndarray, past: np.ndarray, future: np.ndarray) -> dict[str, Any]:
    """The units of a series that the network was not trained on, from its first part."""
    units = {"past": network.units_of(past), "future": network.units_of(future)}
    return {"center": float(np.nanmean(y)), "scale": network.spread(y), **units}


def main() -> None:
    """Do what the words on the command line ask for."""
    words = sys.argv[1:]
    if not words:
        print(f"Largest difference to the stored predictions: {compare():.1e} spreads of the series")
    elif words[0].startswith("-") or len(words) > 2:
        print(__doc__)
    else:
        out = words[1] if len(words) > 1 else "forecast.csv"
        forecast(words[0]).to_csv(out, index=False)
        print(f"Wrote {out}")


if __name__ == "__main__":
    main()
