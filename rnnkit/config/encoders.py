"""What reads a sequence: a recurrent cell, or one of the two networks that it is compared with.

Names and shapes of the weights stand here, without torch, as `rnnkit.networks` builds them: files are
checked by them, costs are told from them, and networks of equal weight are found by them.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Literal, TypeGuard

Cell = Literal["rnn", "gru", "lstm"]
Activation = Literal["tanh", "relu"]
Encoder = Literal["rnn", "gru", "lstm", "cnn", "transformer"]
Shapes = dict[str, tuple[int, ...]]

GATES: Mapping[Cell, int] = {"rnn": 1, "gru": 3, "lstm": 4}
KERNEL = 3  # steps that one convolution looks at
MOST_HEADS = 4
PASSING: Mapping[Encoder, int] = {"rnn": 3, "gru": 9, "lstm": 12, "cnn": 20, "transformer": 14}
READING: Mapping[Encoder, int] = {"rnn": 4, "gru": 8, "lstm": 4, "cnn": 8, "transformer": 14}
"""Hidden states held of each step while nothing is learned, about, as measured."""
ATTENTION_SPAN = 64  # states that a language model looks back at, the newest among them
WIDER = 2  # the numbers between the two linear layers of a Transformer, in hidden sizes


def is_recurrent(encoder: Encoder) -> TypeGuard[Cell]:
    """Whether it carries a state from step to step."""
    return encoder in GATES


def blocks(steps: int) -> int:
    """The fewest blocks of two convolutions, dilated by 1, 2, 4, ..., whose last answer sees all steps."""
    found = 1
    while reach(found) < steps:
        found += 1
    return found


def reach(count: int) -> int:
    """Steps that so many blocks see: 1 + 2 (k - 1) (1 + 2 + 4 + ...), by Bai et al. (2018), section 3.2."""
    return 1 + 2 * (KERNEL - 1) * ((1 << count) - 1)


def heads(width: int) -> int:
    """The most heads of attention, up to four, that share a width evenly."""
    return max(count for count in range(1, MOST_HEADS + 1) if width % count == 0)


def weights_in(shapes: Shapes) -> int:
    """How many weights there are in matrices and vectors of these shapes."""
    return sum(map(math.prod, shapes.values()))


def encoder_shapes(
    encoder: Encoder,
    inputs: int,
    hidden_size: int,
    num_layers: int,
    bidirectional: bool,
    *,
    bias: bool = True,
    layer_norm: bool = False,
    steps: int = 1,
) -> Shapes:
    """The name and shape of every weight, for so many inputs a step and a sequence of so many steps.

    Without a `bias` recurrent layers have none; CNN and Transformer always have theirs.
    """
    if is_recurrent(encoder):
        widths = [inputs] + [hidden_size * (2 if bidirectional else 1)] * num_layers
        return _recurrent(encoder, widths, hidden_size, bias, layer_norm)
    found = affine("enter", hidden_size, inputs)
    if encoder == "cnn":
        return found | _convolutional(hidden_size, num_layers * blocks(steps), layer_norm)
    return found | _transformer(hidden_size, num_layers)


def states_kept(encoder: Encoder, steps: int) -> int:
    """About how many hidden states a layer keeps of each step for the way back, among them its gates."""
    if is_recurrent(encoder):
        return GATES[encoder] + 4
    return 8 * blocks(steps) if encoder == "cnn" else 16


def states_at_once(encoder: Encoder, steps: int, num_layers: int) -> int:
    """About how many hidden states a training step holds of each step in time at its peak, as measured.

    What all layers keep for the way back, and what the layer takes that is on its way.
    """
    return states_kept(encoder, steps) * num_layers + PASSING[encoder]


def affine(name: str, rows: int, columns: int) -> Shapes:
    """The weights of a linear layer."""
    return {f"{name}.weight": (rows, columns), f"{name}.bias": (rows,)}


def recurrent_step(name: str, cell: Cell, H: int, inputs: int, bias: bool) -> Shapes:
    """The weights of one recurrent layer in one direction; the name is as torch's: `layers.0.{}_l0`."""
    G = GATES[cell] * H
    found: Shapes = {name.format("weight_ih"): (G, inputs), name.format("weight_hh"): (G, H)}
    return found | ({name.format(kind): (G,) for kind in ("bias_ih", "bias_hh")} if bias else {})


def _recurrent(cell: Cell, widths: Sequence[int], H: int, bias: bool, layer_norm: bool) -> Shapes:
    """Layers from each of the widths to the next; those are twice as wide in both directions."""
    found: Shapes = {}
    for n, (inputs, outputs) in enumerate(itertools.pairwise(widths)):
        for suffix in ("", "_reverse")[: outputs // H]:
            found |= recurrent_step(f"layers.{n}.{{}}_l0{suffix}", cell, H, inputs, bias)
        found |= _norm(f"norms.{n}", outputs) if layer_norm else {}
    return found


def _convolutional(H: int, count: int, layer_norm: bool) -> Shapes:
    found: Shapes = {}
    for n in range(count):
        for name in ("first", "second"):
            found |= {f"blocks.{n}.{name}.weight": (H, H, KERNEL), f"blocks.{n}.{name}.bias": (H,)}
        found |= _norm(f"blocks.{n}.norm", H) if layer_norm else {}
    return found


def _transformer(H: int, layers: int) -> Shapes:
    found = _norm("norm", H)
    for n in range(layers):
        layer = f"layers.{n}."
        found |= {f"{layer}self_attn.in_proj_weight": (3 * H, H), f"{layer}self_attn.in_proj_bias": (3 * H,)}
        found |= affine(f"{layer}self_attn.out_proj", H, H)
        found |= affine(f"{layer}linear1", WIDER * H, H) | affine(f"{layer}linear2", H, WIDER * H)
        found |= _norm(f"{layer}norm1", H) | _norm(f"{layer}norm2", H)
    return found


def _norm(name: str, width: int) -> Shapes:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}
