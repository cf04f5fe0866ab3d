"""Which device the numbers are computed on: chosen by itself, or forced."""

from collections.abc import Callable

import torch

from rnnkit.config import Device
from rnnkit.errors import ConfigError
from rnnkit.words import t

PRESENT: dict[str, Callable[[], bool]] = {
    "cuda": torch.cuda.is_available,
    "mps": torch.backends.mps.is_available,
    "cpu": lambda: True,
}


def choose_device(wanted: Device) -> torch.device:
    """The wanted device, or for `auto` the first of CUDA, MPS and processor that is there.

    Raises `ConfigError` where a device is asked for that this machine does not have.
    """
    if wanted == "auto":
        return torch.device(next(name for name, present in PRESENT.items() if present()))
    if not PRESENT[wanted]():
        raise ConfigError(t("There is no {device} device here; take auto or cpu.", device=wanted.upper()))
    return torch.device(wanted)


def present() -> list[str]:
    """The devices that this machine has, the fastest first; asking leaves CUDA untouched."""
    return [name for name, there in PRESENT.items() if there()]
