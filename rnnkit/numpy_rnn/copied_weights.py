"""The weights of torch's recurrent layers under the names that the equations use."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnkit.numpy_rnn.arrays import Array, Arrays
from rnnkit.numpy_rnn.layer_weights import layer_weights

Weights = Mapping[str, NDArray[np.floating[Any]]]

# The blocks of a layer's weights, in torch's order.
BLOCKS: Mapping[str, str] = {"rnn": "h", "relu": "h", "lstm": "ifgo", "gru": "rzn"}


def from_torch(cell: str, weights: Weights, prefix: str, suffix: str = "") -> Arrays:
    """One direction (`suffix` is empty or `_reverse`) of a layer, in float64.

    Torch adds two biases to a sum; one stands here for both, except in the candidate of a GRU, where the
    reset gate comes between them.
    """
    ih, hh, b_ih, b_hh = (
        np.split(np.asarray(array, dtype=np.float64), len(BLOCKS[cell]))
        for array in layer_weights(weights, prefix, suffix)
    )
    found: dict[str, Array] = {}
    for n, name in enumerate(BLOCKS[cell]):
        found |= {f"W_x{name}": ih[n], f"W_h{name}": hh[n]}
        found |= {"b_xn": b_ih[n], "b_hn": b_hh[n]} if name == "n" else {f"b_{name}": b_ih[n] + b_hh[n]}
    return Arrays(**found)
