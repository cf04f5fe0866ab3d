"""Use a trained classifier. Needs torch, numpy, pandas and safetensors, and the files beside it.

python predict.py                                computes the stored answers again and compares them
python predict.py --text "The food was good"     classes and probabilities of a text
python predict.py FILE --column text             of a CSV file, as CSV; without --column every line is a text
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
VOCABULARY = json.loads(read("vocabulary.json"))
ANSWERING = SimpleNamespace(**json.loads(read("classes.json")))
SYMBOLS = VOCABULARY["symbols"]
PLACES = {symbol: i for i, symbol in enumerate(SYMBOLS) if i != VOCABULARY["unk"]}
RANKS = {tuple(pair): rank for rank, pair in enumerate(VOCABULARY["merges"])}


def build() -> Any:
    """The network with its trained weights."""
    names = network.ClassifierShape.__dataclass_fields__.keys() - {"vocabulary", "classes", "unknown"}
    shape = network.ClassifierShape(
        vocabulary=len(SYMBOLS),
        classes=len(ANSWERING.classes),
        unknown=VOCABULARY["unk"] or 0,
        **{name: getattr(SETTINGS, name) for name in names},
    )
    model = network.Classifier(shape)
    model.load_state_dict(load(read("model.safetensors")))
    return model.eval()


def partner() -> Any:
    """The linear model that answers beside the network."""
    arrays = load_arrays(read("partner.safetensors"))
    features = network.Features(ANSWERING.grams, arrays["buckets"], arrays["idf"])
    kinds = [
        network.Linear(
            arrays[f"{kind}.weights"], arrays[f"{kind}.bias"], getattr(ANSWERING, f"{kind}_sharpness")
        )
        for kind in ("tf_idf", "present")
    ]
    return network.Partner(features, *kinds, ANSWERING.tf_idf)


def log_p(texts: list[str]) -> Any:
    """Logarithms of the probabilities (N, C) of texts."""
    ids = [np.array(encode(text)) for text in texts]
    found = network.answers(build(), ids, torch.device("cpu"))
    if ANSWERING.share >= 1:
        return found
    return network.mixed(partner().log_p(texts), found, ANSWERING.share)


def compare() -> float:
    """The largest difference between the stored answers and those of now."""
    stored = load(read("predictions.safetensors"))
    texts = ["".join(SYMBOLS[int(number)] for number in row) for row in stored["ids"].tolist()]
    return float(np.abs(log_p(texts) - stored["log_p"].numpy()).max())


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
    """The texts of a file."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        if column:
            return [row[column] for row in csv.DictReader(file)]
        return [line.strip() for line in file if line.strip()]


def main() -> None:
    """Do what the words on the command line ask for."""
    if len(sys.argv) == 1:
        print(f"Largest difference to the stored answers: {compare():.1e}")
        return
    parser = argparse.ArgumentParser(description="Tell the class of texts with a trained network.")
    parser.add_argument("file", nargs="?", help="a CSV file, or a text on every line")
    parser.add_argument("--column", default="", help="the column of a CSV file that holds the texts")
    parser.add_argument("--text", default="", help="one text")
    asked = parser.parse_args()
    texts = texts_of(asked.file, asked.column) if asked.file else [asked.text]
    writer = csv.writer(sys.stdout)
    writer.writerow(["text", "class", *ANSWERING.classes])
    for text, row in zip(texts, np.exp(log_p(texts)), strict=True):
        writer.writerow([text, ANSWERING.classes[int(row.argmax())], *(f"{p:.6f}" for p in row)])


if __name__ == "__main__":
    main()
