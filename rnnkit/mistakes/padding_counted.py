"""Padding counts like any other place, in the loss and in the score, though it takes no skill to tell."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from rnnkit.mistakes.lab_rows import LabRows, parts, wave, windows
from rnnkit.mistakes.measuring import BATCH, Measured, Measuring, Net, learn

SHORTEST, LONGEST = 3, 30
SIZES = (600, 300)
DOWN, UP, PADDING = range(3)

Mean = Callable[[Tensor, Tensor], Tensor]


def wrong(misses: Tensor, _: Tensor) -> Tensor:
    """Average what was missed at each place of a batch `(N, L)`."""
    return misses.mean()


def right(misses: Tensor, real: Tensor) -> Tensor:
    """Average what was missed at each place of a batch `(N, L)`."""
    return misses[real].mean()


def measure(version: Mean, seed: int) -> Measuring:
    """Tag each value of a wave: will the next be higher? The trivial answer is the commoner of both tags."""
    rng = np.random.default_rng(seed)
    whole = parts(windows(wave(rng, 1000, wander=0.4, noise=0.4), LONGEST), SIZES, LONGEST)
    train, test = (
        tagged(rows, torch.from_numpy(rng.integers(SHORTEST, LONGEST + 1, len(rows)))) for rows in whole
    )
    net, generator = Net(nn.RNN, seed, outputs=3), torch.Generator().manual_seed(seed)

    def loss() -> Tensor:
        batch = train[torch.randint(len(train), (BATCH,), generator=generator)]
        misses = nn.functional.cross_entropy(scores(net, batch.x), batch.y, reduction="none")
        return version(misses, batch.y < PADDING)

    @torch.no_grad()
    def look() -> dict[str, float]:
        misses, real = (scores(net, test.x).argmax(dim=1) != test.y).float(), test.y < PADDING
        return {"reported": float(version(misses, real)), "error": float(right(misses, real))}

    yield from learn(net, loss, look)
    commoner = int(train.y[train.y < PADDING].float().mean() > (UP + DOWN) / 2)
    trivial = float((test.y[test.y < PADDING] != commoner).float().mean())
    return Measured(look(), {"reported": trivial, "error": trivial})


def scores(net: Net, x: Tensor) -> Tensor:
    """From a batch `(N, L, 1)` to a score of each tag at each place `(N, 3, L)`."""
    out, _ = net.recurrent(x)
    return net.head(out).transpose(1, 2)


def tagged(rows: LabRows, lengths: Tensor) -> LabRows:
    """Each row cut to its length, zeros behind it; the answers `(N, L)` are tags, `PADDING` behind."""
    following = torch.cat([rows.x[:, 1:, 0], rows.y], dim=1)
    real = torch.arange(LONGEST) < lengths[:, None]
    tags = torch.where(following > rows.x[:, :, 0], UP, DOWN)
    return LabRows(rows.x * real[:, :, None], torch.where(real, tags, PADDING))
