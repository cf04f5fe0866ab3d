"""A convolutional network over time that never looks ahead (TCN: Bai, Kolter & Koltun 2018).

Each block holds two causal convolutions; from block to block they look twice as far apart (dilation 1, 2,
4, ...), so few blocks see a long past, and all steps are computed at once. Left out of the paper's network is
weight normalization, which changes how fast it learns and not what it can say.
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from rnnkit.config import KERNEL, Initialization, blocks
from rnnkit.networks.recurrent import redraw


class Convolutional(nn.Module):
    """Reads a sequence and returns what it knew at every step and at the end.

    `num_layers` pyramids of blocks stand on top of each other, each of which sees all of `steps` steps.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        steps: int,
        num_layers: int = 1,
        dropout: float = 0.0,
        layer_norm: bool = False,
        initialization: Initialization = "torch",
    ) -> None:
        super().__init__()
        self.output_size = hidden_size
        self.enter = nn.Linear(input_size, hidden_size)
        self.blocks = nn.ModuleList(
            Block(hidden_size, 2**level, dropout, layer_norm)
            for _ in range(num_layers)
            for level in range(blocks(steps))
        )
        redraw(self, initialization)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Map `(B, T, input_size)` to outputs `(B, T, H)` and the last of them `(B, H)`."""
        x = self.enter(x).transpose(1, 2)  # convolutions want time last: (B, H, T)
        for block in self.blocks:
            x = block(x)
        return x.transpose(1, 2), x[:, :, -1]


class Block(nn.Module):
    """What comes in, and beside it what two convolutions make of it (a residual: He et al. 2016)."""

    def __init__(self, width: int, dilation: int, dropout: float, layer_norm: bool) -> None:
        super().__init__()
        self.first = Causal(width, dilation)
        self.second = Causal(width, dilation)
        self.dropout = nn.Dropout(dropout)
        self.norm = nn.LayerNorm(width) if layer_norm else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """Map `(B, H, T)` to `(B, H, T)`."""
        inner = self.dropout(torch.relu(self.first(x)))
        x = torch.relu(x + self.dropout(torch.relu(self.second(inner))))
        normed: Tensor = self.norm(x.transpose(1, 2)).transpose(1, 2)
        return normed


class Causal(nn.Conv1d):
    """A convolution of the present step and those `dilation`, `2 * dilation`, ... before it.

    y_t = b + sum over k of W_k x_(t - (K - 1 - k) * dilation), where x is zero before the sequence begins.
    """

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__(width, width, KERNEL, dilation=dilation)
        self.before = (KERNEL - 1) * dilation

    def forward(self, x: Tensor) -> Tensor:
        """Map `(B, H, T)` to `(B, H, T)`."""
        return super().forward(pad(x, (self.before, 0)))
