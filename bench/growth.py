"""How time and memory grow: with rows, columns, series, length, hidden size, text, vocabulary, runs kept.

Each size is measured in a process of its own, up to ten times the limit of the smallest host where that can
be done. The exponent is that between the two largest sizes: 1 is linear. Visitors are those of `bench load`.
`RNNKIT_BENCH_SETS` names some of the axes, as `rows_of_a_file`.
"""

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from bench.peers.parts.kept import keep, kept
from bench.peers.parts.tables import table
from bench.peers.race import LAST_LINES, wanted

TITLE = "Growth"
ROOT = Path(__file__).parents[1]
LIMIT = 900.0  # seconds of one process
STEPS = 20
PER_MEGABYTE = 1024 if sys.platform == "linux" else 1024**2
CREATED = 500  # runs that are queued at once

Act = Callable[[], object]


@dataclass(frozen=True)
class Axis:
    """What grows, how large, the stated limit, and how what is measured is made ready."""

    name: str
    sizes: tuple[int, ...]
    limit: str
    ready: Callable[[int], Act]
    rounds: int = 1


def hours(rows: int, columns: int) -> bytes:
    """A file of measured numbers below a column of dates."""
    rng = np.random.default_rng(0)
    cycle = 10 + np.sin(np.arange(rows) * 2 * np.pi / 24)[:, None]
    frame = pd.DataFrame((cycle + rng.normal(0, 0.3, (rows, columns))).round(3)).add_prefix("v")
    frame.insert(0, "date", pd.date_range("1990-01-01", periods=rows, freq="h"))
    return frame.to_csv(index=False).encode()


def reading(rows: int, columns: int) -> Act:
    """Bytes of a table to clean series."""
    from rnnkit.data import Limits, read_table

    content = hours(rows, columns)
    return lambda: read_table(content, None, Limits(10_000, 10**8, 10_000))


def forecasting(content: bytes, **settings: object) -> Act:
    """A whole run of a few steps, with baselines, scores and verdict, once the table is there."""
    from rnnkit.config import parse
    from rnnkit.data import Limits, read_table
    from rnnkit.tasks.forecast.run import run
    from rnnkit.tasks.forecast.settings import ForecastConfig

    read = read_table(content, None, Limits(10_000, 10**8, 10_000))
    config = parse(ForecastConfig, {"steps": STEPS, "refit": False} | settings)
    return lambda: run(read, config)


def of_series(series: int) -> Act:
    """Series of eight years of months."""
    from bench.peers.data import panel

    frame = panel(series, 96, 97).frame(whole=True)
    return forecasting(frame.to_csv(index=False).encode(), horizon=12, test=12)


def of_length(rows: int) -> Act:
    """One series; the backtest is of 480 rows, however long it is."""
    return forecasting(hours(rows, 1), horizon=24, test=480)


def of_lookback(steps: int) -> Act:
    """A series of 20,000 rows, each read on its own."""
    return forecasting(hours(20_000, 1), horizon=24, test=480, lookback=steps, segment=1, batch_size=32)


def of_hidden(size: int) -> Act:
    """A network of so many units over 48 steps."""
    asked = {"lookback": 48, "segment": 1, "batch_size": 32, "hidden_size": size}
    return forecasting(hours(5_000, 1), horizon=24, test=480, **asked)


def writing(length: int, symbols: int) -> Act:
    """A whole run of a few steps on a text of so many characters, of which the n-th is 1/n as frequent."""
    from rnnkit.config import parse
    from rnnkit.tasks.text.run import run
    from rnnkit.tasks.text.settings import TextConfig

    rng = np.random.default_rng(0)
    shares = 1 / np.arange(1, symbols + 1)
    drawn = rng.choice(symbols, length, p=shares / shares.sum())
    drawn[:symbols] = np.arange(symbols)
    text = "".join(map(chr, 0x4E00 + drawn)) if symbols > 90 else "".join(map(chr, 33 + drawn))
    config = parse(TextConfig, {"steps": STEPS, "max_vocabulary": symbols})
    return lambda: run(text, config)


def storing(runs: int) -> Act:
    """What a page asks for with each look: runs of one visitor and what they take, among all in a store."""
    from dataclasses import replace

    from rnnkit.runs.quotas import MANY, Quotas
    from rnnkit.runs.store import Store
    from rnnkit.runs.visitor import Order

    folder = TemporaryDirectory()
    quotas = replace(Quotas(), queued_each=MANY, runs_an_hour=MANY, runs_each=MANY, queued=MANY)
    store = Store(f"sqlite:///{Path(folder.name) / 'runs.sqlite'}", quotas)
    for start in range(0, runs, CREATED):
        visitor = store.of(f"visitor{start}")
        data = visitor.uploads.add("mine.csv", f"a,b\n1,{start}\n".encode())
        orders = [Order('{"task": "forecast"}', str(number)) for number in range(min(CREATED, runs - start))]
        visitor.queue.submit_all(orders, data)
    looked = store.of("visitor0")

    def look() -> None:
        looked.runs.newest(limit=20)
        looked.library.usage()
        _ = folder  # lives as long as this

    return look


