"""The network of the memory problems: an encoder, and one linear layer for the answers."""

from dataclasses import dataclass

from torch import Tensor, nn

from rnnkit.config import Activation, Encoder, Initialization
from rnnkit.networks.encoder import make_encoder


@dataclass(frozen=True)
class MemoryShape:
    """All that decides the weights of a `MemoryModel`, and nothing else."""

    inputs: int
    outputs: int
    time_steps: int
    cell: Encoder
    bidirectional: bool
    hidden_size: int
    num_layers: int
    layer_norm: bool
    initialization: Initialization
    forget_bias: float
    activation: Activation
    bias: bool


class MemoryModel(nn.Module):
    """Reads `(B, T, inputs)` step by step and answers at the last steps."""

    def __init__(self, shape: MemoryShape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = make_encoder(
            shape.cell,
            shape.inputs,
            shape.hidden_size,
            steps=shape.time_steps,
            num_layers=shape.num_layers,
            bidirectional=shape.bidirectional,
            dropout=0.0,
            layer_norm=shape.layer_norm,
            initialization=shape.initialization,
            forget_bias=shape.forget_bias,
            activation=shape.activation,
            bias=shape.bias,
        )
        self.head = nn.Linear(self.encoder.output_size, shape.outputs)

    def forward(self, x: Tensor, answers: int) -> Tensor:
        """Scores `(B, A, outputs)` of so many answers at the last steps."""
        scores: Tensor = self.head(self.states(x)[:, -answers:])
        return scores

    def states(self, x: Tensor) -> Tensor:
        """What the last layer knows after each step, `(B, T, W)`."""
        states: Tensor = self.encoder(x)[0]
        return states
