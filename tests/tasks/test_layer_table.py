"""The table of layers tells the network that is built: names, what comes out of each, and every weight."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
import torch
from torch import Tensor

from rnnkit.config.layers import LayerWords, layer_table, letters, shape_words
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import Task, named
from rnnkit.training.fitting import Clock
from tests.tasks.test_contract import asked, loaded

LOOKS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    *((name, {"num_layers": 2, "layer_norm": True}) for name in TASKS),
    ("forecast", {"strategy": "encoder_decoder", "cell": "rnn", "activation": "relu"}),
    ("forecast", {"strategy": "recursive", "cell": "gru", "bidirectional": True}),
    ("forecast", {"cell": "cnn"}),
    ("forecast", {"cell": "transformer"}),
    ("memory", {"cell": "cnn"}),
    ("text", {"attention": True, "tied": True}),
    ("text", {"bidirectional": True, "attention": True, "context": 12}),
    ("translate", {"attention": "bahdanau", "bidirectional": False}),
    ("translate", {"attention": "none"}),
    ("classify", {"pooling": "attention"}),
    ("label", {"crf": True}),
    ("compose", {"look_back": False}),
)


def outputs_of(model: torch.nn.Module, names: list[str], ask: Any) -> dict[str, Tensor]:
    """What comes out of the modules of these names while `ask` runs; of those that are asked as modules."""
    found: dict[str, Tensor] = {}

    def keep(name: str) -> Any:
        def hook(_module: Any, _inputs: Any, output: Any) -> None:
            found[name] = output[0] if isinstance(output, tuple) else output

        return hook

    modules = dict(model.named_modules())
    handles = [modules[name].register_forward_hook(keep(name)) for name in names if name in modules]
    ask()
    for handle in handles:
        handle.remove()
    return found


@pytest.mark.parametrize(("name", "look"), LOOKS, ids=str)
def test_names_sizes_and_weights_are_those_of_the_network(name: str, look: Mapping[str, Any]) -> None:
    task: Task = TASKS[name]
    config = asked(task, **look)
    prepared = named(task.prepare)(loaded(task), config, torch.device("cpu"), Clock(lambda _: None))
    layers = task.planned(loaded(task), config)[1].layers
    sizes = {one: weight.numel() for one, weight in prepared.model.named_parameters()}
    assert sum(layer.weights for layer in layers) == sum(sizes.values())
    for layer in layers:
        assert layer.does, layer.name
        own = {one: size for one, size in sizes.items() if f"{one}.".startswith(f"{layer.name}.")}
        assert layer.weights == sum(own.values()), layer.name
    found = outputs_of(prepared.model, [layer.name for layer in layers], prepared.loss)
    shapes = {layer.name: layer.shape for layer in layers}
    assert found
    for one, output in found.items():
        assert output.shape[-1] == shapes[one][-1] or math.prod(output.shape[1:]) == math.prod(
            size for size in shapes[one][1:] if isinstance(size, int)
        ), (one, output.shape, shapes[one])


def test_a_weight_that_no_layer_has_the_name_of_still_counts() -> None:
    shapes = {"embed.weight": (3, 4), "embedding.weight": (2, 2), "bias": (5,)}
    first, *rest = layer_table(shapes, [LayerWords("embed", "reads", ("B", "T", 4))])
    assert (first.name, first.weights) == ("embed", 12)
    assert [(layer.name, layer.weights) for layer in rest] == [("embedding.weight", 4), ("bias", 5)]


def test_shapes_and_their_letters_in_words() -> None:
    layer = LayerWords("head", "answers", ("B", "T", 7))
    assert shape_words(layer.shape) == "(B, T, 7)"
    assert letters([layer]) == "B: rows of a batch · T: steps"
