"""Use a trained forecasting network. Needs torch, numpy, pandas and safetensors, and the files beside it.

python predict.py                           computes the stored predictions again and compares them
python predict.py new.csv [forecast.csv]    forecasts beyond the end of new data, into forecast.csv
"""

import json
import re
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
RECIPE = json.loads(read("recipe.json"))
LINES = {(line["unique_id"], line["target"]): line["units"] for line in SCALER["lines"]}


HOLIDAYS = SCALER.get("holidays", [])
TRUST = (SCALER.get("starts") or {}).get("trust", 1.0)
STARTS = dict(zip(LINES, (SCALER.get("starts") or {}).get("weights", ()), strict=False))


def build() -> Any:
    """The network with its trained weights."""
    ahead = len(SETTINGS.future_covariates) + 2 * len(SCALER["cycles"]) + bool(HOLIDAYS)
    past = len(SETTINGS.past_covariates) + bool(SCALER.get("masked"))
    own = len(SCALER["lines"]) if SETTINGS.start_with == "own_lines" else 0
    features = {"past_features": past + ahead, "future_features": ahead, "series": own}
    names = network.ForecasterShape.__dataclass_fields__.keys() - features
    shape = network.ForecasterShape(**features, **{name: getattr(SETTINGS, name) for name in names})
    model = network.Forecaster(shape)
    model.load_state_dict(load(read("model.safetensors")))
    return model.eval()


def compare() -> float:
    """The largest difference between the stored answers and those of now, in spreads of the series."""
    stored = load(read("predictions.safetensors"))
    answers = network.answer(build(), SETTINGS, SCALER["factors"], stored, TRUST)
    return float((answers - stored["answers"]).abs().max())


def cleaned(path: str) -> pd.DataFrame:
    """The clean table of a file; ends in one sentence where it is not one that this model reads."""
    try:
        beginning = Path(path).read_bytes()[:1000]
        if not RECIPE.get("container") and packed(beginning):
            sys.exit(f"{path} is no CSV file; save its table as CSV.")
        frame: pd.DataFrame = clean.clean(path)
    except Exception as error:
        sys.exit(reason(error, path))
    if len(frame) < 3:
        sys.exit(f"Need at least 3 rows; found {len(frame)}: add more.")
    names = (*SETTINGS.targets, *SETTINGS.past_covariates, *SETTINGS.future_covariates)
    empty = next((name for name in names if not frame[name].notna().any()), None)
    if empty:
        sys.exit(f"Column {empty!r} of the new data holds no numbers.")
    return frame


