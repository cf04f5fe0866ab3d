"""The composer: tokens and the places of the next ones in, scores of the next tokens out, one direction.

Beside what the recurrent layers say, two things go straight to the scores: how much room the bar has left
(`direct`), and what stood at this place some bars before (`again`: how much the network wants it once more).
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from rnnkit.config import Activation, Cell, Initialization
from rnnkit.networks.recurrent import Recurrent
from rnnkit.tasks.compose.networks.place import BACK, NUMBERS, PHRASE, ROOMS
from rnnkit.tasks.compose.settings import ABOUT_SIZE, BACK_SIZE, BAR_SIZE, ROOM_SIZE, ResolvedCompose


class Steps(NamedTuple):
    """What is read at every step.

    Tokens `ids`, kinds of `room` and `bar`s of the next place, all `(B, T)`; tokens some bars `back`
    `(B, T, K)`; `numbers` of the place `(B, T, N)`; meter and key `about` `(B, 2)`.
    """

    ids: Tensor
    room: Tensor
    bar: Tensor
    back: Tensor
    numbers: Tensor
    about: Tensor


@dataclass(frozen=True)
class ComposerShape:
    """All that decides the weights of a `Composer`, and nothing else."""

    symbols: int
    embedding_size: int
    cell: Cell
    hidden_size: int
    num_layers: int
    dropout: float
    look_back: bool
    layer_norm: bool
    initialization: Initialization
    forget_bias: float
    activation: Activation
    bias: bool


class Composer(nn.Module):
    """Maps the tokens of tunes, with the places of the next ones, to scores of the next ones."""

    def __init__(self, shape: ComposerShape) -> None:
        super().__init__()
        self.shape = shape
        V, H, K = shape.symbols, shape.hidden_size, len(BACK)
        self.embed = nn.Embedding(V, shape.embedding_size)
        self.room, self.bar = nn.Embedding(ROOMS, ROOM_SIZE), nn.Embedding(PHRASE, BAR_SIZE)
        self.about = nn.Embedding(V, ABOUT_SIZE)
        inputs = shape.embedding_size + ROOM_SIZE + BAR_SIZE + NUMBERS + ABOUT_SIZE
        if shape.look_back:
            self.back, self.again = nn.Embedding(V, BACK_SIZE), nn.Linear(H, K)
            inputs += K * (BACK_SIZE + 1)
        self.recurrent = Recurrent(
            shape.cell,
            inputs,
            H,
            num_layers=shape.num_layers,
            dropout=shape.dropout,
            layer_norm=shape.layer_norm,
            initialization=shape.initialization,
            forget_bias=shape.forget_bias,
            activation=shape.activation,
            bias=shape.bias,
        )
        self.dropout, self.enter = nn.Dropout(shape.dropout), nn.Dropout(shape.dropout / 2)
        self.head = nn.Linear(H, V)
        self.direct = nn.Embedding(ROOMS, V)
        nn.init.zeros_(self.direct.weight)

    def forward(self, steps: Steps) -> Tensor:
        """Scores `(B, T, V)` of what stands at the next places."""
        return self.after(self.inputs(steps), steps)

    def inputs(self, steps: Steps) -> Tensor:
        """What the recurrent layers read at each step, `(B, T, I)`."""
        B, T = steps.ids.shape
        about = self.about(steps.about).sum(dim=1, keepdim=True).expand(B, T, -1)
        parts = [self.embed(steps.ids), self.room(steps.room), self.bar(steps.bar), about]
        if self.shape.look_back:
            return torch.cat([*parts, self.back(steps.back).flatten(2), steps.numbers], dim=-1)
        return torch.cat([*parts, steps.numbers[..., -NUMBERS:]], dim=-1)

    def after(self, inputs: Tensor, steps: Steps) -> Tensor:
        """Scores `(B, T, V)` from what is read."""
        states, _ = self.recurrent.read(self.enter(inputs))
        return self.scores(self.dropout(states), steps)

    def scores(self, states: Tensor, steps: Steps) -> Tensor:
        """Scores `(B, T, V)` from states `(B, T, H)` and the places that they are for."""
        scores: Tensor = self.head(states) + self.direct(steps.room)
        if not self.shape.look_back:
            return scores
        wanted = self.again(states) * (steps.back > 0)
        return scores.scatter_add(2, steps.back, wanted)


def build(config: ResolvedCompose, symbols: int) -> Composer:
    """The network that the settings ask for, for so many symbols."""
    names = ComposerShape.__dataclass_fields__
    asked = {name: getattr(config, name) for name in names if hasattr(config, name)}
    return Composer(ComposerShape(symbols=symbols, **asked))
