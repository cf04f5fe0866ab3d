"""Use a trained composer. Needs NumPy alone, and the files beside it.

python predict.py                                      computes the stored probabilities again and compares
python predict.py --meter 6/8 --key D --seed 1         writes a tune in ABC notation
python predict.py --meter 6/8 --key D --begin "d2 A A2 F |" --full-bars     goes on after first bars

First bars are tokens with blanks between; lengths are in eighths.
"""

import argparse
import json
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import network
import numpy as np

HERE = Path(__file__).parent


def read(name: str) -> bytes:
    """A file beside this one, in a folder or inside the archive that Python was started with."""
    if HERE.is_file():
        with zipfile.ZipFile(HERE) as archive:
            return archive.read(name)
    return (HERE / name).read_bytes()


def tensors(content: bytes) -> dict[str, np.ndarray]:
    """The arrays of a safetensors file, all of 32-bit numbers."""
    size = int.from_bytes(content[:8], "little")
    found = {}
    for name, tensor in json.loads(content[8 : 8 + size]).items():
        if name != "__metadata__":
            start, end = (8 + size + offset for offset in tensor["data_offsets"])
            found[name] = np.frombuffer(content[start:end], "<f4").reshape(tensor["shape"])
    return found


SETTINGS = SimpleNamespace(**json.loads(read("settings.json")))
SYMBOLS = json.loads(read("symbols.json"))
FIRST = 2 + len(SYMBOLS["fields"])
ALL = ["<end>", "<unknown>", *SYMBOLS["fields"], *SYMBOLS["tokens"]]


def writer() -> network.TuneWriter:
    """The trained network."""
    found = network.Network(tensors(read("model.safetensors")), SETTINGS)
    return network.TuneWriter(found, network.KnownSymbols(ALL, FIRST))


def compare() -> float:
    """The largest difference between the stored probabilities and those of now."""
    stored = tensors(read("predictions.safetensors"))
    meter, key, *tokens = (ALL[int(number)] for number in stored["ids"])
    start = network.TuneStart(meter[2:], key[2:], tuple(tokens))
    scores = writer().scores(start).astype(np.float64)
    return float(np.abs(network.softmax(scores) - stored["chances"]).max())


def compose(asked: argparse.Namespace) -> str:
    """A tune in ABC notation, a line every four bars."""
    start = network.TuneStart(asked.meter, asked.key, tuple(asked.begin.split()))
    strange = [token for token in (f"M:{asked.meter}", f"K:{asked.key}", *start.tokens) if token not in ALL]
    if strange:
        return f"The model has never read {strange[0]}; it knows {' '.join(ALL[2:FIRST])}."
    how = network.Boldness(asked.temperature, None, None, asked.full_bars, asked.seed)
    (tune,) = writer().write([start], how)
    lines, bars = [""], 0
    for token in tune.tokens:
        lines[-1] += token
        bars += token in network.BARS and token != "|:"
        if bars == 4:
            lines, bars = [*lines, ""], 0
    return "\n".join(["X:1", "T:New tune", f"M:{asked.meter}", "L:1/8", f"K:{asked.key}", *lines])


def main() -> None:
    """Do what the words on the command line ask for."""
    if len(sys.argv) == 1:
        print(f"Largest difference to the stored probabilities: {compare():.1e}")
        return
    usual = SYMBOLS["headers"][0]
    parser = argparse.ArgumentParser(description="Write a tune with a trained network.")
    parser.add_argument("--meter", default=usual["meter"], help="such as 6/8")
    parser.add_argument("--key", default=usual["key"], help="such as D, Em or Ador")
    parser.add_argument("--begin", default="", help="first tokens, with blanks between")
    parser.add_argument("--temperature", type=float, default=0.8, help="0 is careful, 2 is wild")
    parser.add_argument("--full-bars", action="store_true", help="nothing that a bar has no room for")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same tune")
    print(compose(parser.parse_args()))


if __name__ == "__main__":
    main()
