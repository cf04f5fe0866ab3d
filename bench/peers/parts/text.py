"""Language models: our defaults beside char-rnn's settings and nanoGPT's for a computer without a GPU."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.peers.job import Job
from bench.peers.parts.kept import keep, kept
from bench.peers.parts.tables import table, verdict
from bench.peers.race import once, wanted

TITLE = "Text"
DATA, SECONDS = "tinyshakespeare", 180.0
BUDGETS = (10.0, 20.0, 30.0, 45.0, 60.0, 180.0)
OTHERS = {
    "charrnn": "char-rnn's settings, plain torch",
    "nanogpt": "nanoGPT's settings for a CPU, plain torch",
}
BARS = {60.0: 1.46, 180.0: 1.425}  # nats, with instructions for 16 bits
FASTER = 3.0
SHOWN = (15.0, 30.0, 60.0, 120.0, 180.0)


def main() -> None:
    """Measure each peer, then ours with each budget, or those that `RNNKIT_BENCH_SETS` names."""
    cases = {name: Job(DATA, seconds=SECONDS) for name in OTHERS}
    cases |= {f"own_{budget:g}": Job(DATA, seconds=budget) for budget in BUDGETS}
    for case in wanted([*cases]):
        found = once("own_text" if case.startswith("own") else case, cases[case])
        keep("text", case, found)
        print(f"  {case:12} {found.get('nats', found.get('curve', found))}", flush=True)


def lines() -> Iterator[str]:
    """The part of `RESULTS.md`."""
    found = kept("text")
    yield (
        "Tiny Shakespeare, nats a character on its last tenth, the memory carried through it (nanoGPT: "
        "windows of 64 characters end to end). Looks at the held-out text are off the clock of the peers; "
        "ours has n-grams, samples and scores within its budget."
    )
    yield ""
    names = [name for name in OTHERS if "curve" in found.get(name, {})]
    rows = [(OTHERS[name], *(_at(found[name]["curve"], second) for second in SHOWN)) for name in names]
    yield from table(("", *(f"{second:g} s" for second in SHOWN)), rows)
    own = {budget: found[f"own_{budget:g}"] for budget in BUDGETS if f"own_{budget:g}" in found}
    yield ""
    yield from table(("ours, budget s", "nats", "steps", "bar"), map(_own_row, own.items()))
    if "charrnn" in names and own:
        yield ""
        yield _faster(found["charrnn"]["curve"], own)


def _at(curve: Sequence[Sequence[float]], second: float) -> str:
    """What was reached at the last look before a second, and a little."""
    seen = [nats for seconds, nats in curve if seconds <= second + 1]
    return f"{seen[-1]:.3f}" if seen else "-"


def _own_row(one: tuple[float, Mapping[str, Any]]) -> tuple[str, ...]:
    budget, found = one
    bar = f"{BARS[budget]}: {verdict(found['nats'] <= BARS[budget])}" if budget in BARS else ""
    return (f"{budget:g}", f"{found['nats']:.4f}", f"{found['steps']:,}", bar)


def _faster(curve: Sequence[Sequence[float]], own: Mapping[float, Mapping[str, Any]]) -> str:
    """How soon both are as good as char-rnn ever was."""
    seconds, best = min(curve, key=lambda look: look[1])
    there = [budget for budget, found in own.items() if found["nats"] <= best]
    if not there:
        return (
            f"char-rnn's best is {best:.3f} after {seconds:.0f} s; ours was never as good: {verdict(False)}."
        )
    ratio = seconds / min(there)
    return (
        f"char-rnn's best is {best:.3f} after {seconds:.0f} s; ours is as good with a budget of "
        f"{min(there):g} s, {ratio:.1f} times as fast; bar {FASTER:g}: {verdict(ratio >= FASTER)}."
    )
