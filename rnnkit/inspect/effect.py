"""What each past step does to the answer of a trained network, and how far back it really looks.

A step is hidden by what another window has in its place (permutation importance: Breiman 2001; Fisher, Rudin
& Dominici 2019): a plausible value that says nothing. On rows that nobody trained on, hiding what is of no
use changes the error by nothing on average, also where the network listens to it.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from torch import Tensor

from rnnkit.inspect.reach import effective_memory

Array = npt.NDArray[np.float64]
Told = Callable[[], None]

ALL_STEPS = 64  # so many steps are looked at one by one
DENSE, SPARSE = 32, 12  # of longer windows, the newest steps and so many beyond
ANSWERS = 24  # of a long horizon that are followed, evenly spread
BLOCKS = 20  # neighbouring windows are alike, so noise is measured between blocks of them


@dataclass(frozen=True)
class Probe:
    """A trained network before `N` windows of `L` steps that it was not trained on.

    `own` are the inputs `(N, L, F)`, oldest step first, `other` those that stand in for hidden ones.
    `answer` maps inputs to answers `(N, K)`, `error` answers to the error of each window `(N,)`.
    """

    own: Tensor
    other: Tensor
    answer: Callable[[Tensor], Tensor]
    error: Callable[[Tensor], Tensor]

    @property
    def steps(self) -> int:
        """How many steps a window has."""
        return self.own.shape[1]

    @torch.no_grad()
    def without(self, newest: int, oldest: int) -> Tensor:
        """Answers `(N, K)` where the steps from `newest` to `oldest` back (1 is the last one) are hidden."""
        back = torch.arange(self.steps, 0, -1)
        hidden = (back >= newest) & (back <= oldest)
        return self.answer(torch.where(hidden[:, None], self.other, self.own))

    @torch.no_grad()
    def whole(self) -> Tensor:
        """Answers `(N, K)` with nothing hidden."""
        return self.answer(self.own)

    def slopes(self, which: list[int]) -> Tensor:
        """By how much hiding each step would change these answers on a straight line, `(N, k, L)`.

        The gradient by a step times the change of its inputs: the first term of Taylor's series.
        """
        inputs = self.own.clone().requires_grad_()
        answers = self.answer(inputs)
        found = []
        for number in which:
            (gradient,) = torch.autograd.grad(answers[:, number].sum(), inputs, retain_graph=True)
            found.append((gradient * (self.other - self.own)).sum(dim=-1))
        return torch.stack(found, dim=1)


def looked_at(steps: int) -> list[int]:
    """The steps back that are looked at, newest first: all of a short window, ever fewer of a long one."""
    if steps <= ALL_STEPS:
        return list(range(1, steps + 1))
    beyond = np.geomspace(DENSE, steps, SPARSE + 1)[1:].round().astype(int)
    return [*range(1, DENSE + 1), *dict.fromkeys(beyond.tolist())]


def occlusions(steps: int) -> int:
    """How many occlusions find effects and reach: how often steps are hidden, at most about."""
    narrowing = math.ceil(math.log2(steps / SPARSE)) if steps > ALL_STEPS else 0
    return 2 * len(looked_at(steps)) + narrowing


def effects(probe: Probe, told: Told = lambda: None) -> pd.DataFrame:
    """A row a step back: `gradient` and `occlusion` are the mean change of the answer when it is hidden.

    `rise` is by how much hiding it raises the error, `noise` the standard error of that.
    """
    whole = probe.whole()
    which = np.unique(np.linspace(0, whole.shape[1] - 1, ANSWERS).round().astype(int)).tolist()
    gradient = probe.slopes(which).abs().mean(dim=(0, 1)).flip(0).double().numpy()  # newest first
    base, rows = probe.error(whole), []
    for step in looked_at(probe.steps):
        hidden = probe.without(step, step)
        rise, noise = mean_and_noise(probe.error(hidden) - base)
        change = float((hidden - whole)[:, which].abs().mean())
        rows.append((step, float(gradient[step - 1]), change, rise, noise))
        told()
    return pd.DataFrame(rows, columns=["step", "gradient", "occlusion", "rise", "noise"])


def reach(probe: Probe, told: Told = lambda: None) -> pd.DataFrame:
    """A row a step back: by how much the error rises when that step and all older ones are hidden.

    Between the last step that is noticeable and the next one that was looked at, steps are halved until
    they are neighbours.
    """
    base = probe.error(probe.whole())
    rows: dict[int, tuple[float, float]] = {}

    def look(steps: Iterable[int]) -> None:
        for step in steps:
            rows[step] = mean_and_noise(probe.error(probe.without(step, probe.steps)) - base)
            told()

    look(looked_at(probe.steps))
    while True:
        last = effective_memory(_frame(rows), float(base.mean()))
        following = min((step for step in rows if step > last), default=last + 1)
        if following == last + 1:
            break
        look([(last + following) // 2])
    return _frame(rows)


def _frame(rows: dict[int, tuple[float, float]]) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["rise", "noise"])
    return frame.rename_axis("step").sort_index().reset_index()


def mean_and_noise(values: Tensor) -> tuple[float, float]:
    """The mean of values `(N,)` in the order of time, and its standard error from means of blocks."""
    blocks = np.array_split(values.double().numpy(), min(BLOCKS, len(values)))
    means = np.array([block.mean() for block in blocks])
    noise = float(means.std(ddof=1) / math.sqrt(len(means))) if len(means) > 1 else math.inf
    return float(values.double().mean()), noise
