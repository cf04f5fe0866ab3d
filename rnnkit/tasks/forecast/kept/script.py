"""The chosen forecasting network and its training as one short script, with nothing of ours in it."""

import json
from collections.abc import Mapping

from rnnkit.config import WIDER, Encoder, blocks, heads
from rnnkit.files.script_parts import layer_parts, script_values
from rnnkit.tasks.forecast.settings import ForecastLoss, Normalization, ResolvedForecast, Strategy

LEVELS: Mapping[Normalization, str] = {
    "last": "window[:, -1:, 0]",
    "mean": "window[:, :, 0].mean(dim=1, keepdim=True)",
    "none": "torch.zeros_like(window[:, :1, 0])",
}

HEADS: Mapping[Strategy, str] = {
    "direct": "        self.head = nn.Linear({width}, HORIZON * 3)",
    "recursive": "        self.head = nn.Linear({width}, SEGMENT * 3)",
    "encoder_decoder": """\
        self.start = nn.Linear({width}, {states} * HIDDEN)
        self.step = nn.{cell}Cell(SEGMENT, HIDDEN{plain})
        self.head = nn.Linear(HIDDEN, SEGMENT * 3)""",
}

ANSWERS: Mapping[Strategy, str] = {
    "direct": "        raw = self.head(self.dropout(state)).view(len(window), HORIZON, 3)",
    "recursive": "        raw = self.head(self.dropout(state)).view(len(window), SEGMENT, 3)",
    "encoder_decoder": """\
        h = torch.tanh(self.start(state))
        {unpack}
        written, parts = torch.zeros(len(window), SEGMENT), []
        for _ in range(0, HORIZON, SEGMENT):  # each segment reads what was written before it
            {advance}
            parts.append(self.head(self.dropout(h)).view(len(window), SEGMENT, 3))
            written = parts[-1][..., 1]
        raw = torch.cat(parts, dim=1)[:, :HORIZON]""",
}

DECODERS = {  # how the state is taken apart, and how it moves on
    "lstm": ("h, c = h.chunk(2, dim=1)", "h, c = self.step(written, (h, c))"),
    "gru": ("h = h.contiguous()", "h = self.step(written, h)"),
    "rnn": ("h = h.contiguous()", "h = self.step(written, h)"),
}

# What reads the segments: further classes, its part of the network, and how it is asked.
RECURRENT = (
    "",
    "        self.rnn = nn.{cell}(HIDDEN, HIDDEN, LAYERS, batch_first=True, dropout={between}{options})",
    """\
        _, {state} = self.rnn(torch.relu(self.embed(segments)))
        state = {summary}""",
)
READERS: Mapping[Encoder, tuple[str, str, str]] = {
    "rnn": RECURRENT,
    "gru": RECURRENT,
    "lstm": RECURRENT,
    "cnn": (
        '''\
class Block(nn.Module):
    """Two convolutions of the present and the past, beside what comes in."""

    def __init__(self, dilation):
        super().__init__()
        self.before = 2 * dilation
        self.first = nn.Conv1d(HIDDEN, HIDDEN, 3, dilation=dilation)
        self.second = nn.Conv1d(HIDDEN, HIDDEN, 3, dilation=dilation)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x):  # (B, HIDDEN, T)
        inner = x
        for convolution in (self.first, self.second):
            inner = nn.functional.pad(inner, (self.before, 0))
            inner = self.dropout(torch.relu(convolution(inner)))
        return torch.relu(x + inner)


''',
        """\
        self.enter = nn.Linear(HIDDEN, HIDDEN)
        self.blocks = nn.Sequential(*(Block(2**n) for _ in range(LAYERS) for n in range({blocks})))""",
        """\
        x = self.enter(torch.relu(self.embed(segments)))
        state = self.blocks(x.transpose(1, 2))[:, :, -1]""",
    ),
    "transformer": (
        '''\
def places(steps):
    """Where each step stands (T, HIDDEN), as sinusoids."""
    waves = torch.exp(-np.log(10_000) * 2 / HIDDEN * torch.arange((HIDDEN + 1) // 2))
    angles = torch.arange(steps)[:, None] * waves
    return torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)[:, :HIDDEN]


''',
        """\
        self.enter = nn.Linear(HIDDEN, HIDDEN)
        layer = nn.TransformerEncoderLayer(
            HIDDEN, {heads}, {wider} * HIDDEN, DROPOUT, batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(
            layer, LAYERS, nn.LayerNorm(HIDDEN), enable_nested_tensor=False
        )""",
        """\
        x = self.enter(torch.relu(self.embed(segments)))
        ahead = nn.Transformer.generate_square_subsequent_mask(x.shape[1])
        state = self.layers(x + places(x.shape[1]), ahead, is_causal=True)[:, -1]""",
    ),
}