AXES = (
    Axis(
        "rows of a file",
        (10_000, 100_000, 1_000_000),
        "100,000 on the smallest host",
        lambda rows: reading(rows, 2),
    ),
    Axis("columns of a file", (50, 150, 500), "50 on the smallest host", lambda n: reading(2_000, n)),
    Axis("series of a run", (100, 1_000, 10_000), "rows alone", of_series),
    Axis("length of a series", (10_000, 100_000, 1_000_000), "100,000 rows", of_length),
    Axis("lookback", (50, 500, 5_000), "5,000; more is refused", of_lookback),
    Axis("hidden size", (32, 128, 512), "512; more is refused", of_hidden),
    Axis("characters of a text", (100_000, 1_000_000, 8_000_000), "8 MB", lambda n: writing(n, 80)),
    Axis(
        "vocabulary",
        (80, 2_000, 20_000),
        "20,000; more is read as unknown",
        lambda symbols: writing(500_000, symbols),
    ),
    Axis("runs in the store", (500, 5_000, 50_000), "200 each visitor, 60 waiting", storing, 20),
)


def measure(axis: Axis, size: int) -> dict[str, float]:
    """Seconds and the largest memory of this process, with what it has loaded before."""
    act = axis.ready(size)
    before = _megabytes()
    start = time.perf_counter()
    for _ in range(axis.rounds):
        act()
    return {
        "seconds": (time.perf_counter() - start) / axis.rounds,
        "before": before,
        "megabytes": _megabytes(),
    }


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PER_MEGABYTE


def main() -> None:
    """Measure every axis, keep it, and write the results anew."""
    from bench.peers.parts import results

    axes = {axis.name.replace(" ", "_"): axis for axis in AXES}
    for name in wanted([*axes]):
        axis = axes[name]
        keep("growth", axis.name, {"sizes": {str(size): _alone(axis, size) for size in axis.sizes}})
    results.write()


def _alone(axis: Axis, size: int) -> dict[str, Any]:
    line = [sys.executable, "-m", "bench.growth", axis.name, str(size)]
    try:
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"not done after {LIMIT:g} s"}
    if done.returncode:
        return {"error": " ".join(done.stderr.strip().splitlines()[-LAST_LINES:]) or "was killed"}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"  {axis.name:22} {size:10,} {found['seconds']:8.2f} s {found['megabytes']:7.0f} MB", flush=True)
    return found


def lines() -> Iterator[str]:
    """The part of `RESULTS.md`."""
    found = kept("growth")
    yield (
        f"Each size in a process of its own. Runs are of {STEPS} steps, with all before and after them. "
        "*Exponents*: of the time, and of the memory above what the process had, between the two "
        "largest sizes; 1 is linear, below 1 what does not grow weighs more."
    )
    yield ""
    rows = (_row(axis, found[axis.name]["sizes"]) for axis in AXES if axis.name in found)
    yield from table(("what grows", "sizes", "seconds", "peak MB", "exponents", "stated limit"), rows)


def _row(axis: Axis, sizes: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    there = {
        int(size): each
        for size, each in sorted(sizes.items(), key=lambda one: int(one[0]))
        if "error" not in each
    }
    failed = [f"{size}: {each['error']}" for size, each in sizes.items() if "error" in each]
    return (
        axis.name,
        ", ".join(f"{size:,}" for size in there),
        ", ".join(f"{each['seconds']:.3g}" for each in there.values()),
        ", ".join(f"{each['megabytes']:.0f}" for each in there.values()),
        exponents(there),
        "; ".join([axis.limit, *failed]),
    )


def exponents(there: Mapping[int, Mapping[str, float]]) -> str:
    """How steep time and memory are between the two largest sizes: `1.02, 0.98`."""
    if len(there) < 2:
        return "-"
    (small, less), (large, more) = sorted(there.items())[-2:]
    step = math.log(large / small)
    taken = [each["megabytes"] - each["before"] for each in (less, more)]
    memory = f"{math.log(taken[1] / taken[0]) / step:.2f}" if min(taken) > 0 else "-"
    return f"{math.log(more['seconds'] / less['seconds']) / step:.2f}, {memory}"


if __name__ == "__main__":
    if sys.argv[1:]:
        chosen = next(axis for axis in AXES if axis.name == sys.argv[1])
        print(json.dumps(measure(chosen, int(sys.argv[2]))))
    else:
        main()
