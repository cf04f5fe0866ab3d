"""A moment of training as bytes and back: tensors as safetensors, all else as JSON beside them, no pickle.

Whatever decides what comes next has two methods: `state` gives it as a tree of dictionaries and lists with
tensors and JSON-able leaves, `resume` takes such a tree and goes on from there as if nothing had happened.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from rnnkit.errors import DataError
from rnnkit.files.weight_names import present_name
from rnnkit.words import t

State = dict[str, Any]

VERSION = "4"  # of what the parts of a run keep; bytes of another version are refused
RENAMED = "3"  # the version before differs in names alone
FORMER = {"chance": "rng_state", "descent": "optimizer"}
TENSOR = "$tensor"  # stands in the tree where a tensor was
HEADER = 8  # bytes that tell how long the description at the beginning is


class Stateful(Protocol):
    """Something that a run goes on from."""

    def state(self) -> State:
        """All that decides what it does next, as of now; never changes it."""

    def resume(self, state: State) -> None:
        """Go on from a state. Raises `DataError` where it is of another shape."""


def pack(state: Mapping[str, Any]) -> bytes:
    """A tree as bytes."""
    tensors: dict[str, Tensor] = {}
    tree = _lifted(state, tensors)
    return bytes(save(tensors, {"version": VERSION, "state": json.dumps(tree)}))


def unpack(content: bytes) -> State:
    """The tree that `pack` made bytes of.

    Raises `DataError` for bytes that are damaged, of another version, or hold tensors that are not finite.
    """
    try:
        length = int.from_bytes(content[:HEADER], "little")
        about = json.loads(content[HEADER : HEADER + length])["__metadata__"]
        version = about["version"]
        tensors = load(content) if version in (VERSION, RENAMED) else {}
        name = _present if version == RENAMED else str
        tree = _lowered(json.loads(about["state"]), tensors, name) if tensors else None
    except (SafetensorError, ValueError, KeyError, TypeError):
        raise damaged() from None
    if version not in (VERSION, RENAMED):
        raise DataError(t("This checkpoint is of another version of the app; train the run again."))
    if not isinstance(tree, dict) or not all(map(_finite, tensors.values())):
        raise damaged()
    return tree


def damaged() -> DataError:
    """What is said of a checkpoint that nobody can go on from."""
    return DataError(t("This checkpoint is damaged; train the run again."))


def refill(into: Mapping[Any, Tensor], values: Mapping[Any, Tensor]) -> None:
    """Copy tensors into others; raises `DataError` where names or shapes differ, and then changes none."""
    if {name: tensor.shape for name, tensor in into.items()} != {
        name: tensor.shape for name, tensor in values.items()
    }:
        raise DataError(t("These weights are of another network; give the same architecture."))
    with torch.no_grad():
        for name, tensor in into.items():
            tensor.copy_(values[name])


def rng_state(device: torch.device) -> State:
    """Where the random numbers of torch stand, on the processor and on the device."""
    found = {"cpu": torch.get_rng_state()}
    if device.type == "cuda":
        found["cuda"] = torch.cuda.get_rng_state(device)
    if device.type == "mps":
        found["mps"] = torch.mps.get_rng_state()
    return found


def resume_rng_state(state: State, device: torch.device) -> None:
    """Let the random numbers of torch go on from where they stood; a device that is new begins its own."""
    torch.set_rng_state(state["cpu"])
    if device.type == "cuda" and "cuda" in state:
        torch.cuda.set_rng_state(state["cuda"], device)
    if device.type == "mps" and "mps" in state:
        torch.mps.set_rng_state(state["mps"])


def _lifted(value: Any, tensors: dict[str, Tensor]) -> Any:
    """The tree with its tensors taken out into `tensors`, numbered."""
    if isinstance(value, Tensor):
        name = str(len(tensors))
        # A copy: safetensors takes no two tensors that share their memory, as the states of a layer may.
        tensors[name] = value.detach().to("cpu", copy=True, memory_format=torch.contiguous_format)
        return {TENSOR: name}
    if isinstance(value, Mapping):
        return {str(key): _lifted(item, tensors) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_lifted(item, tensors) for item in value]
    return value


def _lowered(value: Any, tensors: Mapping[str, Tensor], name: Callable[[str], str]) -> Any:
    """The tree with its tensors put back, and the names in it as they are today."""
    if isinstance(value, dict):
        if value.keys() == {TENSOR}:
            return tensors[value[TENSOR]]
        return {name(key): _lowered(item, tensors, name) for key, item in value.items()}
    return [_lowered(item, tensors, name) for item in value] if isinstance(value, list) else value


def _present(name: str) -> str:
    """A name in a checkpoint of the version before, as it is today."""
    return FORMER.get(name, present_name(name))


def _finite(tensor: Tensor) -> bool:
    return not tensor.is_floating_point() or bool(tensor.isfinite().all())
