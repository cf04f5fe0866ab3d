"""What a run needs of a machine, written down when it is asked for, and what of that a machine lacks."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from rnnkit import __version__
from rnnkit.files.encoding import to_json
from rnnkit.runs.offers import Offer
from rnnkit.runs.sql.rows import Run

DEVICE, VERSION = "device", "version"  # keys of needs
ANY = ("", "auto", "cpu")  # devices that every machine has


def needs_of(config: Mapping[str, Any]) -> str:
    """Needs as JSON: the device where a certain one is asked for, and the version of the app that asks.

    A trial of a search has the settings of its task in its own, as JSON.
    """
    inner = config.get("settings")
    inside = json.loads(inner) if isinstance(inner, str) and inner.startswith("{") else {}
    device = str(config.get(DEVICE) or inside.get(DEVICE) or "")
    return to_json({VERSION: __version__} | ({} if device in ANY else {DEVICE: device}))


def lacks(offer: Offer, run: Run) -> str:
    """The first thing that a machine lacks for a run, by its key in `LACKS`; empty where it can take it."""
    needs = json.loads(run.needs)
    return next((name for name, lacking in LACKS.items() if lacking(offer, run, needs)), "")


def _older(offer: Offer, _run: Run, needs: Mapping[str, Any]) -> bool:
    return version_numbers(offer.version) < version_numbers(needs.get(VERSION, ""))


def version_numbers(version: str) -> list[int]:
    """`"0.10.1"` gives 0, 10, 1, so that 0.9 is older."""
    return [int(number) for number in re.findall(r"\d+", version)[:3]]


def _without_device(offer: Offer, _run: Run, needs: Mapping[str, Any]) -> bool:
    device = needs.get(DEVICE)
    return device is not None and device not in [found["device"] for found in offer.devices]


LACKS: Mapping[str, Callable[[Offer, Run, Mapping[str, Any]], bool]] = {
    "task": lambda offer, run, _needs: run.task not in offer.tasks,
    VERSION: _older,
    DEVICE: _without_device,
    "megabytes": lambda offer, run, _needs: run.megabytes > offer.megabytes,
}
"""In this order: memory is asked about only where task, version and device are right."""
