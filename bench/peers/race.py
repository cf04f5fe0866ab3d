"""Peers in turn, each in a process of its own: A B A B, and what came of each.

What belongs to this project or is plain torch runs in the environment of the project, all else in
`.venv-bench`, which `make bench-peers` installs.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from bench._measure import sets_asked_for
from bench.peers.job import Job

ROOT = Path(__file__).parents[2]
BESIDE = ROOT / ".venv-bench" / "bin" / "python"
OF_OTHERS = frozenset({"darts_block", "darts_rnn", "neural", "keras", "tfidf"})
OWN = "own"
LABELS = {
    OWN: "rnnkit",
    "stock": "plain torch loop",
    "darts_block": "darts BlockRNNModel",
    "darts_rnn": "darts RNNModel",
    "neural": "neuralforecast",
    "keras": "Keras on torch",
}
LIMIT = 1200.0  # seconds of one process
SLOW = 2.0  # times the fastest of the others: who takes so long is asked once
LAST_LINES = 3

Found = dict[str, Any]


def in_turn(jobs: Mapping[str, Job], rounds: int) -> Iterator[dict[str, list[Found]]]:
    """What each peer found so far, after each round; who fails or is far from the fastest is asked once."""
    found: dict[str, list[Found]] = {name: [] for name in jobs}
    asked = list(jobs)
    for _ in range(rounds):
        for name in asked:
            found[name].append(once(name, jobs[name]))
            print(f"  {shown(name, jobs[name], found[name][-1])}", flush=True)
        asked = near({name: each[0] for name, each in found.items()})
        yield found


def near(first: Mapping[str, Found]) -> list[str]:
    """Ours, and whoever was not far behind the fastest of the others in the first round."""
    seconds = {name: each["seconds"] for name, each in first.items() if "seconds" in each}
    fastest = min((taken for name, taken in seconds.items() if name != OWN), default=0.0)
    return [name for name, taken in seconds.items() if name == OWN or taken <= SLOW * fastest]


def once(name: str, job: Job) -> Found:
    """What one peer found; where its process fails, `error` has the end of what it said."""
    python = BESIDE if name in OF_OTHERS else Path(sys.executable)
    if not python.exists():
        return {"error": ".venv-bench is not there: make bench-peers installs it"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "found.json"
        line = [str(python), "-m", "bench.peers.worker", name, json.dumps(asdict(job)), str(file)]
        quiet = {**os.environ, "PYTHONWARNINGS": "ignore", "TQDM_DISABLE": "1"}
        done = subprocess.run(
            line, cwd=ROOT, env=quiet, capture_output=True, text=True, timeout=LIMIT, check=False
        )
        if done.returncode:
            return {"error": " ".join(done.stderr.strip().splitlines()[-LAST_LINES:])}
        found: Found = json.loads(file.read_text("utf-8"))
    return found


def shown(name: str, job: Job, found: Found) -> str:
    """A line while it is measured."""
    if "error" in found:
        return f"{name:12} {job.data:6} {job.cell:4} failed: {found['error']}"
    numbers = f"{found['seconds']:7.2f} s  {found['megabytes']:6.0f} MB"
    return f"{name:12} {job.data:6} {job.cell:4} {numbers}"


def middle(found: Sequence[Found], key: str) -> float:
    """The median of a number over the rounds; NaN where no round has it."""
    values = [each[key] for each in found if key in each]
    return float(median(values)) if values else float("nan")


def wanted(names: Sequence[str]) -> Iterator[str]:
    """Those of the names that `RNNKIT_BENCH_SETS` names, or all."""
    asked = sets_asked_for()
    yield from (name for name in names if not asked or name in asked)
