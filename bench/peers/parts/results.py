"""`bench/RESULTS.md`, put together from what the parts kept: whatever was measured, and nothing else."""

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.peers import PARTS
from bench.peers.parts.kept import kept
from bench.peers.parts.machine import OTHERS

FILE = Path(__file__).parents[2] / "RESULTS.md"
HEAD = """# Beside others, and growth

Written by `make bench-peers` and `make bench-growth` from `bench/results/*.json`; no figure is typed by hand.
Peers run in an environment of their own (`requirements-bench.txt`), on the same version of torch.
`python -m bench peers equal` measures one part anew, `RNNKIT_BENCH_SETS=air-lstm` before it one case.
*Load* is how many processes wanted a core in the minute before a case was kept: more than there are cores,
and others worked meanwhile.
"""


def write() -> None:
    """Write the page anew."""
    FILE.write_text("\n".join(lines()) + "\n", "utf-8")


def lines() -> Iterator[str]:
    """The whole page; parts that were never measured say so."""
    yield HEAD
    for name in (*PARTS, "growth"):
        module = importlib.import_module("bench.growth" if name == "growth" else f"bench.peers.parts.{name}")
        cases = kept(name)
        yield f"## {module.TITLE}\n"
        if not cases:
            yield "Not measured yet.\n"
            continue
        yield from module.lines()
        yield ""
        yield from (f"- {line}" for line in where(cases))
        yield ""


def where(cases: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Each machine with its versions, and the cases that were measured there."""
    places: dict[tuple[str, ...], list[str]] = {}
    for case, found in cases.items():
        at = found["at"]
        versions = (_versions(of, names) for of, names in at["versions"].items() if names)
        places.setdefault((at["machine"], *versions), []).append(
            f"{case} ({at['when']}, {at['commit']}, load {at['load']:g})"
        )
    for said, names in places.items():
        yield f"{'; '.join(said)}: {', '.join(names)}."


def _versions(of: str, names: Mapping[str, str]) -> str:
    said = f"{of}: " + " ".join(f"{name} {version}" for name, version in names.items())
    missing = [name for name in OTHERS if name not in names] if of == "peers" else []
    return said + (f" (did not install: {', '.join(missing)})" if missing else "")
