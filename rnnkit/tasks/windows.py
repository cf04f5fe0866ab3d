"""All channels as one flat tensor, and windows gathered from it by position: no copies, no loader."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from rnnkit.config import ResolvedForecast
from rnnkit.tasks.channels import Channel, cutoffs, inputs

CHUNK = 1024  # windows predicted at once


@dataclass(frozen=True)
class Batch:
    """Windows in normalized units: inputs, the answers `(B, K)`, and the level `(B, 1)` taken off both."""

    values: Tensor  # (B, L)
    past: Tensor  # (B, L, Fp)
    future: Tensor  # (B, K, Ff)
    answers: Tensor  # (B, K)
    level: Tensor  # (B, 1)


class Windows:
    """Values and features of all channels, laid end to end on the device.

    A window is the flat position of its first target step. Behind every channel lie K steps whose
    values are not known (zeros), so that the window at the end of the data can be gathered too.
    """

    def __init__(self, found: Sequence[Channel], config: ResolvedForecast, device: torch.device) -> None:
        self.channels, self.config, self.device = found, config, device
        lengths = [len(channel.y) + config.horizon for channel in found]
        self.offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        values, past, future = zip(*(inputs(channel, config.horizon) for channel in found), strict=True)
        self.values, self.past, self.future = self._flat(values), self._flat(past), self._flat(future)
        self._back = torch.arange(-config.lookback, 0, device=device)
        self._ahead = torch.arange(config.horizon, device=device)

    def _flat(self, parts: Sequence[np.ndarray]) -> Tensor:
        return torch.from_numpy(np.concatenate(parts).astype(np.float32)).to(self.device)

    def positions(self, part: str, stride: int = 1) -> Tensor:
        """The windows of a part (see `channels.cutoffs`) whose values are all known, channel by channel."""
        lookback, horizon = self.config.lookback, self.config.horizon
        chosen = []
        for offset, channel in zip(self.offsets, self.channels, strict=True):
            starts = np.array(list(cutoffs(channel, part, lookback, horizon, stride)), dtype=np.int64)
            gaps = np.concatenate([[0], np.cumsum(~np.isfinite(channel.y))])
            ends = np.minimum(starts + horizon, len(channel.y)) if part in ("train", "valid") else starts
            chosen.append(offset + starts[gaps[ends] == gaps[starts - lookback]])
        return torch.from_numpy(np.concatenate(chosen)).to(self.device)

    def gather(self, positions: Tensor) -> Batch:
        """The windows at these positions."""
        back, ahead = positions[:, None] + self._back, positions[:, None] + self._ahead
        values, answers = self.values[back], self.values[ahead]
        level = LEVELS[self.config.normalization](values)
        return Batch(values - level, self.past[back], self.future[ahead], answers - level, level)

    def chunks(self, positions: Tensor) -> Iterator[Tensor]:
        """Positions in pieces that fit into memory."""
        yield from torch.split(positions, CHUNK)

    def owners(self, positions: Tensor) -> tuple[np.ndarray, np.ndarray]:
        """For each window the number of its channel and its cutoff step within it."""
        flat = positions.cpu().numpy()
        channel = np.searchsorted(self.offsets, flat, side="right") - 1
        # The window behind the end of a channel lies before the offset of the next, so it is still its own.
        return channel, flat - self.offsets[channel]


LEVELS: dict[str, Callable[[Tensor], Tensor]] = {
    "last": lambda values: values[:, -1:],
    "mean": lambda values: values.mean(dim=1, keepdim=True),
    "none": lambda values: torch.zeros_like(values[:, :1]),
}
