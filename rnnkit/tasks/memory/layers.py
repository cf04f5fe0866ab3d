"""The layers of a network for the memory problems as a table."""

from collections.abc import Iterator

from rnnkit.config.layers import LayerWords, reading_layers
from rnnkit.tasks.memory.settings import ResolvedMemory
from rnnkit.words import t


def layer_words(config: ResolvedMemory, steps: int, outputs: int) -> Iterator[LayerWords]:
    """Every layer that `rnnkit.tasks.memory.network` builds, for rows of so many steps."""
    yield from reading_layers(config, "encoder", config.hidden_size, steps, steps=steps)
    does = t("The answers at the last A steps, as scores or as a number")
    yield LayerWords("head", does, ("B", "A", outputs))