def packed(beginning: bytes) -> bool:
    """Whether a file is a workbook, an archive, JSON or a picture, from how it begins."""
    signs = (b"PK", b"\xd0\xcf\x11\xe0", b"PAR1", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x89PNG", b"%PDF")
    return beginning.startswith(signs) or beginning.lstrip().startswith((b"{", b"[{"))


def reason(error: Exception, path: str) -> str:
    """Why a file cannot be used, in one sentence."""
    if isinstance(error, OSError):
        return unreadable(error, path)
    said = " ".join(str(error).split())
    if not Path(path).read_bytes().strip():
        said = "The file is empty; choose another one."
    elif isinstance(error, ImportError):
        said = f"This file needs the package {error.name}; install it with pip."
    elif isinstance(error, KeyError):
        said = f"The new data has no column {error.args[0]!r}; add or rename it."
    elif uneven := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", said):
        said = "Line {1} has {2} values; the header has {0}.".format(*uneven.groups())
    elif type(error) is not ValueError or not said.endswith("."):
        separator = {"\t": "tab", " ": "blank"}.get(RECIPE["separator"], RECIPE["separator"])
        way = RECIPE.get("container") or f"{RECIPE['encoding']} with {separator} between the columns"
        said = f"{path} is not written as {way}, as this model reads it."
    return said


def unreadable(error: OSError, path: str) -> str:
    """Why a file cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return f"There is no file {path}."
    return f"{path} cannot be read: {error.strerror or error}."


def forecast(path: str) -> pd.DataFrame:
    """The steps beyond the end of every series of a file: unique_id, target, ds, y_hat, lo, hi."""
    frame = cleaned(path)
    lines = [
        (str(name), target, known_rows(part, target))
        for name, part in frame.groupby("unique_id", sort=False)
        for target in SETTINGS.targets
        if part[target].notna().any()
    ]
    model = build()
    for sentence in notes(lines):
        print(sentence)
    parts = [forecast_line(model, name, *rows, target) for name, target, rows in lines]
    future = pd.concat(parts, ignore_index=True)
    return future if (future["method"] != "model").any() else future.drop(columns="method")


def known_rows(part: pd.DataFrame, target: str) -> tuple[pd.DataFrame, int]:
    """The rows of a series from its first known value on, and how many there are to its last."""
    known = np.flatnonzero(part[target].notna())
    return part.iloc[known[0] :].reset_index(drop=True), int(known[-1] - known[0]) + 1


def known_at_end(part: pd.DataFrame, length: int, target: str) -> int:
    """How many values without a gap end a series."""
    return int(network.known_before(part[target].to_numpy(np.float64)[:length])[-1])


def notes(lines: list[Any]) -> list[str]:
    """Which series are read or forecast in another way than usual, each in a sentence."""
    lookback, fewest = SETTINGS.lookback, network.fewest(SETTINGS.lookback, SETTINGS.horizon)
    known = [known_at_end(part, length, target) for _, target, (part, length) in lines]
    pairs = list(zip(lines, known, strict=True))
    rule = listed([line for line, count in pairs if count < fewest])
    short = listed([line for line, count in pairs if fewest <= count < lookback])
    fresh = listed([line for line in lines if line[:2] not in LINES])
    late = listed([line for line in lines if line[2][1] < len(line[2][0])])
    told = late and not SETTINGS.future_covariates
    ends = max(rows["ds"].iloc[-1] for _, _, (rows, _) in lines)
    ended = HOLIDAYS and ends > pd.Timestamp(HOLIDAYS[-1])
    return [
        *([f"Too few values at the end for the network; a rule of thumb forecasts: {rule}."] if rule else []),
        *([f"Fewer than {lookback} values at the end; the network is told so: {short}."] if short else []),
        *([f"New to the model and read in units of their own first part: {fresh}."] if fresh else []),
        *([f"The model knows holidays up to {HOLIDAYS[-1][:4]} only."] if ended else []),
        *([f"Values end before the rows do, so forecast from the last value on: {late}."] if told else []),
        *filter(None, [assumed(lines)]),
    ]


def assumed(lines: list[Any]) -> str:
    """Which covariates nobody knows for the whole forecast, and what is taken instead."""
    names, found = SETTINGS.future_covariates, []
    for _, _, (part, length) in lines:
        end = length + SETTINGS.horizon
        ds, known = part["ds"].iloc[:end], part[list(names)].to_numpy(np.float64)[:end]
        starts = network.unknown_from(known)
        if (starts < end).any():
            more = network.future_stamps(ds, SCALER["freq"], end - len(ds))
            first = pd.concat([ds, more], ignore_index=True).iloc[starts.min()]
            found.append((first, end - int(starts.min()), starts < end))
    if not found:
        return ""
    unknown = np.any([missing for _, _, missing in found], axis=0)
    listed_names = [name for name, missing in zip(names, unknown, strict=True) if missing]
    first, steps = min(first for first, _, _ in found), max(steps for _, steps, _ in found)
    return str(network.assumed_words(listed_names, first, steps, SCALER["seasonality"]))


def listed(lines: list[Any]) -> str:
    """The names of a few series, and how many there are: `a, b, c and 4 more`."""
    names = list(dict.fromkeys(str(line[0]) for line in lines))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(name if len(name) <= 24 else name[:23] + "…" for name in names[:3]) + more


def forecast_line(model: Any, name: str, part: pd.DataFrame, length: int, target: str) -> pd.DataFrame:
    """The forecast of one target of one series."""
    lookback, horizon = SETTINGS.lookback, SETTINGS.horizon
    y = part[target].to_numpy(np.float64)[:length]
    transform = network.Transform(**SCALER.get("transforms", {}).get(target, {}))
    read_y = transform.read(y)
    past = part[list(SETTINGS.past_covariates)].to_numpy(np.float64)[:length]
    future = part[list(SETTINGS.future_covariates)].to_numpy(np.float64)[: length + horizon]
    units = LINES.get((name, target)) or own_units(read_y[:lookback], past[:lookback], future[:lookback])
    ds = part["ds"].iloc[: length + horizon]
    more = network.future_stamps(ds, SCALER["freq"], length + horizon - len(ds))
    ds = pd.concat([ds, more], ignore_index=True)
    calendar = [network.calendar_features(ds, SCALER["cycles"]), network.holiday_feature(ds, HOLIDAYS)]
    ahead = network.assumed(future, length + horizon, SCALER["seasonality"])
    known_features = np.concatenate([network.standardize(ahead, units["future"]), *calendar], axis=1)
    names, stamps = {"unique_id": name, "target": target}, ds.iloc[length:].to_numpy()
    known = known_at_end(part, length, target)
    if known < network.fewest(lookback, horizon):
        return pd.DataFrame({**names, "ds": stamps, **by_rule(transform, y, horizon)})
    steps, missing = network.read_steps(np.arange(-lookback, 0), np.array([known]), SCALER["seasonality"])
    seen = length + steps[0]
    features = [network.standardize(past, units["past"])[seen], known_features[seen]]
    told = missing.T.astype(np.float64) if SCALER.get("masked") else np.zeros((lookback, 0))
    read_features = np.concatenate([told, np.concatenate(features, axis=1) * ~missing.T], axis=1)
    inputs = {
        "values": (read_y[seen] - units["center"]) / units["scale"],
        "past": read_features,
        "future": known_features[length:],
    }
    if SCALER.get("starts"):
        inputs["start"] = start((read_y - units["center"]) / units["scale"], STARTS.get((name, target)))
    if SETTINGS.start_with == "own_lines":
        numbers = {line: number for number, line in enumerate(LINES)}
        inputs["owner"] = np.array([numbers.get((name, target), -1)])
    tensors = {key: torch.tensor(value[None], dtype=torch.float32) for key, value in inputs.items()}
    answers = network.answer(model, SETTINGS, SCALER["factors"], tensors, TRUST)[0].double().numpy()
    low, middle, high = transform.write(answers * units["scale"] + units["center"]).T
    answered = {"y_hat": middle, "lo": low, "hi": high, "method": "model"}
    return pd.DataFrame({**names, "ds": stamps, **answered})


def start(values: np.ndarray, weights: list[float] | None) -> np.ndarray:
    """Where the forecast of a series begins: the methods weighed as in training, or as a new series is."""
    kept, season = SCALER["starts"], SCALER["seasonality"]
    line = (np.array(kept["line"]), np.array(kept["bias"])) if kept["line"] else None
    history = values[None, -network.steps_read(season, SETTINGS.lookback) :]
    shares = np.array([weights or kept["new"]])
    return np.asarray(network.start(history, shares, SETTINGS.horizon, season, line)[0])


def by_rule(transform: Any, y: np.ndarray, horizon: int) -> dict[str, Any]:
    """The season before where it is known, else the last value; nobody knows how sure."""
    season = SCALER["seasonality"]
    whole = season > 1 and len(y) >= season and not np.isnan(y[-season:]).any()
    middle = y[-season:][np.arange(horizon) % season] if whole else np.full(horizon, y[-1])
    method = "seasonal naive" if whole else "last value"
    return {"y_hat": transform.keep(middle), "lo": np.nan, "hi": np.nan, "method": method}


def own_units(y: np.ndarray, past: np.ndarray, future: np.ndarray) -> dict[str, Any]:
    """The units of a series that the network was not trained on, from its first part."""
    units = {"past": network.units_of(past), "future": network.units_of(future)}
    return {"center": float(np.nanmean(y)), "scale": network.spread(y), **units}


def write(future: pd.DataFrame, out: str) -> None:
    """Write a forecast as CSV; names of series come from a stranger's file."""
    try:
        clean.safe_frame(future).to_csv(out, index=False)
    except OSError as error:
        sys.exit(f"Cannot write into {out}: {error.strerror}.")
    print(f"Wrote {out}")


def main() -> None:
    """Do what the words on the command line ask for."""
    words = sys.argv[1:]
    if not words:
        print(f"Largest difference to the stored predictions: {compare():.1e} spreads of the series")
    elif words[0].startswith("-") or len(words) > 2:
        print(__doc__)
    else:
        write(forecast(words[0]), words[1] if len(words) > 1 else "forecast.csv")


if __name__ == "__main__":
    main()
