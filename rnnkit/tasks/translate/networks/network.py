"""The encoder-decoder: it reads a source and writes a target, symbol by symbol (Sutskever et al. 2014).

Both sides share one table of symbols, which also tells the written ones apart (tied weights). Rows of a batch
have sources of the same length, so that no padding is ever read.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from rnnkit.config import Activation, Cell, Initialization
from rnnkit.networks.attention import ATTENTIONS, Kind
from rnnkit.networks.recurrent import Recurrent, State


@dataclass(frozen=True)
class TranslatorShape:
    """All that decides the weights of a `Translator`, and nothing else."""

    vocabulary: int
    embedding_size: int
    cell: Cell
    bidirectional: bool
    hidden_size: int
    num_layers: int
    dropout: float
    layer_norm: bool
    attention: Kind
    initialization: Initialization
    forget_bias: float
    activation: Activation
    bias: bool


@dataclass(frozen=True)
class Read:
    """What was read of sources: outputs `(B, S, W)`, what attention compares with, the states then."""

    outputs: Tensor
    keys: Tensor | None
    states: list[State]


class Translator(nn.Module):
    """Maps sources, and targets up to a symbol, to the scores (logits) of the symbol that follows."""

    def __init__(self, shape: TranslatorShape) -> None:
        super().__init__()
        self.shape = shape
        V, E, H = shape.vocabulary, shape.embedding_size, shape.hidden_size
        self.embed = nn.Embedding(V, E)
        self.bias = nn.Parameter(torch.zeros(V))
        alike = ("num_layers", "dropout", "layer_norm", "initialization", "forget_bias", "activation", "bias")
        more = {name: getattr(shape, name) for name in alike}
        self.encoder = Recurrent(shape.cell, E, H, bidirectional=shape.bidirectional, **more)
        width = self.encoder.output_size
        self.attention = None if shape.attention == "none" else ATTENTIONS[shape.attention](H, width)
        self.feeds = shape.attention == "bahdanau"
        self.decoder = Recurrent(shape.cell, E + width if self.feeds else E, H, **more)
        self.bridge = nn.Linear(width, shape.num_layers * H * (2 if shape.cell == "lstm" else 1))
        self.combine = nn.Linear(H if self.attention is None else H + width, E)
        self.dropout = nn.Dropout(shape.dropout)
        self.scale = math.sqrt(E)  # the same numbers answer (small) and are read (large)
        nn.init.normal_(self.embed.weight, std=1 / self.scale)

    def forward(self, source: Tensor, before: Tensor) -> Tensor:
        """Sources `(B, S)` and the symbols before each that is written `(B, T)`: scores `(B, T, V)`."""
        return self.scores(self.write(self.read(source), before)[0])

    def read(self, source: Tensor) -> Read:
        """What is known of sources `(B, S)`."""
        return self.read_embedded(self.embedded(source))

    def read_embedded(self, embedded: Tensor) -> Read:
        """The same of symbols as numbers `(B, S, E)`."""
        outputs, last = self.encoder(self.dropout(embedded))
        keys = None if self.attention is None else self.attention.keys(outputs)
        return Read(outputs, keys, self._begin(last))

    def embedded(self, ids: Tensor) -> Tensor:
        """Symbols `(B, T)` as the numbers `(B, T, E)` that the layers read."""
        embedded: Tensor = self.embed(ids) * self.scale
        return embedded

    def write(self, read: Read, before: Tensor) -> tuple[Tensor, Tensor | None]:
        """What is to be written after symbols `(B, T)`: `(B, T, E)`, and shares of attention `(B, T, S)`."""
        x = self.dropout(self.embedded(before))
        if self.feeds:
            return self._step_by_step(read, x)
        states, _ = self.decoder.read(x, read.states)
        if self.attention is None:
            return self._combined(states), None
        found, shares = self.attention(states, read.keys, read.outputs)
        return self._combined(torch.cat([states, found], dim=-1)), shares

    def scores(self, written: Tensor) -> Tensor:
        """The scores `(..., V)` of all symbols for what is to be written `(..., E)`."""
        return linear(written, self.embed.weight, self.bias)

    def _step_by_step(self, read: Read, x: Tensor) -> tuple[Tensor, Tensor]:
        """Bahdanau: what attention finds from the state before goes into the next step."""
        assert self.attention is not None
        states, written, shares = read.states, [], []
        for step in range(x.shape[1]):
            last = states[-1][0] if isinstance(states[-1], tuple) else states[-1]  # (1, B, H)
            found, share = self.attention(last.transpose(0, 1), read.keys, read.outputs)
            h, states = self.decoder.read(torch.cat([x[:, step : step + 1], found], dim=-1), states)
            written.append(torch.cat([h, found], dim=-1))
            shares.append(share)
        return self._combined(torch.cat(written, dim=1)), torch.cat(shares, dim=1)

    def _combined(self, states: Tensor) -> Tensor:
        combined: Tensor = self.dropout(torch.tanh(self.combine(states)))
        return combined

    def _begin(self, last: Tensor) -> list[State]:
        """The states of the decoder's layers from what the encoder knew at its end `(B, W)`."""
        parts = torch.tanh(self.bridge(last)).chunk(self.shape.num_layers, dim=1)
        if self.shape.cell != "lstm":
            return [part[None].contiguous() for part in parts]
        halves = [part.chunk(2, dim=1) for part in parts]
        return [(h[None].contiguous(), c[None].contiguous()) for h, c in halves]
