"""The layers of a network as a table: what each is called, does, answers and weighs. No torch in here.

Sizes of what comes out are numbers, or letters for what differs from batch to batch: B rows, T and S steps.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rnnkit.config.encoders import Cell, Shapes, blocks, heads, is_recurrent, weights_in
from rnnkit.config.training import NetworkSettings
from rnnkit.words import t

Size = int | str


@dataclass(frozen=True)
class LayerWords:
    """A layer by its name in the network, what it does, and the shape of what comes out of it."""

    name: str
    does: str
    shape: tuple[Size, ...]


@dataclass(frozen=True)
class Layer(LayerWords):
    """The same with its number of weights."""

    weights: int


CELLS: Mapping[Cell, str] = {
    "rnn": t("Mixes each step with its state from the step before"),
    "gru": t("Carries a state on; two gates say what is kept and what is new"),
    "lstm": t("Carries a state and a cell on; three gates say what enters, stays and is shown"),
}


def layer_table(shapes: Shapes, words: Iterable[LayerWords]) -> tuple[Layer, ...]:
    """All weights of these shapes, each in the layer with the longest name that begins its own.

    What no layer has the name of stands at the end under its own, so the sum is always that of the shapes.
    """
    named = tuple(words)
    owned: dict[str, Shapes] = {layer.name: {} for layer in named}
    rest: list[Layer] = []
    for name, shape in shapes.items():
        owner = max((one for one in owned if f"{name}.".startswith(f"{one}.")), key=len, default="")
        if owner:
            owned[owner][name] = shape
        else:
            rest.append(Layer(name, "", shape, weights_in({name: shape})))
    return (*(Layer(one.name, one.does, one.shape, weights_in(owned[one.name])) for one in named), *rest)


LETTERS: Mapping[str, str] = {
    "B": t("rows of a batch"),
    "S": t("steps that are read"),
    "T": t("steps"),
    "A": t("answers"),
}


def letters(layers: Iterable[LayerWords]) -> str:
    """What the letters in the shapes of these layers stand for: `B: rows of a batch · T: steps`."""
    used = {size for layer in layers for size in layer.shape}
    return " · ".join(f"{letter}: {words}" for letter, words in LETTERS.items() if letter in used)


def shape_words(shape: Iterable[Size]) -> str:
    """A shape as it is written.

    >>> shape_words(("B", 24, 128))
    '(B, 24, 128)'
    """
    return f"({', '.join(map(str, shape))})"


def reading_layers(
    config: NetworkSettings,
    prefix: str,
    hidden_size: int,
    length: Size,
    *,
    steps: int = 1,
    bidirectional: bool | None = None,
) -> Iterator[LayerWords]:
    """The layers of what reads a sequence; `steps` decide how many blocks a CNN has."""
    both = config.bidirectional if bidirectional is None else bidirectional
    shape = ("B", length, hidden_size * (2 if both else 1))
    if is_recurrent(config.cell):
        does = CELLS[config.cell] + (", " + _bent(config) if config.cell == "rnn" else "")
        does += t("; from both ends") if both else ""
        for number in range(config.num_layers):
            yield LayerWords(f"{prefix}.layers.{number}", does, shape)
            if config.layer_norm:
                yield LayerWords(f"{prefix}.norms.{number}", t("Rescales the numbers of each step"), shape)
        return
    yield LayerWords(f"{prefix}.enter", t("Turns the numbers of each step into its own width"), shape)
    if config.cell == "cnn":
        yield from _blocks(config, prefix, steps, shape)
        return
    most = heads(hidden_size)
    for number in range(config.num_layers):
        does = t("Attention of {number} heads to the steps before, then two linear layers", number=most)
        yield LayerWords(f"{prefix}.layers.{number}", does, shape)
    yield LayerWords(f"{prefix}.norm", t("Rescales the numbers of each step"), shape)


def _blocks(
    config: NetworkSettings, prefix: str, steps: int, shape: tuple[Size, ...]
) -> Iterator[LayerWords]:
    for number in range(config.num_layers * blocks(steps)):
        apart = 2 ** (number % blocks(steps))
        does = t("Two convolutions of three steps each, {apart} apart, added to what came in", apart=apart)
        yield LayerWords(f"{prefix}.blocks.{number}", does, shape)


def _bent(config: NetworkSettings) -> str:
    words = {"tanh": t("bent by tanh"), "relu": t("cut off below zero (ReLU)")}
    return words[config.activation]
