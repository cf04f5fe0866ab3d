"""Recurrent layers forward and back: torch's own beside the quick ways, in turn in one run, as a table.

Medians of the seconds of one process, which a busy machine disturbs less than the time on the wall; on one
thread both are the same. `RNNKIT_BENCH_SETS` names the hidden sizes, `RNNKIT_BENCH_THREADS` the threads.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import torch
from torch import Tensor, nn

from bench._measure import sets_asked_for
from rnnkit.networks.recurrent import Recurrent
from rnnkit.quick.build import build
from rnnkit.quick.layers import Quick, sixteen_bits
from rnnkit.quick.loops import Loops
from rnnkit.quick.native import Native

SIZES, BATCHES, LENGTHS = (32, 64, 128, 256), (32, 256), (24, 100)
CELLS = ("rnn", "gru", "lstm")
ROUNDS, SECONDS = 9, 4.0
STOCK = "stock"


@dataclass(frozen=True)
class Race:
    """What was measured of one layer: milliseconds forward and back, by who computed them."""

    cell: str
    hidden: int
    batch: int
    length: int
    milliseconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def ratios(self) -> dict[str, float]:
        """How many times as fast as torch's own layer each of the others is."""
        stock = self.milliseconds[STOCK]
        return {name: stock / took for name, took in self.milliseconds.items() if name != STOCK}


def ways() -> dict[str, Quick | None]:
    """Who can compute layers here: torch (`None`), the loops, and the kernel where it can be built."""
    engines: dict[str, Loops | Native] = {"loops": Loops()}
    if built := build():
        engines["kernel"] = Native(built)
    bits = {"": False, "16": True} if sixteen_bits() else {"": False}
    quick = {
        f"{name}{sign}": Quick(engine, half=half)
        for name, engine in engines.items()
        for sign, half in bits.items()
    }
    return {STOCK: None, **quick}


def races() -> Iterator[Race]:
    """Every cell, size, batch and length, the ways in turn."""
    wanted = sets_asked_for()
    sizes = [size for size in SIZES if not wanted or str(size) in wanted]
    for hidden, batch, length, cell in product(sizes, BATCHES, LENGTHS, CELLS):
        steps = {name: step(cell, hidden, batch, length, quick) for name, quick in ways().items()}
        yield Race(cell, hidden, batch, length, in_turn(steps))


def step(cell: str, hidden: int, batch: int, length: int, quick: Quick | None) -> Callable[[], None]:
    """One pass forward and back through a layer whose inputs are as many as its cells."""
    torch.manual_seed(0)
    network = Recurrent(cell, hidden, hidden)  # type: ignore[arg-type]
    if quick is not None:
        network.kernel = quick
    x = torch.randn(batch, length, hidden, requires_grad=True)
    weights: Tensor = torch.randn(batch, length, hidden)
    leaves: list[nn.Parameter | Tensor] = [x, *network.parameters()]

    def run() -> None:
        torch.autograd.grad(network(x)[0], leaves, weights)

    return run


def in_turn(steps: Mapping[str, Callable[[], None]]) -> dict[str, float]:
    """Milliseconds of each, the middle of several rounds in which all have their turn."""
    took: dict[str, list[float]] = {name: [] for name in steps}
    for run in steps.values():
        run()  # the first builds what all others use
    end = time.monotonic() + SECONDS
    for number in range(ROUNDS):
        for name, run in steps.items():
            start = time.process_time()
            run()
            took[name].append(1000 * (time.process_time() - start))
        if time.monotonic() > end and number >= 2:
            break
    return {name: statistics.median(each) for name, each in took.items()}


def main() -> None:
    """Print a row for each layer as soon as it is measured."""
    before = torch.get_num_threads()
    torch.set_num_threads(int(os.environ.get("RNNKIT_BENCH_THREADS", "1")))
    names = [name for name in ways() if name != STOCK]
    print(
        f"{'cell':5} {'H':>4} {'B':>4} {'T':>4} {'stock ms':>9}  " + " ".join(f"{name:>8}" for name in names)
    )
    for race in races():
        ratios = " ".join(f"{race.ratios[name]:8.2f}" for name in names)
        sizes = f"{race.cell:5} {race.hidden:4} {race.batch:4} {race.length:4}"
        print(f"{sizes} {race.milliseconds[STOCK]:9.2f}  {ratios}", flush=True)
    torch.set_num_threads(before)


if __name__ == "__main__":
    main()
