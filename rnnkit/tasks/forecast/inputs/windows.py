"""All channels as one flat tensor, and windows gathered from it by position: no copies, no loader."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from rnnkit.data.series.history import read_steps
from rnnkit.tasks.forecast.inputs.channels import Channel, all_inputs, each_cutoffs
from rnnkit.tasks.forecast.inputs.series_parts import SeriesParts
from rnnkit.tasks.forecast.inputs.starts import Starts
from rnnkit.tasks.forecast.plan import MOST_STARTED, windows_at_once
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.training.batches import thinned

LEARNED = ("train", "answered")  # parts that a network learns from
UNKNOWN = -1


@dataclass(frozen=True)
class Batch:
    """Windows in normalized units: inputs, the answers `(B, K)`, and the level `(B, 1)` taken off both."""

    values: Tensor  # (B, L)
    past: Tensor  # (B, L, Fp)
    future: Tensor  # (B, K, Ff)
    answers: Tensor  # (B, K)
    level: Tensor  # (B, 1)
    start: Tensor | None = None  # (B, K) with the level, where each series has a start of its own
    owner: Tensor | None = None  # (B,) the number of the series, where each has a line of its own


class Windows:
    """Values and features of all channels, laid end to end on the device.

    A window is the flat position of its first target step. Behind every channel lie K steps whose
    values are not known (zeros), so that the window at the end of the data can be gathered too. A window
    that begins before the first known value reads the first season again (see `rnnkit.data.series.history`).
    """

    def __init__(
        self,
        found: Sequence[Channel],
        config: ResolvedForecast,
        device: torch.device,
        starts: Starts | None = None,
        numbers: Sequence[int] | None = None,
    ) -> None:
        """`numbers` are those of the channels among the lines that a network was trained with."""
        self.channels, self.config, self.device, self.starts = found, config, device, starts
        lengths = [len(channel.y) + config.horizon for channel in found]
        self.offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.values, self.past, self.future = map(self._flat, all_inputs(found, config.horizon))
        known = np.concatenate([_behind(channel, config.horizon) for channel in found])
        self._known = torch.from_numpy(known).to(device)
        different = {id(channel.parts): channel.parts for channel in found}.values()
        self._partly = any(_reads_before(parts, config.lookback) for parts in different)
        self.masked = bool(found) and found[0].past.shape[1] > len(config.past_covariates)
        self._back = torch.arange(-config.lookback, 0, device=device)
        self._ahead = torch.arange(config.horizon, device=device)
        self._started = torch.zeros(0, config.horizon, device=device)  # the starts that are known so far
        places = sum(lengths) + 1 if starts else 0
        self._place = torch.full((places,), UNKNOWN, device=device)  # of each window among them
        self._numbers = torch.zeros(0)
        if config.start_with == "own_lines":
            every = torch.tensor(range(len(found)) if numbers is None else list(numbers))
            self._numbers = every.repeat_interleave(torch.tensor(lengths)).to(device)

    def _flat(self, numbers: np.ndarray) -> Tensor:
        return torch.from_numpy(numbers.astype(np.float32)).to(self.device)

    def positions(self, part: str, stride: int = 1) -> Tensor:
        """The windows of a part (see `SeriesParts.cutoffs`), channel by channel."""
        chosen = each_cutoffs(self.channels, part, stride)
        begin = np.repeat(self.offsets, [len(found) for found in chosen])
        every = torch.from_numpy(begin + np.concatenate(chosen)).to(self.device)
        return thinned(every, MOST_STARTED) if self.starts and part in LEARNED else every

    def gather(self, positions: Tensor) -> Batch:
        """The windows at these positions."""
        back, missing = self._read(positions)
        ahead = positions[:, None] + self._ahead
        values, answers, past = self.values[back], self.values[ahead], self.past[back]
        if missing is not None:
            past *= ~missing[..., None]
            if self.masked:
                past[..., 0] = missing
        level = LEVELS[self.config.normalization](values)
        start = self._starts(positions) if self.starts else None
        owner = self._numbers[positions] if len(self._numbers) else None
        return Batch(values - level, past, self.future[ahead], answers - level, level, start, owner)

    def _starts(self, positions: Tensor) -> Tensor:
        """The starts of these windows `(B, K)`; those that nobody asked for before are computed."""
        assert self.starts is not None
        new = torch.unique(positions[self._place[positions] == UNKNOWN])
        if len(new):
            found = torch.from_numpy(self.starts.of(*self.owners(new)).astype(np.float32)).to(self.device)
            self._place[new] = len(self._started) + torch.arange(len(new), device=self.device)
            self._started = torch.cat([self._started, found])
        return self._started[self._place[positions]]

    def _read(self, positions: Tensor) -> tuple[Tensor, Tensor | None]:
        """Where the lookback of each window is read `(B, L)`, and which steps are missing, if any can be."""
        if not self._partly:
            return positions[:, None] + self._back, None
        season = self.channels[0].season
        steps, missing = read_steps(self._back, self._known[positions], season)
        return positions[:, None] + steps, missing

    def chunks(self, positions: Tensor) -> Iterator[Tensor]:
        """Positions in pieces that fit into memory."""
        yield from torch.split(positions, windows_at_once(self.config))

    def owners(self, positions: Tensor) -> tuple[np.ndarray, np.ndarray]:
        """For each window the number of its channel and its cutoff step within it."""
        flat = positions.cpu().numpy()
        channel = np.searchsorted(self.offsets, flat, side="right") - 1
        # The window behind the end of a channel lies before the offset of the next, so it is still its own.
        return channel, flat - self.offsets[channel]


def _reads_before(parts: SeriesParts, lookback: int) -> bool:
    """Whether a window begins before what is known."""
    used = np.concatenate([parts.cutoffs(part) for part in ("train", "test", "end")])
    return bool((parts.known[used] < lookback).any())


def _behind(channel: Channel, horizon: int) -> np.ndarray:
    """What is known before each step; nothing before those behind the end, but for the first of them."""
    return np.concatenate([channel.known_before, np.zeros(horizon - 1, dtype=np.int64)])


LEVELS: dict[str, Callable[[Tensor], Tensor]] = {
    "last": lambda values: values[:, -1:],
    "mean": lambda values: values.mean(dim=1, keepdim=True),
    "none": lambda values: torch.zeros_like(values[:, :1]),
}
