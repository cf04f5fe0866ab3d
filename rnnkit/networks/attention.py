"""How a decoder looks back at what the encoder read: a share of attention for each step of it.

Luong et al. (2015), "general": a state is compared by a matrix, all states of the decoder at once. Bahdanau
et al. (2015): by a small network of its own, and what was found goes into the next step, one after the other.
"""

from typing import Literal

import torch
from torch import Tensor, nn

Kind = Literal["luong", "bahdanau", "none"]


class Luong(nn.Module):
    """Compares states `(B, T, H)` with what was read `(B, S, W)` by one matrix."""

    def __init__(self, hidden_size: int, width: int) -> None:
        super().__init__()
        self.key = nn.Linear(width, hidden_size, bias=False)

    def keys(self, read: Tensor) -> Tensor:
        """What is compared with, `(B, S, H)`: the same for all steps."""
        keys: Tensor = self.key(read)
        return keys

    def forward(self, states: Tensor, keys: Tensor, read: Tensor) -> tuple[Tensor, Tensor]:
        """What is found `(B, T, W)`, and the shares of attention `(B, T, S)`, which sum to 1."""
        shares = torch.softmax(states @ keys.transpose(1, 2), dim=-1)
        return shares @ read, shares


class Bahdanau(nn.Module):
    """Compares states `(B, T, H)` with what was read `(B, S, W)` by a network with one hidden layer."""

    def __init__(self, hidden_size: int, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(hidden_size, hidden_size, bias=False)
        self.key = nn.Linear(width, hidden_size, bias=False)
        self.value = nn.Linear(hidden_size, 1, bias=False)

    def keys(self, read: Tensor) -> Tensor:
        """What is compared with, `(B, S, H)`: the same for all steps."""
        keys: Tensor = self.key(read)
        return keys

    def forward(self, states: Tensor, keys: Tensor, read: Tensor) -> tuple[Tensor, Tensor]:
        """What is found `(B, T, W)`, and the shares of attention `(B, T, S)`, which sum to 1."""
        both = torch.tanh(self.query(states)[:, :, None] + keys[:, None])  # (B, T, S, H)
        shares = torch.softmax(self.value(both)[..., 0], dim=-1)
        return shares @ read, shares


ATTENTIONS: dict[str, type[Luong] | type[Bahdanau]] = {"luong": Luong, "bahdanau": Bahdanau}
