"""What it was measured on: processor, cores, what they can do, memory, versions, what else was running."""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.peers.race import BESIDE, ROOT
from rnnkit.host.machine import cores, memory_total

FEATURES = ("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16", "amx_tile")
OWN = ("torch", "numpy", "pandas", "scikit-learn")
OTHERS = ("torch", "darts", "neuralforecast", "pytorch-lightning", "keras", "scikit-learn", "numpy")
GIGABYTE = 1e9


def measured() -> dict[str, Any]:
    """Where and when something was measured, as it stands in the file of its part."""
    return {
        "machine": machine(),
        "versions": {"project": versions(Path(sys.executable), OWN), "peers": versions(BESIDE, OTHERS)},
        "commit": _said(["git", "rev-parse", "--short", "HEAD"]),
        "when": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "load": round(os.getloadavg()[0], 2),
    }


def machine() -> str:
    """One line: `AMD EPYC, 2 cores, avx2 avx512f, 25 GB, Linux, Python 3.11.7`."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text("utf-8").splitlines() if facts.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    parts = (
        model or platform.processor() or platform.machine(),
        f"{cores()} cores",
        " ".join(name for name in FEATURES if name in flags) or "features unknown",
        f"{memory_total() / GIGABYTE:.0f} GB of memory",
        platform.system(),
        f"Python {platform.python_version()}",
    )
    return ", ".join(parts)


def versions(python: Path, names: Sequence[str]) -> Mapping[str, str]:
    """The versions of distributions in the environment of a Python; of those that are there."""
    if not python.exists():
        return {}
    code = (
        "import importlib.metadata as m, sys\n"
        "there = {d.metadata['Name'].lower(): d.version for d in m.distributions()}\n"
        "print(*(f'{n}={there[n]}' for n in sys.argv[1:] if n in there))"
    )
    return dict(pair.split("=", 1) for pair in _said([str(python), "-c", code, *names]).split())


def _said(line: Sequence[str]) -> str:
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
