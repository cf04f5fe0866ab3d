"""Use a trained classifier. Needs torch, numpy, pandas and safetensors, and the files beside it.

python predict.py                                computes the stored answers again and compares them
python predict.py --text "The food was good"     classes and probabilities of a text
python predict.py --series "1.5, 2, 1.7"         of a series, where the model reads those; channels by colons
python predict.py FILE --column text             of a CSV file, as CSV; without --column, of every line
"""

import argparse
import csv
import json
import sys
import zipfile
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import network
import numpy as np
import torch
from safetensors.numpy import load as load_arrays
from safetensors.torch import load

HERE = Path(__file__).parent


def read(name: str) -> bytes:
    """A file beside this one, in a folder or inside the archive that Python was started with."""
    if HERE.is_file():
        with zipfile.ZipFile(HERE) as archive:
            return archive.read(name)
    return (HERE / name).read_bytes()


SETTINGS = SimpleNamespace(**json.loads(read("settings.json")))
ANSWERING = SimpleNamespace(**json.loads(read("classes.json")))
TEXTS = SETTINGS.segment is None  # else it reads series of numbers
VOCABULARY = json.loads(read("vocabulary.json")) if TEXTS else {"symbols": [], "unk": None, "merges": []}
SCALING = None if TEXTS else SimpleNamespace(**json.loads(read("scaling.json")))
SYMBOLS = VOCABULARY["symbols"]
PLACES = {symbol: i for i, symbol in enumerate(SYMBOLS) if i != VOCABULARY["unk"]}
RANKS = {tuple(pair): rank for rank, pair in enumerate(VOCABULARY["merges"])}


def build() -> Any:
    """The network with its trained weights."""
    own = {"vocabulary", "classes", "unknown", "numbers"}
    names = network.ClassifierShape.__dataclass_fields__.keys() - own
    shape = network.ClassifierShape(
        vocabulary=len(SYMBOLS),
        classes=len(ANSWERING.classes),
        unknown=VOCABULARY["unk"] or 0,
        numbers=SCALING.segment * len(SCALING.mean) if SCALING else 0,
        **{name: getattr(SETTINGS, name) for name in names},
    )
    model = network.Classifier(shape)
    model.load_state_dict(load(read("model.safetensors")))
    return model.eval()


def partner() -> Any:
    """The linear model that answers beside the network."""
    arrays = load_arrays(read("partner.safetensors"))
    if SCALING:
        kernels = network.Kernels(*(arrays[name] for name in ("dilations", "channels", "biases")))
        own = (arrays[name] for name in ("mean", "spread", "weights", "bias"))
        return network.KernelPartner(kernels, *own, SCALING)
    features = network.Features(ANSWERING.grams, arrays["buckets"], arrays["idf"])
    kinds = [
        network.Linear(
            arrays[f"{kind}.weights"], arrays[f"{kind}.bias"], getattr(ANSWERING, f"{kind}_sharpness")
        )
        for kind in ("tf_idf", "present")
    ]
    return network.Partner(features, *kinds, ANSWERING.tf_idf)


def log_p(rows: list[Any]) -> Any:
    """Logarithms of the probabilities (N, C) of texts, or of series (T, F)."""
    numbers = [steps(row) if SCALING else np.array(encode(row)) for row in rows]
    found = network.answers(build(), numbers, torch.device("cpu"))
    if ANSWERING.share >= 1:
        return found
    return network.mixed(partner().log_p(rows), found, ANSWERING.share)


def compare() -> float:
    """The largest difference between the stored answers and those of now."""
    stored = load(read("predictions.safetensors"))
    if SCALING:
        rows = list(stored["series"].numpy())
    else:
        rows = ["".join(SYMBOLS[int(number)] for number in row) for row in stored["ids"].tolist()]
    return float(np.abs(log_p(rows) - stored["log_p"].numpy()).max())


def steps(series: Any) -> Any:
    """The steps (S, W) of a series (T, F)."""
    return network.cut(network.steps_of(series, SCALING), SETTINGS.max_length)


def numbers_of(line: str) -> Any:
    """A series (T, F): numbers with commas or spaces between, channels with colons between, ? for a gap."""
    parts = [part.replace(",", " ").replace(";", " ").split() for part in line.split(":")]
    values = [[float("nan") if cell == "?" else float(cell) for cell in part] for part in parts]
    found = np.full((max(map(len, values)), len(values)), np.nan, np.float32)
    for place, channel in enumerate(values):
        found[: len(channel), place] = channel
    return found


def encode(text: str) -> Any:
    """The numbers of a text; what the model does not know is read as one sign."""
    whole = network.prepared(text, SETTINGS)
    symbols: Any = whole if VOCABULARY["unit"] == "char" else network.pieces(whole)
    if VOCABULARY["unit"] == "bpe":
        symbols = (symbol for word in symbols for symbol in join(word))
    ids = np.array([PLACES.get(symbol, VOCABULARY["unk"]) for symbol in symbols])
    return network.cut(ids, SETTINGS.max_length)


def join(word: str) -> list[str]:
    """The byte-pair units of a word: the pair that was learned earliest is joined first."""
    parts = list(word)
    while len(parts) > 1:
        ranked = [(RANKS.get((a, b), len(RANKS)), i) for i, (a, b) in enumerate(pairwise(parts))]
        rank, i = min(ranked)
        if rank == len(RANKS):
            break
        parts[i : i + 2] = [parts[i] + parts[i + 1]]
    return parts


def texts_of(path: str, column: str) -> list[str]:
    """The texts of a file, or the lines of its series."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        if column:
            return [row[column] for row in csv.DictReader(file)]
        return [line.strip() for line in file if line.strip()]


def main() -> None:
    """Do what the words on the command line ask for."""
    if len(sys.argv) == 1:
        print(f"Largest difference to the stored answers: {compare():.1e}")
        return
    parser = argparse.ArgumentParser(description="Tell the class of texts or series with a trained network.")
    parser.add_argument("file", nargs="?", help="a CSV file, or a text or series on every line")
    parser.add_argument("--column", default="", help="the column of a CSV file that holds the texts")
    parser.add_argument("--text", default="", help="one text")
    parser.add_argument("--series", default="", help="the numbers of one series")
    asked = parser.parse_args()
    texts = texts_of(asked.file, asked.column) if asked.file else [asked.series or asked.text]
    rows = [numbers_of(text) for text in texts] if SCALING else texts
    writer = csv.writer(sys.stdout)
    writer.writerow(["text" if TEXTS else "series", "class", *ANSWERING.classes])
    for text, row in zip(texts, np.exp(log_p(rows)), strict=True):
        writer.writerow([text, ANSWERING.classes[int(row.argmax())], *(f"{p:.6f}" for p in row)])


if __name__ == "__main__":
    main()
