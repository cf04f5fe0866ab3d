"""Time to quality: what each peer reaches in a minute, and in how many seconds our defaults do."""

from collections.abc import Iterator, Mapping
from typing import Any

from bench.peers.job import Job
from bench.peers.parts.kept import keep, kept
from bench.peers.parts.scores import scored
from bench.peers.parts.tables import table, verdict
from bench.peers.race import LABELS, once, shown, wanted

TITLE = "Time to the quality that a peer has after a minute"
SETS = ("air", "panel", "wide")
SECONDS, BAR = 60.0, 5.0
BUDGETS = (2.0, 5.0, 10.0, 20.0, 60.0)
PEERS = ("darts_block", "neural", "stock")  # the fastest of each library, and plain torch


def main() -> None:
    """Let every peer learn for a minute, then ours for longer and longer until it is as good as the best."""
    for data in wanted(SETS):
        peers = {name: _once(name, data, SECONDS) for name in PEERS}
        best = min(found["mase"] for found in peers.values() if "mase" in found)
        own = []
        for budget in BUDGETS:
            own.append(_once("own", data, budget) | {"budget": budget})
            if own[-1]["mase"] <= best:
                break
        keep("quality", data, {"peers": peers, "own": own, "best": best})


def _once(name: str, data: str, seconds: float) -> dict[str, Any]:
    job = Job(data, seconds=seconds)
    found = scored(job, [once(name, job)])[0]
    print(f"  {shown(name, job, found)}  MASE {found.get('mase', float('nan')):.3f}", flush=True)
    return found


def lines() -> Iterator[str]:
    """The part of `RESULTS.md`."""
    yield (
        f"Every peer trains an LSTM of 64 units for {SECONDS:g} s, with scaled data and lookback 48, as "
        "above. Ours gets a budget and nothing else: its defaults, with baselines, scores and verdict; "
        "*whole run* is what the last of its budgets took. Scored on the last 12 rows."
    )
    yield ""
    found = kept("quality")
    head = ("set", *(LABELS[name] for name in PEERS), "ours", "whole run s", f"bar {BAR:g} s")
    yield from table(head, (_row(data, found[data]) for data in SETS if data in found))


def _row(data: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    peers = [found["peers"][name] for name in PEERS]
    reached = [
        f"{each['mase']:.3f} ({each['steps']:,} steps)" if "mase" in each else "failed" for each in peers
    ]
    own = found["own"]
    ours = ", ".join(f"{each['mase']:.3f} in {each['budget']:g} s" for each in own)
    quick = own[-1]["mase"] <= found["best"] and own[-1]["budget"] <= BAR
    return (data, *reached, ours, f"{own[-1]['seconds']:.1f}", verdict(quick))