FORECAST = """

@torch.no_grad()
def forecast(model, window):
    \"\"\"The whole horizon (B, HORIZON, 3) of windows (B, LOOKBACK, 1 + covariates).\"\"\"
    return model.eval()(window)
"""

FED_BACK = """

@torch.no_grad()
def forecast(model, window):
    \"\"\"The whole horizon (B, HORIZON, 3): what was answered becomes the newest past.\"\"\"
    parts = []
    for _ in range(0, HORIZON, SEGMENT):
        parts.append(model.eval()(window))
        window = torch.cat([window, parts[-1][..., 1:2]], dim=1)[:, SEGMENT:]
    return torch.cat(parts, dim=1)[:, :HORIZON]
"""

PINBALL = """\
def loss_of(answer, forecast):
    \"\"\"Pinball loss of the three quantiles (B, K, 3) for what really happened (B, K).\"\"\"
    error = answer[..., None] - forecast
    return torch.maximum(QUANTILES * error, (QUANTILES - 1) * error).mean()
"""
OF_THE_MIDDLE = """\
def loss_of(answer, forecast):
    \"\"\"What the middle misses (B, K), and the pinball loss of borders that do not pull at it.\"\"\"
    low, middle, high = forecast.unbind(dim=2)
    held = middle.detach() - middle
    error, tails = answer[..., None] - torch.stack([low + held, high + held], dim=2), QUANTILES[[0, 2]]
    borders = torch.maximum(tails * error, (tails - 1) * error).mean()
    return nn.functional.{name}(middle, answer) + borders
"""
LOSSES: Mapping[ForecastLoss, str] = {
    "pinball": PINBALL,
    "mse": OF_THE_MIDDLE.format(name="mse_loss"),
    "mae": OF_THE_MIDDLE.format(name="l1_loss"),
    "huber": OF_THE_MIDDLE.format(name="huber_loss"),
}

SCRIPT = '''\
"""Forecast with {a_network} in plain PyTorch, as it was chosen in RNN playground.

Usage: python train.py clean.csv, a table with the columns unique_id, ds, TARGETS and COVARIATES.
Left out to stay short: calendar, holidays, layer norm, initialization, early stopping, transforms, and
widening the intervals until they hold what they promise.
"""

import sys

import numpy as np
import pandas as pd
import torch
from torch import nn

TARGETS, COVARIATES = {targets}, {covariates}
LOOKBACK, HORIZON, SEGMENT, TEST = {lookback}, {horizon}, {segment}, {test}
HIDDEN, LAYERS, DROPOUT = {hidden_size}, {num_layers}, {dropout}
STEPS, BATCH, LEARNING_RATE = {steps}, {batch_size}, {learning_rate}
QUANTILES = torch.tensor([{low:.4g}, 0.5, {high:.4g}])
torch.manual_seed({seed})


{parts}class Forecaster(nn.Module):
    """Reads a window in segments and answers low, middle and high of every step."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(SEGMENT * (1 + len(COVARIATES)), HIDDEN)
{reader}
        self.dropout = nn.Dropout(DROPOUT)
{head}
{line}
    def forward(self, window):  # (B, LOOKBACK, 1 + covariates)
        level = {level}  # (B, 1)
        window = torch.cat([window[..., :1] - level[..., None], window[..., 1:]], dim=2)
        missing = -LOOKBACK % SEGMENT
        padded = nn.functional.pad(window, (0, 0, missing, 0))
        segments = padded.reshape(len(window), -1, self.embed.in_features)
{read}
{answer}
        middle = raw[..., 1]{shortcut}
        low, high = nn.functional.softplus(raw[..., 0]), nn.functional.softplus(raw[..., 2])
        return torch.stack([middle - low, middle, middle + high], dim=2) + level[..., None]
{forecast}

{loss}

def series(path):
    """Every target of every series with its covariates (T, 1 + covariates), and the units of its values."""
    for name, part in pd.read_csv(path).groupby("unique_id"):
        for target in TARGETS:
            table = part[[target, *COVARIATES]].interpolate().dropna().to_numpy(np.float64)
            train = table[: len(table) - TEST]
            mean, spread = train.mean(axis=0), train.std(axis=0)
            spread = np.where(spread > 0, spread, 1)
            yield name, target, torch.tensor((table - mean) / spread).float(), mean[0], spread[0]


def main():
    lines = list(series(sys.argv[1]))
    size = LOOKBACK + {answered}
    windows = torch.cat([z[: len(z) - TEST].unfold(0, size, 1).transpose(1, 2) for *_, z, _, _ in lines])
    model = Forecaster()
{optimizer}    for step in range(STEPS):
        batch = windows[torch.randint(len(windows), (BATCH,))]
        loss = loss_of(batch[:, LOOKBACK:, 0], model.train()(batch[:, :LOOKBACK]))
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), {grad_clip})
{move}        if step % max(1, STEPS // 10) == 0 or step == STEPS - 1:
            print(f"step {{step}}: loss {{loss.item():.4f}}")
    for name, target, z, mean, spread in lines:
        low, middle, high = (forecast(model, z[None, -LOOKBACK:])[0] * spread + mean).T
        print(name, target, "next:", *(f"{{value:.4g}}" for value in middle))


if __name__ == "__main__":
    main()
'''


