"""How hard the faults strike: a few rounds with every `make test`, all of them with `make test-faults`."""

import os
import random
import secrets
import statistics

import pytest

FULL = os.environ.get("FAULTS") == "full"
only_full = pytest.mark.skipif(
    not FULL, reason="takes long: make test-faults; test_resume.py is its short form"
)


def rounds(short: int, full: int) -> int:
    """How often a fault is repeated."""
    return full if FULL else short


def chance() -> random.Random:
    """Random moments that can be repeated: the seed is printed, and taken from FAULTS_SEED."""
    seed = os.environ.get("FAULTS_SEED") or secrets.token_hex(4)
    print(f"FAULTS_SEED={seed}")
    return random.Random(seed)


def told(what: str, seconds: list[float]) -> None:
    """Print how long something took, for those who run with `-s`."""
    ordered = sorted(seconds)
    p99 = ordered[max(0, round(0.99 * len(ordered)) - 1)]
    print(
        f"{what}: {len(ordered)} times, "
        f"median {statistics.median(ordered):.2f} s, p99 {p99:.2f} s, longest {ordered[-1]:.2f} s"
    )
