"""Use a trained translator. Needs NumPy alone, and the files beside it.

python predict.py                                    computes the stored probabilities again and compares them
python predict.py --text "May 30, 2001" --beam 4     translates a text; --file FILE every line of one
"""

import argparse
import json
import sys
import zipfile
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import network
import numpy as np

HERE = Path(__file__).parent
END = "\n"


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
VOCABULARY = json.loads(read("vocabulary.json"))
SYMBOLS, UNKNOWN = VOCABULARY["symbols"], VOCABULARY["unk"]
PLACES = {symbol: i for i, symbol in enumerate(SYMBOLS) if i != UNKNOWN}
RANKS = {tuple(pair): rank for rank, pair in enumerate(VOCABULARY["merges"])}


def writer() -> network.Writer:
    """The trained network."""
    return network.Writer(tensors(read("model.safetensors")), SETTINGS, PLACES[END])


def compare() -> float:
    """The largest difference between the stored probabilities and those of now."""
    stored = tensors(read("predictions.safetensors"))
    source, before = (stored[name].astype(np.int64) for name in ("source", "before"))
    return float(np.abs(writer().chances(source, before) - stored["chances"]).max())


def cut(text: str) -> list[str]:
    """The symbols of a text, with its end."""
    line = f" {text}{END}"
    if VOCABULARY["unit"] == "char":
        return list(line)
    return [symbol for word in network.pieces(line) for symbol in join(word)]


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


def translate(text: str, beam: int) -> list[tuple[str, float]]:
    """The best translations of a text with their scores, best first."""
    symbols = cut(" ".join(text.split()))[: SETTINGS.max_length]
    ids = np.array([PLACES.get(symbol, UNKNOWN) for symbol in symbols])
    (found,) = writer().write([ids], beam, SETTINGS.length_penalty)
    return [(spelled(symbols, one), one.score) for one in found]


def spelled(symbols: list[str], written: network.WrittenTarget) -> str:
    """The text of what was written; an unknown symbol is the one of the source that was looked at most."""
    text = []
    for step, number in enumerate(written.ids):
        if number != UNKNOWN:
            text.append(SYMBOLS[number])
        elif written.attention.shape[1]:
            strange = [place for place, symbol in enumerate(symbols) if symbol not in PLACES]
            places = strange or list(range(len(symbols) - 1))
            text.append(symbols[max(places, key=lambda place: written.attention[step][place])])
    return "".join(text).strip()


def main() -> None:
    """Do what the words on the command line ask for."""
    if len(sys.argv) == 1:
        print(f"Largest difference to the stored probabilities: {compare():.1e}")
        return
    parser = argparse.ArgumentParser(description="Translate with a trained network.")
    parser.add_argument("--text", help="a text to translate")
    parser.add_argument("--file", type=Path, help="a file of which every line is translated")
    parser.add_argument("--beam", type=int, default=SETTINGS.beam, help="how many are followed at once")
    asked = parser.parse_args()
    if asked.file:
        for line in asked.file.read_text("utf-8").split("\n"):
            if line.strip():
                print(translate(line, asked.beam)[0][0])
        return
    for text, score in translate(asked.text or "", asked.beam):
        print(f"{score:.3f}\t{text}")


if __name__ == "__main__":
    main()
