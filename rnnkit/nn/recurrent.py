"""A stack of recurrent layers in one or both directions, started the way the settings say.

Each layer is one of torch's own kernels; the stack, the norm between layers and the initialization
are ours, so that every choice on the screen has one place in the code.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn

from rnnkit.config import Cell, Initialization

KERNELS: dict[Cell, type[nn.RNN] | type[nn.GRU] | type[nn.LSTM]] = {
    "rnn": nn.RNN,
    "gru": nn.GRU,
    "lstm": nn.LSTM,
}


class Recurrent(nn.Module):
    """Reads a sequence and returns what it knew at every step and at the end.

    `D` is 2 if `bidirectional`, else 1. Dropout acts on the input of every layer but the first.
    """

    def __init__(
        self,
        cell: Cell,
        input_size: int,
        hidden_size: int,
        *,
        num_layers: int = 1,
        bidirectional: bool = False,
        dropout: float = 0.0,
        layer_norm: bool = False,
        initialization: Initialization = "torch",
        forget_bias: float = 1.0,
    ) -> None:
        super().__init__()
        self.output_size = hidden_size * (2 if bidirectional else 1)
        sizes = [input_size] + [self.output_size] * (num_layers - 1)
        self.layers = nn.ModuleList(
            KERNELS[cell](size, hidden_size, batch_first=True, bidirectional=bidirectional) for size in sizes
        )
        self.norms = nn.ModuleList(
            nn.LayerNorm(self.output_size) if layer_norm else nn.Identity() for _ in sizes
        )
        self.dropout = nn.Dropout(dropout)
        for layer in self.layers:
            assert isinstance(layer, nn.RNNBase)
            initialize(layer, initialization, forget_bias)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Map `(B, T, input_size)` to outputs `(B, T, D * H)` and the final state `(B, D * H)`."""
        for number, (layer, norm) in enumerate(zip(self.layers, self.norms, strict=True)):
            x, state = layer(self.dropout(x) if number else x)
            x = norm(x)
        h = state[0] if isinstance(state, tuple) else state  # (D, B, H)
        # The final states, not x[:, -1]: there the backward direction has read a single step.
        return x, self.norms[-1](torch.cat(tuple(h), dim=-1))


def initialize(layer: nn.RNNBase, how: Initialization, forget_bias: float) -> None:
    """Draw the weights of one recurrent layer anew; `torch` keeps uniform(-1/sqrt(H), 1/sqrt(H)).

    Xavier: Glorot & Bengio 2010. He: He et al. 2015. Orthogonal recurrent weights: Saxe et al. 2014,
    one orthogonal block a gate. Forget bias: Gers et al. 2000, Jozefowicz et al. 2015.
    """
    hidden = layer.hidden_size
    for name, weight in layer.named_parameters():
        if name.startswith("weight") and how != "torch":
            for gate in torch.split(weight.data, hidden):
                (nn.init.orthogonal_ if "_hh" in name and how == "orthogonal" else INPUT_RULES[how])(gate)
        if name.startswith("bias") and isinstance(layer, nn.LSTM):
            # Gates come in the order input, forget, candidate, output; the two biases add up.
            with torch.no_grad():
                weight[hidden : 2 * hidden] = forget_bias / 2


INPUT_RULES: dict[str, Callable[[Tensor], Tensor]] = {
    "xavier": nn.init.xavier_uniform_,
    "he": partial(nn.init.kaiming_uniform_, nonlinearity="relu"),
    "orthogonal": nn.init.xavier_uniform_,
}
