"""How much of a gradient is left after many steps back: why plain RNNs forget and gates remember.

Bengio, Simard & Frasconi (1994); Pascanu, Mikolov & Bengio (2013). Computed with `rnnkit.numpy_rnn`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnkit.inspect.flow_settings import Draw, FlowConfig
from rnnkit.numpy_rnn import CELLS, Array, Arrays, Cell, norm, start
from rnnkit.numpy_rnn.network import Forward, nothing, roll_back, unroll

FLOWING = ("rnn", "relu", "gru", "lstm")


@dataclass(frozen=True)
class Flow:
    """`norms[t]` is the length of the gradient of a loss at the last step by the state `h` of step t.

    `weights` is the gradient of all recurrent weights, added up over the steps.
    """

    norms: Array
    weights: Arrays

    @property
    def ratio(self) -> float:
        """What is left at the first step of what there was at the last."""
        return float(self.norms[0] / self.norms[-1])

    @property
    def norm(self) -> float:
        """The length of the gradient of the weights, before any clipping."""
        return norm(self.weights)


def flows(config: FlowConfig) -> Mapping[str, Flow]:
    """The same gradient sent back `length` steps through each kind of cell."""
    return {
        cell: gradient_flow(
            cell,
            config.length + 1,
            scale=config.scale,
            draw=config.draw,
            forget_bias=config.forget_bias,
            seed=config.seed,
        )
        for cell in FLOWING
    }


def gradient_flow(
    cell: str,
    T: int,
    *,
    hidden_size: int = 16,
    scale: float = 1.0,
    draw: Draw = "uniform",
    forget_bias: float = 1.0,
    seed: int = 0,
) -> Flow:
    """Send a gradient of length 1 from the last of `T` steps back to the first.

    The inputs are white noise. `draw` is where the recurrent weights come from, `scale` what they are
    multiplied with; `forget_bias` is used by the LSTM alone.
    """
    rng, kind = np.random.default_rng(seed), CELLS[cell]
    w = start(kind, 1, hidden_size, 1, seed)
    w = redrawn(kind, w, np.random.default_rng(seed + 1), draw, scale)
    if "b_f" in w:
        w = Arrays(**{**w, "b_f": np.full(hidden_size, forget_bias)})
    inputs = rng.standard_normal((T, 1))
    begin = nothing(kind, hidden_size)
    run = Forward(begin, unroll(kind, w, inputs, begin))
    dh_out = np.zeros((T, hidden_size))
    dh_out[-1] = direction(rng, hidden_size)
    back = roll_back(kind, w, inputs, run, dh_out)
    return Flow(np.array([np.linalg.norm(step.h) for step in back.steps]), back.weights)


def redrawn(cell: Cell, w: Arrays, rng: np.random.Generator, draw: Draw, scale: float) -> Arrays:
    """The weights with the recurrent matrices drawn and scaled as asked for."""
    recurrent = [name for name, shape in cell.shapes.items() if shape == "HH"]
    matrices = {
        name: orthogonal(rng, len(w[name])) if draw == "orthogonal" else w[name] for name in recurrent
    }
    return Arrays(**{**w, **{name: scale * matrix for name, matrix in matrices.items()}})


def orthogonal(rng: np.random.Generator, H: int) -> Array:
    """A random rotation (perhaps with a reflection) `(H, H)`: it changes no length (Saxe et al. 2014)."""
    q, r = np.linalg.qr(rng.standard_normal((H, H)))
    return np.asarray(q * np.sign(np.diag(r)))


def direction(rng: np.random.Generator, H: int) -> Array:
    """A random vector `(H,)` of length 1."""
    vector = rng.standard_normal(H)
    return vector / np.linalg.norm(vector)
