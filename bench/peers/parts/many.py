"""Many series: the network beside its linear start, and ten thousand series up to the screen."""

import asyncio
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench._app import App
from bench._wire import Tab
from bench.load import press_and_wait
from bench.peers.data import load
from bench.peers.job import Job
from bench.peers.parts.kept import keep, kept
from bench.peers.parts.scores import scored
from bench.peers.parts.tables import table, verdict
from bench.peers.race import middle, once, wanted

TITLE = "A thousand and ten thousand series"
BUDGETS, BETTER = (5.0, 10.0, 20.0), 0.05
TRAINED, SHOWN = 30.0, 60.0  # seconds of training that are wanted, and until it is on the screen at most
ASKED = "budget=50+s&horizon=12&test=12&patience=1000"
ROWS = 2_000_000
PREPARED, ROUNDS = 2.0, 3


def main() -> None:
    """Measure all, or those that `RNNKIT_BENCH_SETS` names."""
    cases = {"thousand": thousand, "ten_thousand": ten_thousand, "prepared": prepared}
    for case in wanted([*cases]):
        keep("many", case, cases[case]())


def thousand() -> dict[str, Any]:
    """The scores of runs with their default settings, each in a process of its own."""
    runs = []
    for budget in BUDGETS:
        job = Job("panel", seconds=budget)
        found = scored(job, [once("own", job)])[0]
        runs.append(found | {"budget": budget})
        print(f"  {budget:g} s: {found.get('scores', found)}", flush=True)
    return {"runs": runs}


def ten_thousand() -> dict[str, Any]:
    """Seconds from the file to the page, from Train to the scores on the page, and of training itself."""
    content = load("thousands").frame(whole=True).to_csv(index=False).encode()
    with TemporaryDirectory() as folder:
        app = App(Path(folder), {"RNNKIT_MAX_ROWS": str(ROWS), "RNNKIT_MAX_MEGABYTES": "100"})
        try:
            found = asyncio.run(_visit(app, content))
            (run,) = app.store.runs.newest()
            seconds = app.store.progress.curve(run.id)["seconds"]
            metrics = app.store.results.summary(run.id)["metrics"]
        finally:
            app.close()
    scores = {name: score["mase"] for name, score in metrics.items()}
    trained = {"began": float(seconds.iloc[0]), "ended": float(seconds.iloc[-1])}
    return found | trained | {"rows": content.count(b"\n") - 1, "scores": scores}


def prepared() -> dict[str, Any]:
    """Seconds from a clean table of ten thousand series to the first step of a run."""
    rounds = [once("own_prepared", Job("thousands", seconds=TRAINED)) for _ in range(ROUNDS)]
    print(f"  {rounds}", flush=True)
    return {"rounds": rounds}


async def _visit(app: App, content: bytes) -> dict[str, Any]:
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await tab.open("forecast", ASKED)  # the first visit starts whoever executes runs
        await asyncio.to_thread(app.settle)
        read = await tab.upload("upload_0", "things.csv", content)
        start = time.monotonic()
        await press_and_wait(tab)
        return {"read": read, "shown": time.monotonic() - start}


def lines() -> Iterator[str]:
    """The part of `RESULTS.md`."""
    found = kept("many")
    if "thousand" in found:
        yield from _thousand(found["thousand"])
    if "ten_thousand" in found:
        yield ""
        yield from _ten_thousand(found["ten_thousand"])
    if "prepared" in found:
        yield ""
        yield _prepared(found["prepared"]["rounds"])


def _thousand(found: dict[str, Any]) -> Iterator[str]:
    runs = found["runs"]
    others = sorted({name for each in runs for name in each["scores"]} - {"model"})
    gained = 1 - runs[-1]["scores"]["model"] / runs[-1]["scores"]["linear"]
    yield (
        f"1,000 series, defaults, MASE by the seconds of a whole run: at {BUDGETS[-1]:g} s the network is "
        f"{100 * gained:.1f} % better than the linear forecast; bar {100 * BETTER:g} %: "
        f"{verdict(gained >= BETTER)}."
    )
    yield ""
    rows = (
        (
            f"{each['budget']:g}",
            f"{each['steps']:,}",
            *(
                f"{each['scores'][name]:.4f}" if name in each["scores"] else "-"
                for name in ("model", *others)
            ),
        )
        for each in runs
    )
    yield from table(("budget s", "steps", "network", *others), rows)


def _ten_thousand(found: dict[str, Any]) -> Iterator[str]:
    trained = found["ended"] - found["began"]
    kept_bar = found["shown"] <= SHOWN and trained >= TRAINED
    yield (
        f"10,000 series ({found['rows']:,} rows), the real server, one visitor: the file is read in "
        f"{found['read']:.1f} s; from Train to the scores on the page {found['shown']:.1f} s, of which it "
        f"trained {trained:.1f} s. Bar: trained {TRAINED:g} s, shown within {SHOWN:g} s: "
        f"{verdict(kept_bar)}. "
        f"MASE {_scores(found['scores'])}."
    )


def _prepared(rounds: Sequence[dict[str, Any]]) -> str:
    seconds, memory = middle(rounds, "seconds"), middle(rounds, "megabytes")
    return (
        f"10,000 series from a clean table to the first step of a run, a process each: {seconds:.2f} s "
        f"({memory:.0f} MB at most), median of {len(rounds)}; bar {PREPARED:g} s: "
        f"{verdict(seconds <= PREPARED)}."
    )


def _scores(scores: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {score:.4f}" for name, score in sorted(scores.items(), key=lambda one: one[1]))
