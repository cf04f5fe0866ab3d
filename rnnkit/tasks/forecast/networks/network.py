"""The forecasting network: an encoder over segments, a decoder, and a straight line beside them.

Reading segments of several steps at once and decoding all steps of the horizon in parallel follow
SegRNN (Lin et al. 2023); the linear path beside the network follows LSTNet (Lai et al. 2018); the three
outputs are a middle and two quantiles beside it, so intervals come for free.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from rnnkit.config import Activation, Encoder, Initialization
from rnnkit.networks.encoder import make_encoder
from rnnkit.networks.recurrent import Bent, Recurrent
from rnnkit.tasks.forecast.settings import Strategy

LOW, MIDDLE, HIGH = 0, 1, 2
HALF = 0.5  # of the forecast, as long as nobody knows how much of it the own line of a series does best with

Answer = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class ForecasterShape:
    """All that decides the weights of a `Forecaster`, and nothing else."""

    lookback: int
    horizon: int
    segment: int
    past_features: int  # inputs a step besides the value itself
    future_features: int  # inputs known for the steps to be forecast
    cell: Encoder
    bidirectional: bool
    hidden_size: int
    num_layers: int
    dropout: float
    layer_norm: bool
    initialization: Initialization
    forget_bias: float
    activation: Activation
    bias: bool
    strategy: Strategy
    shortcut: bool
    series: int = 0  # that have a straight line of their own beside the network

    @property
    def answered(self) -> int:
        """Steps that one pass answers: a segment if the answers are fed back, else the whole horizon."""
        return min(self.segment, self.horizon) if self.strategy == "recursive" else self.horizon


class Forecaster(nn.Module):
    """Maps a window of normalized values and features to the low, middle and high forecast of each step."""

    def __init__(self, shape: ForecasterShape) -> None:
        super().__init__()
        self.shape = shape
        hidden, segment = shape.hidden_size, shape.segment
        self.embed = nn.Linear(segment * (1 + shape.past_features), hidden)
        self.encoder = make_encoder(
            shape.cell,
            hidden,
            hidden,
            steps=-(-shape.lookback // segment),
            num_layers=shape.num_layers,
            bidirectional=shape.bidirectional,
            dropout=shape.dropout,
            layer_norm=shape.layer_norm,
            initialization=shape.initialization,
            forget_bias=shape.forget_bias,
            activation=shape.activation,
            bias=shape.bias,
        )
        known = segment * shape.future_features
        decoder = UnrolledDecoder if shape.strategy == "encoder_decoder" else ParallelDecoder
        self.decoder = decoder(shape, -(-shape.answered // segment), self.encoder.output_size, known)
        self.dropout = nn.Dropout(shape.dropout)
        self.head = nn.Linear(hidden, segment * 3)
        # The network starts by saying nothing: at step 0 the forecast is the last value or the straight line.
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.line = nn.Linear(shape.lookback, shape.answered) if shape.shortcut else None
        if shape.series:
            lines = torch.zeros(shape.series, shape.lookback + 1, shape.horizon)  # the bias last
            self.register_buffer("own", lines)
            self.register_buffer("own_share", torch.full((shape.series,), HALF))

    def forward(self, values: Tensor, past: Tensor, future: Tensor) -> Tensor:
        """Forecast `(B, K, 3)` from values `(B, L)`, past `(B, L, Fp)` and future `(B, K, Ff)` features."""
        B, segment, shape = len(values), self.shape.segment, self.shape
        summary = self.summary(values, past)
        known = in_segments(future[:, : shape.answered], segment, front=False)  # (B, J, segment * Ff)
        decoded = self.decoder(summary, known, self._answer)  # (B, J, H)
        raw = self.head(self.dropout(decoded)).view(B, -1, 3)[:, : shape.answered]
        middle = raw[..., MIDDLE] + (self.line(values) if self.line is not None else 0)
        return torch.stack(
            [middle - softplus(raw[..., LOW]), middle, middle + softplus(raw[..., HIGH])], dim=-1
        )

    def summary(self, values: Tensor, past: Tensor) -> Tensor:
        """What the encoder knows `(B, D * H)` after values `(B, L)` and past features `(B, L, Fp)`."""
        steps = torch.cat([values[..., None], past], dim=-1)  # (B, L, 1 + Fp)
        read = Bent(in_segments(steps, self.shape.segment, front=True), self.embed)
        summary: Tensor = self.encoder(read if isinstance(self.encoder, Recurrent) else read.open())[1]
        return summary

    def _answer(self, decoded: Tensor) -> Tensor:
        """The middle forecast `(B, segment)` of one decoded segment `(B, H)`, to be fed back."""
        answers: Tensor = self.head(decoded).view(len(decoded), -1, 3)
        return answers[..., MIDDLE]

    def beside(self, answers: Tensor, values: Tensor, owner: Tensor) -> Tensor:
        """Answers `(B, K, 3)` moved towards those of the line of each series, as far as that has a share.

        `values` `(B, L)` are relative to the last one, as the answers are; `owner` `(B,)` numbers the series,
        below 0 one that has no line.
        """
        share = self.get_buffer("own_share")[owner.clamp(min=0)] * (owner >= 0)
        return answers + (share[:, None] * (self.line_of(values, owner) - answers[..., MIDDLE]))[..., None]

    def line_of(self, values: Tensor, owner: Tensor) -> Tensor:
        """What the line of each series answers `(B, K)`; one that has none repeats the last value."""
        found = values.new_zeros(len(values), self.shape.horizon)
        for number in torch.unique(owner).tolist():
            rows, line = owner == number, self.get_buffer("own")[max(number, 0)]
            found[rows] = (values[rows] @ line[:-1] + line[-1]) * (number >= 0)
        return found

    @torch.no_grad()
    def start_from_line(self, weights: Tensor, bias: Tensor) -> None:
        """Set the straight line to a fitted one, `(l, K)` and `(K,)` for the newest `l <= L` values."""
        if self.line is None:
            raise ValueError("this network has no linear shortcut to start from")
        self.line.weight.zero_()
        self.line.weight[:, self.shape.lookback - len(weights) :] = weights[:, : self.shape.answered].T
        self.line.bias.copy_(bias[: self.shape.answered])


class ParallelDecoder(nn.Module):
    """Answers every segment at once, from what was read, which segment it is and what is known of it."""

    def __init__(self, shape: ForecasterShape, segments: int, summary: int, known: int) -> None:
        super().__init__()
        self.position = nn.Parameter(torch.randn(segments, shape.hidden_size) * 0.1)
        self.known = nn.Linear(known, shape.hidden_size, bias=False) if known else None
        self.mix = nn.Linear(summary + shape.hidden_size, shape.hidden_size)

    def forward(self, summary: Tensor, known: Tensor, _: Answer) -> Tensor:
        """Map the summary `(B, D * H)` and known features `(B, J, known)` to `(B, J, H)`."""
        B, J = known.shape[:2]
        place = self.position.expand(B, J, -1)
        if self.known is not None:
            place = place + self.known(known)
        return torch.relu(self.mix(torch.cat([summary[:, None].expand(-1, J, -1), place], dim=-1)))


class UnrolledDecoder(nn.Module):
    """Writes one segment after the other, each time reading what it wrote before (Cho et al. 2014)."""

    def __init__(self, shape: ForecasterShape, segments: int, summary: int, known: int) -> None:
        super().__init__()
        self.segments, self.lstm = segments, shape.cell == "lstm"
        self.start = nn.Linear(summary, shape.hidden_size * (2 if self.lstm else 1))
        more: dict[str, Any] = {"nonlinearity": shape.activation} if shape.cell == "rnn" else {}
        self.step = STEPS[shape.cell](shape.segment + known, shape.hidden_size, bias=shape.bias, **more)
        self.first = nn.Parameter(torch.zeros(shape.segment))

    def forward(self, summary: Tensor, known: Tensor, answer: Answer) -> Tensor:
        """Map the summary `(B, D * H)` and known features `(B, J, known)` to `(B, J, H)`."""
        state = torch.tanh(self.start(summary))
        h, c = state.chunk(2, dim=-1) if self.lstm else (state, state)
        written, states = self.first.expand(len(summary), -1), []
        for j in range(self.segments):
            x = torch.cat([written, known[:, j]], dim=-1)
            if self.lstm:
                h, c = self.step(x, (h, c))
            else:
                h = self.step(x, h)
            states.append(h)
            written = answer(h)
        return torch.stack(states, dim=1)


STEPS: dict[Encoder, type[nn.RNNCell | nn.GRUCell | nn.LSTMCell]] = {
    "rnn": nn.RNNCell,
    "gru": nn.GRUCell,
    "lstm": nn.LSTMCell,
}


def in_segments(steps: Tensor, segment: int, *, front: bool) -> Tensor:
    """Join `segment` steps into one: `(B, T, F)` to `(B, ceil(T / segment), segment * F)`.

    Steps that are missing to a full segment are zeros, put in front of a past and behind a future.
    """
    B, T, F = steps.shape
    missing = -T % segment
    if missing:
        pad = steps.new_zeros(B, missing, F)
        steps = torch.cat([pad, steps] if front else [steps, pad], dim=1)
    return steps.reshape(B, steps.shape[1] // segment, segment * F)
