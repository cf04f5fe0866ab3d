"""Use a trained labeller. Needs numpy and safetensors, and the files beside it; no torch.

python predict.py                               computes the stored scores again and compares them
python predict.py --text "Ada lives in Paris."  labels a text
python predict.py --file notes.txt              labels a file: one token with its tag per line
"""

import argparse
import json
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import network
import numpy as np
from safetensors.numpy import load

HERE = Path(__file__).parent


def read(name: str) -> bytes:
    """A file beside this one, in a folder or inside the archive that Python was started with."""
    if HERE.is_file():
        with zipfile.ZipFile(HERE) as archive:
            return archive.read(name)
    return (HERE / name).read_bytes()


SETTINGS = SimpleNamespace(**json.loads(read("settings.json")))
LABELS = json.loads(read("labels.json"))
KNOWN = {name: number for number, name in enumerate(LABELS["features"], 1)}
WEIGHTS = load(read("model.safetensors"))


def compare() -> float:
    """The largest difference between the stored probabilities and those of now."""
    stored = load(read("predictions.safetensors"))
    ids, characters = (stored[name].astype(np.int64) for name in ("ids", "characters"))
    scores = network.tag_scores(WEIGHTS, SETTINGS, ids, characters)
    return float(np.abs(network.softmax(scores) - stored["scores"]).max())


def label(text: str) -> None:
    """Print every token with its tag in BIO, or its plain tag, and an empty line behind each sentence."""
    for tokens in network.cut_sentences(text, LABELS["cutting"]):
        tags, _ = network.label_tokens(WEIGHTS, SETTINGS, LABELS["tags"], KNOWN, tokens)
        print("".join(f"{token}\t{tag}\n" for token, tag in zip(tokens, tags, strict=True)))


def main() -> None:
    """Do what the words on the command line ask for."""
    if len(sys.argv) == 1:
        print(f"Largest difference to the stored scores: {compare():.1e}")
        return
    parser = argparse.ArgumentParser(description="Label text with a trained network.")
    parser.add_argument("--text", default="", help="a text to label")
    parser.add_argument("--file", type=Path, help="a file in UTF-8 to label")
    asked = parser.parse_args()
    label(asked.file.read_text("utf-8") if asked.file else asked.text)


if __name__ == "__main__":
    main()
