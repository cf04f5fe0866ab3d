"""What single units of a network go along with, and where they are most and least active. No torch."""

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Features = Mapping[str, Array]  # by name: (T,), or (T, 2) for a place in a cycle as sine and cosine

VOWELS = frozenset("aeiouy")
QUOTES = frozenset('"“”„«»')
FLAT = 1e-9  # a spread below that says nothing


def tracking(states: Array, features: Features) -> pd.DataFrame:
    """How closely each unit of states `(T, U)` goes with each feature: a row a unit, a column a feature.

    Pearson's r from -1 to 1; for a place in a cycle the multiple correlation, from 0 to 1. Features that do
    not vary are left out; a unit that does not vary goes with nothing.
    """
    columns = {}
    for name, values in features.items():
        columns_of = values.reshape(len(values), -1)
        known = np.isfinite(columns_of).all(axis=1)
        if known.sum() > columns_of.shape[1] + 1 and (columns_of[known].std(axis=0) > FLAT).all():
            columns[name] = _together(states[known], columns_of[known])
    return pd.DataFrame(columns, index=range(states.shape[1]))


def _together(states: Array, feature: Array) -> Array:
    """r `(U,)` of states `(T, U)` with a feature `(T, 1)`, or the multiple correlation with `(T, d)`."""
    units, spread = states - states.mean(axis=0), states.std(axis=0)
    varies = spread > FLAT
    units = np.where(varies, units, 0.0) / np.where(varies, spread, 1.0)
    basis, _ = np.linalg.qr(feature - feature.mean(axis=0))
    shares = basis.T @ units / np.sqrt(len(units))  # (d, U)
    if feature.shape[1] == 1:
        sign = np.sign(basis[:, 0] @ (feature[:, 0] - feature[:, 0].mean()))
        return np.asarray(np.clip(sign * shares[0], -1, 1))
    return np.asarray(np.clip(np.sqrt((shares**2).sum(axis=0)), 0, 1))


def strongest(found: pd.DataFrame) -> pd.DataFrame:
    """What each unit goes with most: `unit`, `feature`, `r`, the closest first."""
    if found.empty:
        return pd.DataFrame({"unit": found.index, "feature": "", "r": 0.0})
    values = found.to_numpy()
    best = np.abs(values).argmax(axis=1)
    r = values[np.arange(len(values)), best]
    frame = pd.DataFrame({"unit": found.index, "feature": found.columns.to_numpy()[best], "r": r})
    return frame.sort_values("r", key=np.abs, ascending=False, kind="stable").reset_index(drop=True)


def series_features(y: Array, lookback: int) -> dict[str, Array]:
    """Of the values `(T,)` of a series in time: what a unit may go with after each step."""
    read = pd.Series(y).rolling(lookback, min_periods=1)
    return {
        "value": y,
        "change": np.diff(y, prepend=np.nan),
        "next change": np.diff(y, append=np.nan),
        "mean of what was read": read.mean().to_numpy(),
        "spread of what was read": read.std(ddof=0).to_numpy(),
        "time": np.arange(len(y), dtype=np.float64),
    }


def text_features(symbols: Sequence[str]) -> dict[str, Array]:
    """Of the symbols of a text in turn: of what kind each one is, and where it stands."""
    last = [symbol[-1] if symbol else " " for symbol in symbols]
    kinds = [unicodedata.category(char) for char in last]
    words = [kind[0] in "LMN" for kind in kinds]
    flags = {
        "letter": [kind[0] == "L" for kind in kinds],
        "capital": [kind == "Lu" for kind in kinds],
        "vowel": [char.lower() in VOWELS for char in last],
        "digit": [kind[0] == "N" for kind in kinds],
        "space": [char.isspace() for char in last],
        "line end": [char == "\n" for char in last],
        "punctuation": [kind[0] == "P" for kind in kinds],
        "inside quotes": _inside_quotes(symbols),
        "inside brackets": _inside_brackets(symbols),
    }
    return {name: np.array(flag, dtype=np.float64) for name, flag in flags.items()} | {
        "place in the word": _since(words),
        "place in the line": _since([char != "\n" for char in last]),
        "place in the text": np.arange(len(symbols), dtype=np.float64),
    }


def _since(going: Sequence[bool]) -> Array:
    """How long each run of true values has lasted; 0 outside."""
    found, length = [], 0
    for on in going:
        length = length + 1 if on else 0
        found.append(length)
    return np.array(found, dtype=np.float64)


def _inside_quotes(symbols: Sequence[str]) -> list[bool]:
    """Whether a quotation is open after each symbol; a line end closes it."""
    found, inside = [], False
    for symbol in symbols:
        for char in symbol:
            inside = False if char == "\n" else not inside if char in QUOTES else inside
        found.append(inside)
    return found


def _inside_brackets(symbols: Sequence[str]) -> list[bool]:
    found, depth = [], 0
    for symbol in symbols:
        for char in symbol:
            depth = max(0, depth + (char in "([{") - (char in ")]}"))
        found.append(depth > 0)
    return found


def extremes(activation: Array, count: int, apart: int, *, highest: bool) -> list[int]:
    """The places `(T,)` where a unit is most (or least) active, no two of them closer than `apart`."""
    order = np.argsort(-activation if highest else activation, kind="stable")
    found: list[int] = []
    for place in order.tolist():
        if all(abs(place - other) >= apart for other in found):
            found.append(place)
        if len(found) == count:
            break
    return found
