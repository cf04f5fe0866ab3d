"""Others beside this project: the same data, sizes, steps and seconds, in turn; see `bench/RESULTS.md`.

`python -m bench peers` measures all parts, `python -m bench peers equal` some, and `RNNKIT_BENCH_SETS` names
cases of a part, such as `air-lstm`. What is measured stays in `bench/results/`, so that a part can be
measured anew without the others. Nothing is imported here: peers run in an environment without `rnnkit`.
"""

import importlib
from collections.abc import Sequence

PARTS = ("equal", "quality", "many", "text", "labels")


def main(parts: Sequence[str] = ()) -> None:
    """Measure the parts, or all, and write the results anew after each. Needs `.venv-bench`."""
    race = importlib.import_module("bench.peers.race")
    if not race.BESIDE.exists():
        print("There is no .venv-bench here, so nobody to compare with: make bench-peers makes it.")
        return
    results = importlib.import_module("bench.peers.parts.results")
    for part in parts or PARTS:
        print(f"# {part}", flush=True)
        importlib.import_module(f"bench.peers.parts.{part}").main()
        results.write()
