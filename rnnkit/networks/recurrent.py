"""A stack of recurrent layers in one or both directions, started the way the settings say.

Each layer is one of torch's own, computed by torch's own kernels unless another is given; the stack, the norm
between layers and the initialization are ours, so that every choice on the screen has one place in the code.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from rnnkit.config import Activation, Cell, Initialization

KERNELS: dict[Cell, type[nn.RNN] | type[nn.GRU] | type[nn.LSTM]] = {
    "rnn": nn.RNN,
    "gru": nn.GRU,
    "lstm": nn.LSTM,
}

State = Tensor | tuple[Tensor, Tensor]  # of one layer: h, or h and c of an LSTM, each (D, B, H)


class Bent(NamedTuple):
    """relu(w x + b) of `(B, T, F)`, which a layer may read without it ever being computed."""

    values: Tensor
    linear: nn.Linear

    def open(self) -> Tensor:
        """The same, computed: `(B, T, E)`."""
        return torch.relu(self.linear(self.values))


Read = Tensor | Bent
Kernel = Callable[[nn.RNNBase, Read, State | None, Sequence[Tensor]], tuple[Tensor, State]]
"""What a layer makes of `(B, T, F)` after a state, with these weights, of one direction or both: outputs
`(B, T, D * H)` and the state at the end."""


class Recurrent(nn.Module):
    """Reads a sequence and returns what it knew at every step and at the end.

    `D` is 2 if `bidirectional`, else 1. Dropout acts on the input of every layer but the first; recurrent
    dropout on what a layer remembers, with one mask for the whole sequence (Gal & Ghahramani 2016).
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
        recurrent_dropout: float = 0.0,
        layer_norm: bool = False,
        initialization: Initialization = "torch",
        forget_bias: float = 1.0,
        activation: Activation = "tanh",
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.output_size = hidden_size * (2 if bidirectional else 1)
        sizes = [input_size] + [self.output_size] * (num_layers - 1)
        self.layers = nn.ModuleList(
            make_layer(cell, activation, size, hidden_size, bidirectional=bidirectional, bias=bias)
            for size in sizes
        )
        self.norms = nn.ModuleList(
            nn.LayerNorm(self.output_size) if layer_norm else nn.Identity() for _ in sizes
        )
        self.dropout = nn.Dropout(dropout)
        self.recurrent_dropout = recurrent_dropout
        self.kernel: Kernel = stock
        for layer in self.layers:
            assert isinstance(layer, nn.RNNBase)
            initialize(layer, initialization, forget_bias)

    def forward(self, x: Read) -> tuple[Tensor, Tensor]:
        """Map `(B, T, input_size)` to outputs `(B, T, D * H)` and the final state `(B, D * H)`."""
        x, states = self.read(x)
        state = states[-1]
        h = state[0] if isinstance(state, tuple) else state  # (D, B, H)
        # The final states, not x[:, -1]: there the backward direction has read a single step.
        return x, self.norms[-1](torch.cat(tuple(h), dim=-1))

    def read(self, x: Read, states: Sequence[State] | None = None) -> tuple[Tensor, list[State]]:
        """Go on from the states of the layers: outputs `(B, T, D * H)` and the states at the end."""
        after: list[State] = []
        for number, (layer, norm) in enumerate(zip(self.layers, self.norms, strict=True)):
            assert isinstance(layer, nn.RNNBase)
            x, state = self._run(layer, self.dropout(x) if number else x, states[number] if states else None)
            x = norm(x)
            after.append(state)
        assert isinstance(x, Tensor)
        return x, after

    def read_padded(self, x: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Read sequences `(B, T, input_size)` of which only the first `lengths` `(B,)` steps are real.

        Outputs `(B, T, D * H)`, of which those of padding mean nothing, and the final states `(B, D * H)`.
        The backward direction begins at the last real step, so what is added as padding changes nothing.
        """
        ahead = torch.arange(x.shape[1], device=x.device)
        turned = (lengths[:, None] - 1 - ahead).clamp(min=0)[:, :, None]  # of each step, the one to swap with
        for number, (layer, norm) in enumerate(zip(self.layers, self.norms, strict=True)):
            assert isinstance(layer, nn.RNNBase)
            x = self.dropout(x) if number else x
            outputs = [self._one_way(layer, x, "")]
            if layer.bidirectional:
                back = self._one_way(layer, x.gather(1, turned.expand(-1, -1, x.shape[2])), "_reverse")
                outputs.append(back.gather(1, turned.expand(-1, -1, back.shape[2])))
            x = norm(torch.cat(outputs, dim=-1))
        at_end = turned[:, :1].expand(-1, -1, outputs[0].shape[2])
        last = [outputs[0].gather(1, at_end)[:, 0], *(output[:, 0] for output in outputs[1:])]
        return x, self.norms[-1](torch.cat(last, dim=-1))

    def _run(self, layer: nn.RNNBase, x: Read, state: State | None) -> tuple[Tensor, State]:
        """One layer; with recurrent dropout its kernel gets recurrent weights with some columns put out."""
        drops = self.training and self.recurrent_dropout
        weights = [
            self._forget_some(weight) if drops and "weight_hh" in name else weight
            for name, weight in layer.named_parameters()
        ]
        return self.kernel(layer, x, state, weights)

    def _one_way(self, layer: nn.RNNBase, x: Tensor, suffix: str) -> Tensor:
        """What one direction of a layer (`suffix` empty or `_reverse`) makes of `(B, T, F)`."""
        names = ("weight_ih", "weight_hh", *(("bias_ih", "bias_hh") if layer.bias else ()))
        return self.kernel(layer, x, None, [getattr(layer, f"{name}_l0{suffix}") for name in names])[0]

    def _forget_some(self, weight: Tensor) -> Tensor:
        """Recurrent weights `(gates * H, H)` without the columns of some of what is remembered."""
        kept = torch.full((1, weight.shape[1]), 1 - self.recurrent_dropout, device=weight.device)
        return weight * (torch.bernoulli(kept) / (1 - self.recurrent_dropout))


def make_layer(
    cell: Cell, activation: Activation, inputs: int, hidden_size: int, *, bidirectional: bool, bias: bool
) -> nn.RNNBase:
    """One layer of torch's own; the activation is that of an RNN, which gates do not leave a choice."""
    more: dict[str, Any] = {"nonlinearity": activation} if cell == "rnn" else {}
    return KERNELS[cell](
        inputs, hidden_size, batch_first=True, bidirectional=bidirectional, bias=bias, **more
    )


def stock(layer: nn.RNNBase, x: Read, state: State | None, weights: Sequence[Tensor]) -> tuple[Tensor, State]:
    """Torch's own kernel."""
    x = x.open() if isinstance(x, Bent) else x
    lstm, both = isinstance(layer, nn.LSTM), len(weights) > (4 if layer.bias else 2)
    if state is None:
        h = x.new_zeros(2 if both else 1, len(x), layer.hidden_size)
        state = (h, h) if lstm else h
    answer = FUNCTIONS[layer.mode](x, state, weights, layer.bias, 1, 0.0, layer.training, both, True)
    return answer[0], (answer[1], answer[2]) if lstm else answer[1]


# The functions inside torch's recurrent layers, which take their weights as arguments.
FUNCTIONS: dict[str, Callable[..., tuple[Tensor, ...]]] = {
    "LSTM": torch.lstm,
    "GRU": torch.gru,
    "RNN_TANH": torch.rnn_tanh,
    "RNN_RELU": torch.rnn_relu,
}


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


def redraw(network: nn.Module, how: Initialization) -> None:
    """Draw the matrices of a network without recurrent layers anew; `torch` keeps what torch drew."""
    if how != "torch":
        for weight in network.parameters():
            if weight.dim() > 1:
                (nn.init.orthogonal_ if how == "orthogonal" else INPUT_RULES[how])(weight)


INPUT_RULES: dict[str, Callable[[Tensor], Tensor]] = {
    "xavier": nn.init.xavier_uniform_,
    "he": partial(nn.init.kaiming_uniform_, nonlinearity="relu"),
    "orthogonal": nn.init.xavier_uniform_,
}
