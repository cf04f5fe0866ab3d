"""Language models on public texts beside the best n-gram, and how fast a model writes; in two tables.

The data lies outside the project: `RNNKIT_BENCH_DATA` names the folder that holds `lm/` and `music/`.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from rnnkit.config import parse
from rnnkit.data import Vocabulary
from rnnkit.tasks.text.generation import Generator
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.networks.model import arrays_of, build
from rnnkit.tasks.text.networks.network import LanguageModel
from rnnkit.tasks.text.run import run
from rnnkit.tasks.text.settings import ResolvedText, TextConfig

DATA = Path(os.environ.get("RNNKIT_BENCH_DATA", "../shared/data"))
TRIES = 5  # of which the fastest counts
LENGTH = 2_000
STOCK_LENGTH = 500


@dataclass(frozen=True)
class Text:
    """A text in two files, and what a model should reach on the second in nats a character."""

    name: str
    files: str
    settings: Mapping[str, object]
    bar: float
    goal: float


TEXTS = (
    Text("Tiny Shakespeare, 60 s", "lm/tinyshakespeare.{}.txt", {"budget": 60}, 1.53, 1.48),
    Text("Tiny Shakespeare, 180 s", "lm/tinyshakespeare.{}.txt", {"budget": 180}, 1.4697, 1.44),
    Text("Tang poems, 60 s", "lm/tang.{}.txt", {"budget": 60}, 5.45, 5.45),
    Text("names, 60 s", "lm/names_dedup.{}.txt", {"budget": 60}, 2.08, 2.08),
    Text("Nottingham, 60 s", "music/nottingham.{}.abc", {"budget": 60}, 1.20, 1.12),
)


def accuracy() -> Iterator[str]:
    """Nats a character on the held-out file, after training with the default settings."""
    for text in TEXTS:
        training, held_out = (
            (DATA / text.files.format(part)).read_text("utf-8") for part in ("train", "val")
        )
        start = time.monotonic()
        summary: Mapping[str, Any] = run(
            training, parse(TextConfig, dict(text.settings)), test=held_out
        ).summary
        found = {name: score["nats_per_char"] for name, score in summary["metrics"].items()}
        yield (
            f"{text.name:24} {found['test']:7.4f}  bar {text.bar:g}  goal {text.goal:g}"
            f"  {time.monotonic() - start:5.1f} s  | n-gram of order {summary['metrics']['ngram']['order']}"
            f" {found['ngram']:.4f}  unigram {found['unigram']:.4f}  | {summary['steps']:,} steps"
        )


def speed() -> Iterator[str]:
    """Characters a second of an LSTM-256, and what three temperatures at once cost."""
    config = parse(
        ResolvedText,
        {"hidden_size": 256, "embedding_size": 64, "max_vocabulary": 65}
        | {"dropout": 0, "learning_rate": 1e-3, "batch_size": 32},
    )
    vocabulary = Vocabulary(symbols=tuple(map(chr, range(33, 98))))
    torch.manual_seed(0)
    model = build(config, len(vocabulary)).eval()
    torch.nn.init.normal_(model.head, std=0.5)  # type: ignore[arg-type]
    generator = Generator(arrays_of(model), config, vocabulary)

    def written(*temperatures: float) -> Callable[[], object]:
        settings = GenerateConfig(prompt="A", temperatures=temperatures, length=LENGTH)
        return lambda: list(generator.streams(settings))

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    stock = STOCK_LENGTH / fastest(lambda: stock_loop(model, STOCK_LENGTH))
    torch.set_num_threads(threads)
    one, three = fastest(written(0.8)), fastest(written(0.5, 0.8, 1.1))
    first = fastest(lambda: next(generator.streams(GenerateConfig(prompt="A" * 100))))
    yield f"LSTM-256, NumPy          {LENGTH / one:9,.0f} characters/s  bar {8 * stock:,.0f}"
    slower = LENGTH / one / stock
    yield f"stock nn.LSTM loop       {stock:9,.0f} characters/s, {slower:.1f} times slower  bar 8"
    yield f"three temperatures       {three / one:9.2f} times the cost of one  bar 1.5"
    yield f"first symbols            {first:9.3f} s  bar 0.3"


@torch.no_grad()
def stock_loop(model: LanguageModel, length: int) -> str:
    """The usual way: the whole model one step at a time, the state carried, a symbol drawn by torch."""
    ids, memory, text = torch.zeros(1, 1, dtype=torch.long), None, ""
    for _ in range(length):
        scores, memory = model(ids, memory)
        chances = torch.softmax(scores[0, -1] / 0.8, dim=-1)
        chosen = int(torch.multinomial(chances, 1).item())
        text += chr(33 + chosen)
        ids = torch.tensor([[chosen]])
    return text


def fastest(action: Callable[[], object]) -> float:
    """Seconds of the fastest of several tries."""
    seconds = []
    for _ in range(TRIES):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    """Print both tables, a line as soon as it is measured."""
    for part in (speed, accuracy):
        for line in part():
            print(line, flush=True)


if __name__ == "__main__":
    main()
