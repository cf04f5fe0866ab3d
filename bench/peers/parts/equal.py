"""Equal work: the same windows, size, batch and number of steps for all, fit and predict on the clock."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from bench.peers.job import Cell, Job
from bench.peers.parts.kept import keep, kept
from bench.peers.parts.scores import scored
from bench.peers.parts.tables import table, verdict
from bench.peers.race import LABELS, in_turn, middle, wanted

TITLE = "Equal work"
STEPS, ROUNDS = 1000, 3
SETS = ("air", "panel", "wide")
CELLS: tuple[Cell, ...] = ("lstm", "gru", "rnn")
BARS = {"lstm": 1.1, "gru": 1.7, "rnn": 1.7}  # times as fast as the fastest peer
NUMBERS = ("seconds", "processor", "import", "ready", "megabytes", "mase")
FORMS = {
    "seconds": "{:.2f}",
    "processor": "{:.2f}",
    "times": "{:.2f}",
    "mase": "{:.3f}",
    "megabytes": "{:.0f}",
    "import": "{:.1f}",
    "ready": "{:.1f}",
}
HEAD = (
    "",
    "rounds",
    "fit + predict s",
    "processor s",
    "ours is faster",
    "MASE",
    "peak MB",
    "import s",
    "data s",
)


def main() -> None:
    """Measure every set and cell, all peers in turn."""
    cases = {f"{data}-{cell}": Job(data, cell, steps=STEPS) for data, cell in product(SETS, CELLS)}
    for case in wanted([*cases]):
        job = cases[case]
        for found in in_turn(dict.fromkeys(LABELS, job), ROUNDS):  # what is interrupted keeps whole rounds
            keep("equal", case, {"peers": {name: scored(job, each) for name, each in found.items()}})


def lines() -> Iterator[str]:
    """The part of `RESULTS.md`."""
    yield (
        f"{STEPS:,} steps of one layer of 64 units, batch 32, lookback 48, horizon 12, Adam 1e-3, mean "
        "absolute error, nothing beside the network. The last 12 rows of every series are forecast once. "
        f"Medians of {ROUNDS} rounds in turn, each in a process of its own, libraries choose their threads; "
        "who was twice as slow as the fastest of the others in the first round is asked once. "
        "Ours has its checks, the guard against leaks and the calibration of intervals on the clock, the "
        "baselines not. *data*: from arrays to what the library takes, outside the clock."
    )
    found = kept("equal")
    for case in (case for data, cell in product(SETS, BARS) if (case := f"{data}-{cell}") in found):
        yield ""
        yield from of_case(case, found[case])


def of_case(case: str, found: Mapping[str, Any]) -> Iterator[str]:
    """The table of one set and cell, the fastest first, and how it stands to its bar."""
    data, _, cell = case.partition("-")
    medians = {name: {key: middle(each, key) for key in NUMBERS} for name, each in found["peers"].items()}
    there = {name: each for name, each in medians.items() if each["seconds"] == each["seconds"]}
    own = there["own"]["seconds"]
    there = {name: each | {"times": each["seconds"] / own} for name, each in there.items()}
    rows = [
        (
            LABELS[name],
            str(len(found["peers"][name])),
            *(form.format(each[key]) for key, form in FORMS.items()),
        )
        for name, each in sorted(there.items(), key=lambda one: one[1]["seconds"])
    ]
    fastest = min((name for name in there if name != "own"), key=lambda name: there[name]["seconds"])
    ratio = there[fastest]["seconds"] / own
    bar = verdict(ratio >= BARS[cell])
    yield (
        f"**{data}, {cell.upper()}**: {ratio:.2f} times as fast as {LABELS[fastest]}; "
        f"bar {BARS[cell]}: {bar}."
    )
    yield ""
    yield from table(HEAD, rows)
    for name, each in found["peers"].items():
        if errors := [one["error"] for one in each if "error" in one]:
            yield f"\n{LABELS[name]} failed: {errors[0]}"
