"""A small Transformer that never looks ahead (Vaswani et al. 2017).

Every step asks all steps before it and itself at once: nothing has to be carried from step to step, and the
work grows with the square of the length. Norms stand before what they serve (Xiong et al. 2020), which
needs no warm-up. Where a step stands is told by sinusoids, which have no weights and know any length.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, scaled_dot_product_attention

from rnnkit.config import WIDER, Initialization, heads
from rnnkit.networks.recurrent import redraw

SLOWEST = 10_000.0  # the longest wave, in steps times 2 pi


class Transformer(nn.Module):
    """Reads a sequence and returns what it knew at every step and at the end."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        num_layers: int = 1,
        dropout: float = 0.0,
        initialization: Initialization = "torch",
    ) -> None:
        super().__init__()
        self.output_size = hidden_size
        self.enter = nn.Linear(input_size, hidden_size)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(EncoderLayer(hidden_size, dropout) for _ in range(num_layers))
        self.norm = nn.LayerNorm(hidden_size)
        redraw(self, initialization)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Map `(B, T, input_size)` to outputs `(B, T, H)` and the last of them `(B, H)`."""
        x = self.enter(x)
        x = self.dropout(x + positions(x.shape[1], x.shape[2], x))
        for layer in self.layers:
            x = layer(x)
        x = self.norm(x)
        return x, x[:, -1]


class EncoderLayer(nn.Module):
    """Looks back, then thinks about what it found; each adds to what was there before.

    Weights and their names are those of `nn.TransformerEncoderLayer`, norms first.
    """

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.self_attn = SelfAttention(width)
        self.norm2 = nn.LayerNorm(width)
        self.linear1 = nn.Linear(width, WIDER * width)
        self.linear2 = nn.Linear(WIDER * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Map `(B, T, H)` to `(B, T, H)`."""
        x = x + self.dropout(self.self_attn(self.norm1(x)))
        wide = self.dropout(torch.relu(self.linear1(self.norm2(x))))
        added: Tensor = x + self.dropout(self.linear2(wide))
        return added


class SelfAttention(nn.Module):
    """Causal attention of a sequence to itself; weights are named as in `nn.MultiheadAttention`."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.heads = heads(width)
        in_proj = nn.Linear(width, 3 * width)  # query, key and value of every step
        self.in_proj_weight, self.in_proj_bias = in_proj.weight, in_proj.bias
        self.out_proj = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Map `(B, T, H)` to `(B, T, H)`, step by step from those up to it."""
        projected: Tensor = self.out_proj(self.attend(x))
        return projected

    def attend(self, x: Tensor) -> Tensor:
        """What each step `(B, T, H)` finds among those up to it: softmax(Q K' / sqrt(d)) V, head by head."""
        B, T, H = x.shape
        projected = linear(x, self.in_proj_weight, self.in_proj_bias).view(
            B, T, 3, self.heads, H // self.heads
        )
        query, key, value = projected.permute(2, 0, 3, 1, 4)  # each (B, heads, T, d)
        found = scaled_dot_product_attention(query, key, value, is_causal=True)
        return found.transpose(1, 2).reshape(B, T, H)


def positions(steps: int, width: int, like: Tensor) -> Tensor:
    """Where each step stands, `(T, H)`: sin and cos of t / 10000^(2i / H), side by side."""
    t = torch.arange(steps, dtype=like.dtype, device=like.device)[:, None]
    i = torch.arange((width + 1) // 2, dtype=like.dtype, device=like.device)
    angles = t * torch.exp(-math.log(SLOWEST) * 2 * i / width)
    return torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)[:, :width]
