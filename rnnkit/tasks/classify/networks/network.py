"""The classifier: symbols to numbers, recurrent layers, one answer for the whole text. Several make a bag."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from rnnkit.config import Activation, Cell, Initialization
from rnnkit.networks.recurrent import Recurrent


@dataclass(frozen=True)
class ClassifierShape:
    """All that decides the weights of a `Classifier`, and nothing else."""

    vocabulary: int
    classes: int
    unknown: int  # the symbol that stands for all others
    embedding_size: int
    cell: Cell
    bidirectional: bool
    hidden_size: int
    num_layers: int
    layer_norm: bool
    pooling: str
    dropout: float
    word_dropout: float
    embedding_dropout: float
    initialization: Initialization
    forget_bias: float
    activation: Activation
    bias: bool
    nets: int
    numbers: int = 0  # of a step, where it is no symbol


class SingleClassifier(nn.Module):
    """One network: reads rows of which only the first `lengths` `(B,)` steps are real.

    A row is the symbols of a text `(B, T)`, or the values of a series `(B, T, F)`.
    """

    def __init__(self, shape: ClassifierShape) -> None:
        super().__init__()
        self.shape = shape
        self.embed = entrance(shape)
        self.recurrent = Recurrent(
            shape.cell,
            shape.embedding_size,
            shape.hidden_size,
            num_layers=shape.num_layers,
            bidirectional=shape.bidirectional,
            dropout=shape.dropout,
            layer_norm=shape.layer_norm,
            initialization=shape.initialization,
            forget_bias=shape.forget_bias,
            activation=shape.activation,
            bias=shape.bias,
        )
        width = self.recurrent.output_size
        self.attention = nn.Linear(width, 1) if shape.pooling == "attention" else None
        self.dropout = nn.Dropout(shape.dropout)
        self.head = nn.Linear(width * (3 if shape.pooling == "concat" else 1), shape.classes)
        nn.init.zeros_(self.head.bias)

    def forward(self, steps: Tensor, lengths: Tensor) -> Tensor:
        """Scores (logits) of the classes `(B, C)`."""
        if self.training and self.shape.word_dropout:
            hidden = torch.rand(steps.shape[:2], device=steps.device) < self.shape.word_dropout
            hidden = hidden if steps.dim() == 2 else hidden[:, :, None]
            steps = steps.masked_fill(hidden, self.shape.unknown)
        x = self.embed(steps)
        if self.training and self.shape.embedding_dropout:
            kept = 1 - self.shape.embedding_dropout
            x = x * torch.bernoulli(torch.full_like(x[:, :1], kept)) / kept
        return self.after(x, lengths)

    def after(self, embedded: Tensor, lengths: Tensor) -> Tensor:
        """The same of embedded steps `(B, T, E)`."""
        states, last = self.recurrent.read_padded(embedded, lengths)
        scores: Tensor = self.head(self.dropout(self.pooled(states, last, lengths)))
        return scores

    def along(self, steps: Tensor) -> Tensor:
        """The states `(B, T, W)` along whole rows `(B, T)` or `(B, T, F)`."""
        states, _ = self.recurrent.read_padded(self.embed(steps), torch.full((len(steps),), steps.shape[1]))
        return states

    def pooled(self, states: Tensor, last: Tensor, lengths: Tensor) -> Tensor:
        """What the class is read off: of states `(B, T, W)` and the last ones `(B, W)`, padding left out."""
        real = (torch.arange(states.shape[1], device=states.device) < lengths[:, None])[:, :, None]
        if self.attention is not None:
            weights = self.attention(states).masked_fill(~real, -math.inf).softmax(dim=1)
            attended: Tensor = (weights * states).sum(dim=1)
            return attended
        if self.shape.pooling == "final":
            return last
        largest = states.masked_fill(~real, -math.inf).amax(dim=1)
        mean = (states * real).sum(dim=1) / lengths[:, None]
        return torch.cat([last, largest, mean], dim=1)


class Classifier(nn.Module):
    """Several readers that began differently; they answer with the mean of their probabilities."""

    def __init__(self, shape: ClassifierShape) -> None:
        super().__init__()
        self.shape = shape
        self.nets = nn.ModuleList(SingleClassifier(shape) for _ in range(shape.nets))

    def forward(self, steps: Tensor, lengths: Tensor) -> Tensor:
        """Logarithms of the probabilities of the classes `(B, C)`."""
        return together([net(steps, lengths) for net in self.nets])

    def after(self, embedded: Tensor, lengths: Tensor) -> Tensor:
        """The same of steps as the numbers of each reader, one beside the other `(B, T, nets * E)`."""
        parts = embedded.chunk(len(self.nets), dim=-1)
        readers = zip(self.nets, parts, strict=True)
        return together([net.after(part, lengths) for net, part in readers])  # type: ignore[operator]

    def embedded(self, steps: Tensor) -> Tensor:
        """Steps as the numbers of each reader, one beside the other `(B, T, nets * E)`."""
        return torch.cat([net.embed(steps) for net in self.nets], dim=-1)  # type: ignore[operator]


def entrance(shape: ClassifierShape) -> nn.Module:
    """What makes E numbers of a step: a row of a table for a symbol, a linear map for values."""
    if shape.numbers:
        return nn.Linear(shape.numbers, shape.embedding_size)
    embed = nn.Embedding(shape.vocabulary, shape.embedding_size)
    nn.init.normal_(embed.weight, std=0.2)
    return embed


def together(scores: list[Tensor]) -> Tensor:
    """The logarithm of the mean of the probabilities that scores `(B, C)` stand for."""
    log_p = torch.stack([found.log_softmax(dim=-1) for found in scores])
    return log_p.logsumexp(dim=0) - math.log(len(scores))
