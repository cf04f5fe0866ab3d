"""Use a trained language model. Needs torch, numpy and safetensors, and the files beside it.

python predict.py                                   computes the stored scores again and compares them
python predict.py --prompt "Once" --temperature 0.8 --length 300 --seed 0     writes a text
"""

import argparse
import json
import sys
import zipfile
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import network
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
VOCABULARY = json.loads(read("vocabulary.json"))
SYMBOLS = VOCABULARY["symbols"]
PLACES = {symbol: i for i, symbol in enumerate(SYMBOLS) if i != VOCABULARY["unk"]}
RANKS = {tuple(pair): rank for rank, pair in enumerate(VOCABULARY["merges"])}


def build() -> Any:
    """The network with its trained weights."""
    names = network.LanguageShape.__dataclass_fields__.keys() - {"vocabulary"}
    shape = network.LanguageShape(len(SYMBOLS), **{name: getattr(SETTINGS, name) for name in names})
    model = network.LanguageModel(shape)
    model.load_state_dict(load(read("model.safetensors")))
    return model.eval()


def compare() -> float:
    """The largest difference between the stored scores and those of now."""
    stored = load(read("predictions.safetensors"))
    scores = network.answer(build(), SETTINGS, stored["ids"])
    return float((scores - stored["scores"]).abs().max())


def encode(text: str) -> list[int]:
    """The numbers of a text; what the model does not know is skipped."""
    if VOCABULARY["unit"] == "char":
        return [PLACES[letter] for letter in text if letter in PLACES]
    words = network.pieces(text)
    if VOCABULARY["unit"] == "bpe":
        words = (symbol for word in words for symbol in join(word))
    return [PLACES[word] for word in words if word in PLACES]


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


@torch.no_grad()
def write(prompt: str, temperature: float, length: int, seed: int) -> str:
    """The text that follows a prompt."""
    torch.manual_seed(seed)
    model, memory, written = build(), None, []
    ids = encode(prompt) or encode("\n") or encode(" ") or [0]
    fresh = ids
    for _ in range(length):
        if SETTINGS.bidirectional:
            scores = network.newest(model, SETTINGS, torch.tensor(ids))
        else:
            answers, memory = model(torch.tensor([fresh]), memory)
            scores = answers[0, -1]
        if VOCABULARY["unk"] is not None:
            scores[VOCABULARY["unk"]] = -torch.inf
        if temperature > 0:
            chosen = int(torch.multinomial(torch.softmax(scores / temperature, dim=-1), 1))
        else:
            chosen = int(scores.argmax())
        written.append(SYMBOLS[chosen])
        fresh, ids = [chosen], [*ids, chosen]
    return "".join(written)


def main() -> None:
    """Do what the words on the command line ask for."""
    if len(sys.argv) == 1:
        print(f"Largest difference to the stored scores: {compare():.1e}")
        return
    parser = argparse.ArgumentParser(description="Write a text with a trained language model.")
    parser.add_argument("--prompt", default="", help="what the text begins with")
    parser.add_argument("--temperature", type=float, default=0.8, help="0 is careful, 2 is wild")
    parser.add_argument("--length", type=int, default=300, help="how many symbols are written")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same text")
    asked = parser.parse_args()
    print(asked.prompt + write(asked.prompt, asked.temperature, asked.length, asked.seed))


if __name__ == "__main__":
    main()
