"""The language model: symbols to numbers, recurrent layers that carry their state, symbols again.

One direction: it answers after every symbol and goes on for ever (Mikolov et al. 2010). Both directions:
it reads a window of the past from both ends and answers once, for the symbol after it. It could not be
trained like the other: a layer that reads from the right has already seen the answers.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, scaled_dot_product_attention

from rnnkit.config import ATTENTION_SPAN, Activation, Cell, Initialization
from rnnkit.networks.recurrent import Recurrent, State


@dataclass(frozen=True)
class LanguageShape:
    """All that decides the weights of a `LanguageModel`, and nothing else."""

    vocabulary: int
    embedding_size: int
    cell: Cell
    bidirectional: bool
    hidden_size: int
    num_layers: int
    dropout: float
    recurrent_dropout: float
    layer_norm: bool
    attention: bool
    tied: bool
    initialization: Initialization
    forget_bias: float
    activation: Activation
    bias: bool


@dataclass(frozen=True)
class Memory:
    """What a model knows after some text: the states of its layers, and its newest outputs."""

    states: list[State]
    outputs: Tensor | None = None  # (B, fewer than the span, H), for attention

    def detach(self) -> "Memory":
        """The same knowledge, without the way back to where it came from."""
        return self.each(Tensor.detach)

    def each(self, change: Callable[[Tensor], Tensor]) -> "Memory":
        """The same knowledge with every tensor changed, such as moved to a device."""
        states = [
            (change(state[0]), change(state[1])) if isinstance(state, tuple | list) else change(state)
            for state in self.states
        ]
        return Memory(states, None if self.outputs is None else change(self.outputs))


class LanguageModel(nn.Module):
    """Maps symbols to the scores (logits) of the symbol that follows."""

    def __init__(self, shape: LanguageShape) -> None:
        super().__init__()
        self.shape = shape
        V, E = shape.vocabulary, shape.embedding_size
        self.embed = nn.Embedding(V, E)
        self.recurrent = Recurrent(
            shape.cell,
            E,
            shape.hidden_size,
            num_layers=shape.num_layers,
            bidirectional=shape.bidirectional,
            dropout=shape.dropout,
            recurrent_dropout=shape.recurrent_dropout,
            layer_norm=shape.layer_norm,
            initialization=shape.initialization,
            forget_bias=shape.forget_bias,
            activation=shape.activation,
            bias=shape.bias,
        )
        width = self.recurrent.output_size
        self.attention = Attention(width) if shape.attention else None
        self.dropout = nn.Dropout(shape.dropout)
        # The network starts by saying nothing: every symbol is equally likely, the first loss is ln V.
        self.bias = nn.Parameter(torch.zeros(V))
        self.head = nn.Parameter(torch.zeros(V, width)) if not shape.tied else None
        self.project = nn.Linear(width, E, bias=False) if shape.tied else None
        self.scale = 1.0
        if self.project is not None:
            # The same numbers answer (small) and are read (large), as in Vaswani et al. 2017, 3.4.
            self.scale = math.sqrt(E)
            nn.init.normal_(self.embed.weight, std=1 / self.scale)
            nn.init.zeros_(self.project.weight)

    def forward(self, ids: Tensor, memory: Memory | None = None) -> tuple[Tensor, Memory]:
        """Read symbols `(B, T)` after what is remembered: scores `(B, T, V)` and what is known then."""
        x, states = self.recurrent.read(self.embedded(ids), memory.states if memory else None)
        outputs = None
        if self.attention is not None:
            x, outputs = self.attention(x, memory.outputs if memory else None)
        return self._answer(x), Memory(states, outputs)

    def after_window(self, ids: Tensor) -> Tensor:
        """Read windows `(B, L)` as a whole, both directions: scores `(B, V)` of the symbol after each."""
        return self.after(self.embedded(ids))

    def after(self, embedded: Tensor) -> Tensor:
        """Read windows of symbols as numbers `(B, L, E)`: scores `(B, V)` of the symbol after each."""
        if not self.shape.bidirectional:
            x, _ = self.recurrent.read(embedded)
            if self.attention is not None:
                x, _ = self.attention(x, None)
            return self._answer(x[:, -1])
        x, summary = self.recurrent(embedded)
        if self.attention is not None:
            summary = self.attention.over_all(summary[:, None], x)[:, 0]
        return self._answer(summary)

    def embedded(self, ids: Tensor) -> Tensor:
        """Symbols `(B, T)` as the numbers `(B, T, E)` that the recurrent layers read."""
        embedded: Tensor = self.embed(ids) * self.scale
        return embedded

    def _answer(self, x: Tensor) -> Tensor:
        x = self.dropout(x)
        if self.project is not None:
            x = self.project(x)
        return linear(x, self.embed.weight if self.head is None else self.head, self.bias)


class Attention(nn.Module):
    """Adds to every state what it finds among the states before it (Luong et al. 2015, "general")."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(width, width, bias=False)
        self.combine = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor, before: Tensor | None) -> tuple[Tensor, Tensor]:
        """States `(B, T, W)` after those `before`: each joined with its newest past, and what to keep."""
        keys = x if before is None else torch.cat([before, x], dim=1)
        total, T = keys.shape[1], x.shape[1]
        own = torch.arange(total - T, total, device=x.device)[:, None]
        other = torch.arange(total, device=x.device)
        allowed = (other <= own) & (other > own - ATTENTION_SPAN)  # (T, total)
        return x + self.combine(look_up(self.query(x), keys, allowed)), keys[
            :, max(0, total - ATTENTION_SPAN + 1) :
        ]

    def over_all(self, x: Tensor, keys: Tensor) -> Tensor:
        """States `(B, T, W)`, each joined with what it finds among all of the others `(B, L, W)`."""
        joined: Tensor = x + self.combine(look_up(self.query(x), keys))
        return joined


def look_up(asked: Tensor, keys: Tensor, allowed: Tensor | None = None) -> Tensor:
    """What `(B, T, W)` finds among `(B, L, W)`, as one head: other programs (ONNX) want to see heads."""
    heads = keys[:, None]
    return scaled_dot_product_attention(asked[:, None], heads, heads, attn_mask=allowed)[:, 0]