def forecast_code(config: ResolvedForecast, steps: int) -> str:
    """The script of these settings, trained for so many steps."""
    cell, layers = config.cell.upper(), layer_parts(config)
    width = "2 * HIDDEN" if config.bidirectional else "HIDDEN"
    covariates = (
        () if config.strategy == "recursive" else (*config.past_covariates, *config.future_covariates)
    )
    unpack, advance = DECODERS.get(config.cell, ("", ""))
    parts, reader, read = READERS[config.cell]
    answered = "SEGMENT" if config.strategy == "recursive" else "HORIZON"
    segment = min(config.segment, config.horizon) if config.strategy == "recursive" else config.segment
    values = script_values(config, steps) | {
        "a_network": _network(config),
        "targets": json.dumps(config.targets, ensure_ascii=False),
        "covariates": json.dumps(covariates, ensure_ascii=False),
        "segment": segment,
        "low": (1 - config.level) / 2,
        "high": (1 + config.level) / 2,
        "parts": parts,
        "reader": reader.format(
            blocks=blocks(config.segments),
            heads=heads(config.hidden_size),
            wider=WIDER,
            **layers,
        ),
        "read": read.format(
            state="(h, _)" if cell == "LSTM" else "h",
            summary="torch.cat([h[-2], h[-1]], dim=1)" if config.bidirectional else "h[-1]",
        ),
        "head": HEADS[config.strategy].format(
            width=width, states=2 if cell == "LSTM" else 1, **layer_parts(config)
        ),
        "line": f"        self.line = nn.Linear(LOOKBACK, {answered})\n" if config.shortcut else "",
        "level": LEVELS[config.normalization],
        "answer": ANSWERS[config.strategy].format(unpack=unpack, advance=advance),
        "shortcut": " + self.line(window[..., 0])" if config.shortcut else "",
        "forecast": FED_BACK if config.strategy == "recursive" else FORECAST,
        "answered": answered,
        "loss": LOSSES[config.loss],
    }
    return _tidy(SCRIPT.format_map(values))


NAMES: Mapping[Encoder, str] = {
    "rnn": "an RNN",
    "gru": "a GRU",
    "lstm": "an LSTM",
    "cnn": "a convolutional network",
    "transformer": "a Transformer",
}


def _network(config: ResolvedForecast) -> str:
    """What the network is, in a few words."""
    return f"a bidirectional {config.cell.upper()}" if config.bidirectional else NAMES[config.cell]


def _tidy(code: str) -> str:
    """Without the lines that a choice left empty."""
    return code.replace("weight_decay=0.0)\n\n    for", "weight_decay=0.0)\n    for")
