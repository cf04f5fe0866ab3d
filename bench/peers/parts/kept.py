"""What the parts found, case by case, in `bench/results/PART.json`, so that a case can be measured anew."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.peers.parts.machine import measured

FOLDER = Path(__file__).parents[2] / "results"


def keep(part: str, case: str, found: Mapping[str, Any]) -> None:
    """Write what a case found, with where and when, and leave the other cases as they are."""
    cases = kept(part) | {case: {**found, "at": measured()}}
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{part}.json"
    file.write_text(json.dumps(cases, indent=1, sort_keys=True) + "\n", "utf-8")


def kept(part: str) -> dict[str, Any]:
    """All cases of a part that were ever measured; empty where none was."""
    file = FOLDER / f"{part}.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return found
