"""How networks of the lab learn: a few hundred steps downhill, with looks at the error on the way."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from rnnkit.mistakes.lab_rows import LabRows, rmse
from rnnkit.training.optimizers import Optimizer

LOOKS = 20  # at the error, in every measurement
STEPS, RATE, BATCH, HIDDEN = 200, 1e-2, 64, 16
CLIP = 1.0

Numbers = Mapping[str, float]


@dataclass(frozen=True)
class Measured:
    """What a version scored with one seed, and what the trivial method scored on the same rows.

    Always the "error" (RMSE, or a share of wrong answers) on rows that decided nothing; further numbers by
    the kind of the mistake, see `rnnkit.mistakes.mistake_table`.
    """

    version: Numbers
    trivial: Numbers


Measuring = Generator[Numbers, None, Measured]  # gives `LOOKS` points of a curve, each with its "step"
ScoredRows = tuple[LabRows, Tensor]  # rows, and the trivial answers to them
Forward = Callable[["Net", Tensor], Tensor]


class Net(nn.Module):
    """One of torch's recurrent layers, and a linear layer for the answer."""

    recurrent: Callable[[Tensor], tuple[Tensor, Tensor]]
    head: Callable[[Tensor], Tensor]

    def __init__(
        self,
        kind: type[nn.RNNBase],
        seed: int,
        *,
        inputs: int = 1,
        outputs: int = 1,
        bidirectional: bool = False,
    ) -> None:
        super().__init__()
        torch.manual_seed(seed)
        layer: Any = kind
        self.recurrent = layer(inputs, HIDDEN, batch_first=True, bidirectional=bidirectional)
        self.head = nn.Linear(HIDDEN * (2 if bidirectional else 1), outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Read a batch `(N, L, inputs)` and answer `(N, 1)` after its last step."""
        out, _ = self.recurrent(x)
        return self.head(out[:, -1])


def learn(
    net: nn.Module,
    loss: Callable[[], Tensor],
    look: Callable[[], Numbers],
    *,
    steps: int = STEPS,
    looks: int = LOOKS,
    rate: float = RATE,
) -> Generator[Numbers, None, None]:
    """Move the weights so many steps downhill (Adam, the gradient clipped), looking now and then."""
    optimizer = Optimizer(net, "adam", 0.0, fused=True)
    for step in range(1, steps + 1):
        loss().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), CLIP)
        optimizer.step(rate)
        if due(step, steps, looks):
            yield {"step": step, **look()}


def due(step: int, steps: int, looks: int = LOOKS) -> bool:
    """Whether one of so many looks, evenly over all steps, comes after this step."""
    return step * looks // steps > (step - 1) * looks // steps


def squared(forward: Callable[[Tensor], Tensor], rows: LabRows, seed: int) -> Callable[[], Tensor]:
    """The loss of random rows, so many at a time; the same seed draws the same ones."""
    generator = torch.Generator().manual_seed(seed)

    def loss() -> Tensor:
        batch = rows[torch.randint(len(rows), (BATCH,), generator=generator)]
        return (forward(batch.x) - batch.y).square().mean()

    return loss


@torch.no_grad()
def error(forward: Callable[[Tensor], Tensor], rows: LabRows) -> float:
    """The RMSE of the answers to rows."""
    return rmse(forward(rows.x), rows.y)


def measure_forward(
    net: Any, version: Callable[[Any, Tensor], Tensor], train: LabRows, scored: ScoredRows, seed: int
) -> Measuring:
    """Train a network that is read by `version`, and score it on rows beside the trivial answers to them."""
    test, trivial = scored

    def forward(x: Tensor) -> Tensor:
        return version(net, x)

    yield from learn(net, squared(forward, train, seed), lambda: {"error": error(forward, test)})
    return Measured({"error": error(forward, test)}, {"error": rmse(trivial, test.y)})


def measure_report(
    net: Net, train: LabRows, reported: ScoredRows, real: ScoredRows, seed: int, *, rate: float = RATE
) -> Measuring:
    """Train a network and score it on the rows of its report, and on those that count."""

    def look() -> Numbers:
        return {"reported": error(net, reported[0]), "error": error(net, real[0])}

    yield from learn(net, squared(net, train, seed), look, rate=rate)
    trivial = {"reported": rmse(reported[1], reported[0].y), "error": rmse(real[1], real[0].y)}
    return Measured(look(), trivial)
