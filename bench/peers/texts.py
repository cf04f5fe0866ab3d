"""Tiny Shakespeare for language models that others wrote: its characters as numbers, and the last tenth.

The data lies outside the project: `RNNKIT_BENCH_DATA` names the folder that holds `lm/`.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from bench.peers.job import Answer, Clock, Job

DATA = Path(os.environ.get("RNNKIT_BENCH_DATA", "../shared/data"))
EVERY = 15.0  # seconds between two looks at the text that was held out
N = TypeVar("N", bound=nn.Module)


@dataclass(frozen=True)
class Texts:
    """What is learned from and what was held out, as numbers, and how many characters there are."""

    training: Tensor
    held_out: Tensor
    symbols: int


def read(name: str) -> Texts:
    """The two files of a text, with the characters of both."""
    parts = [(DATA / f"lm/{name}.{part}.txt").read_text("utf-8") for part in ("train", "val")]
    symbols = sorted(set("".join(parts)))
    number = {symbol: place for place, symbol in enumerate(symbols)}
    training, held_out = (torch.tensor([number[symbol] for symbol in part]) for part in parts)
    return Texts(training, held_out, len(symbols))


def learner(
    build: Callable[[int], N], train: Callable[[N, Texts], Iterator[None]], nats: Callable[[N, Tensor], float]
) -> Callable[[Job, Clock], Callable[[], Answer]]:
    """What prepares a peer: the text as numbers; then training, with looks at the held-out text.

    It builds a network for so many symbols, trains it by steps without end and measures nats a character.
    """

    def prepare(job: Job, clock: Clock) -> Callable[[], Answer]:
        texts = read(job.data)

        def act() -> Answer:
            torch.manual_seed(job.seed)
            network = build(texts.symbols)
            return {"curve": curve(job, clock, train(network, texts), lambda: nats(network, texts.held_out))}

        return act

    return prepare


def curve(job: Job, clock: Clock, steps: Iterator[object], look: Callable[[], float]) -> list[list[float]]:
    """Train for the seconds of a job; `[seconds, nats a character]` of every look, which is off the clock."""
    found: list[list[float]] = []
    after = EVERY
    for _ in steps:
        over = clock.seconds >= (job.seconds or 0.0)
        if over or clock.seconds >= after:
            seconds = clock.seconds
            with clock.paused():
                found.append([seconds, look()])
            after += EVERY
        if over:
            break
    return found
