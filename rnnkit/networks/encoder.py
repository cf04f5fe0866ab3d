"""Whatever reads a sequence, made by its name: all of them are asked and answer in the same way."""

from rnnkit.config import Activation, Encoder, Initialization, is_recurrent
from rnnkit.networks.convolution import Convolutional
from rnnkit.networks.recurrent import Recurrent
from rnnkit.networks.transformer import Transformer


def make_encoder(
    cell: Encoder,
    input_size: int,
    hidden_size: int,
    *,
    steps: int,
    num_layers: int,
    bidirectional: bool,
    dropout: float,
    layer_norm: bool,
    initialization: Initialization,
    forget_bias: float,
    activation: Activation,
    bias: bool,
) -> Recurrent | Convolutional | Transformer:
    """An encoder of sequences that have about so many `steps`.

    It maps `(B, T, input_size)` to what it knew at every step, `(B, T, W)`, and at the end, `(B, W)`; W is
    its `output_size`.
    """
    if is_recurrent(cell):
        return Recurrent(
            cell,
            input_size,
            hidden_size,
            num_layers=num_layers,
            bidirectional=bidirectional,
            dropout=dropout,
            layer_norm=layer_norm,
            initialization=initialization,
            forget_bias=forget_bias,
            activation=activation,
            bias=bias,
        )
    if cell == "cnn":
        return Convolutional(
            input_size,
            hidden_size,
            steps=steps,
            num_layers=num_layers,
            dropout=dropout,
            layer_norm=layer_norm,
            initialization=initialization,
        )
    return Transformer(
        input_size, hidden_size, num_layers=num_layers, dropout=dropout, initialization=initialization
    )
