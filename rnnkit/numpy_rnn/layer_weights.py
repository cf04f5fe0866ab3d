"""The weights of a recurrent layer as torch keeps them, for whoever computes with NumPy what torch does.

Needs nothing of here: a kept model takes it along.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np


def layer_weights(weights: Mapping[str, Any], prefix: str, suffix: str = "") -> tuple[Any, Any, Any, Any]:
    """W_ih `(G * H, F)`, W_hh `(G * H, H)`, b_ih and b_hh `(G * H,)` of one direction of a layer.

    The suffix is empty or `_reverse`. The biases of a layer that has none are zeros.
    """
    ih, hh = (weights[f"{prefix}.{kind}_l0{suffix}"] for kind in ("weight_ih", "weight_hh"))
    none = np.zeros(len(ih), ih.dtype)
    b_ih, b_hh = (weights.get(f"{prefix}.{kind}_l0{suffix}", none) for kind in ("bias_ih", "bias_hh"))
    return ih, hh, b_ih, b_hh


def kind_of(settings: Any) -> str:
    """The cell with its activation: `relu` for an RNN with ReLU, else `rnn`, `gru` or `lstm`."""
    return "relu" if settings.cell == "rnn" and settings.activation == "relu" else str(settings.cell)
