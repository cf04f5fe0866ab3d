"""The labeller: features to numbers, recurrent layers from both ends, a score for every tag of every token.

What is counted (`direct`) and what the context tells (`head`) add up, so that a network that has learned
nothing knows as much as counting does. In one direction it never sees what comes after a token.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from rnnkit.config import Activation, Cell, Initialization
from rnnkit.networks.crf import Crf
from rnnkit.networks.recurrent import Recurrent
from rnnkit.tasks.label.features import CODES
from rnnkit.tasks.label.settings import CHARACTER_SIZE, FILTERS, WIDTH

SMALL = 0.1  # spread of the numbers that a feature starts with: many of them are added up


@dataclass(frozen=True)
class TaggerShape:
    """All that decides the weights of a `Tagger`, and nothing else."""

    features: int
    tags: Sequence[str]
    embedding_size: int
    characters: str
    cell: Cell
    bidirectional: bool
    hidden_size: int
    num_layers: int
    dropout: float
    layer_norm: bool
    crf: bool
    initialization: Initialization
    forget_bias: float
    activation: Activation
    bias: bool


class Tagger(nn.Module):
    """Maps features of tokens to scores of tags."""

    def __init__(self, shape: TaggerShape) -> None:
        super().__init__()
        self.shape = shape
        C, E = len(shape.tags), shape.embedding_size
        self.embed = nn.EmbeddingBag(shape.features, E, mode="sum", padding_idx=0)
        nn.init.normal_(self.embed.weight, std=SMALL)
        self.direct = nn.EmbeddingBag(shape.features, C, mode="sum", padding_idx=0)
        nn.init.zeros_(self.direct.weight)
        with torch.no_grad():
            self.embed.weight[0] = 0
        self.characters = Characters() if shape.characters == "cnn" else None
        self.recurrent = Recurrent(
            shape.cell,
            E + (FILTERS if self.characters else 0),
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
        self.dropout = nn.Dropout(shape.dropout)
        self.head = nn.Linear(self.recurrent.output_size, C)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.crf = Crf(C, forbidden(shape.tags)) if shape.crf else None

    def forward(self, features: Tensor, characters: Tensor) -> Tensor:
        """Features `(B, T, F)` and characters `(B, T, 16)` to scores `(B, T, C)`."""
        return self.after(self.inputs(features, characters), features)

    def inputs(self, features: Tensor, characters: Tensor) -> Tensor:
        """What the recurrent layers read of each token, `(B, T, I)`."""
        B, T, F = features.shape
        x: Tensor = self.embed(features.view(B * T, F)).view(B, T, -1)
        return x if self.characters is None else torch.cat([x, self.characters(characters)], dim=-1)

    def after(self, inputs: Tensor, features: Tensor | None) -> Tensor:
        """Scores `(B, T, C)` from what is read, and from what is counted where features are given."""
        states, _ = self.recurrent.read(self.dropout(inputs))
        scores: Tensor = self.head(self.dropout(states))
        if features is None:
            return scores
        B, T, F = features.shape
        counted: Tensor = self.direct(features.view(B * T, F)).view(B, T, -1)
        return scores + counted

    def best(self, scores: Tensor) -> Tensor:
        """The tags `(B, T)` that these scores say."""
        return scores.argmax(dim=-1) if self.crf is None else self.crf.best(scores)


class Characters(nn.Module):
    """The characters of a token to a few numbers: filters over three of them, the largest answer of each."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(CODES, CHARACTER_SIZE)
        nn.init.normal_(self.embed.weight, std=0.3)
        self.filters = nn.Conv1d(CHARACTER_SIZE, FILTERS, WIDTH, padding=WIDTH // 2)

    def forward(self, characters: Tensor) -> Tensor:
        """Characters `(B, T, L)` to numbers `(B, T, FILTERS)`."""
        B, T, L = characters.shape
        x = self.embed(characters.reshape(B * T, L)).transpose(1, 2)
        return torch.relu(self.filters(x)).amax(dim=-1).view(B, T, FILTERS)


def forbidden(tags: Sequence[str]) -> list[tuple[int, int]]:
    """Steps between BIO tags that cannot be: an I- that goes on with what is not there; none in plain tags.

    >>> forbidden(["O", "B-A", "I-A"])
    [(-1, 2), (0, 2)]
    """
    inner = [number for number, tag in enumerate(tags) if tag.startswith("I-") and "O" in tags]
    before = [(-1, "O"), *enumerate(tags)]
    return [
        (number, place)
        for number, tag in before
        for place in inner
        if tag == "O" or tag[2:] != tags[place][2:]
    ]
