"""The recurrent networks written out in NumPy: each line is a line of the lesson, and nothing is hidden.

`functions` and `cells` are the equations of one step and their slopes, `network` runs them through time and
back, `gradient_descent` starts weights, clips, steps downhill and proves the gradients by numbers.
`attention` is an encoder-decoder that looks back at what it read, `attention_gradient` how it learns.
All in float64.
"""

from rnnkit.numpy_rnn.arrays import Array, Arrays
from rnnkit.numpy_rnn.cells import CELLS, Cell
from rnnkit.numpy_rnn.functions import CROSS_ENTROPY, SQUARED_ERROR, Loss
from rnnkit.numpy_rnn.gradient_descent import (
    CLIPS,
    GradientDescent,
    Learned,
    both_ways,
    clip_by_norm,
    clip_by_value,
    difference,
    learn,
    norm,
    numeric_gradient,
    sgd,
    start,
)
from rnnkit.numpy_rnn.network import Backward, Forward, SequenceBatch, backward, forward

__all__ = [
    "CELLS",
    "CLIPS",
    "CROSS_ENTROPY",
    "SQUARED_ERROR",
    "Array",
    "Arrays",
    "Backward",
    "Cell",
    "Forward",
    "GradientDescent",
    "Learned",
    "Loss",
    "SequenceBatch",
    "backward",
    "both_ways",
    "clip_by_norm",
    "clip_by_value",
    "difference",
    "forward",
    "learn",
    "norm",
    "numeric_gradient",
    "sgd",
    "start",
]
