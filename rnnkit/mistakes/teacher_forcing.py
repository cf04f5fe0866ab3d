"""A writer is scored while it is told the right digit before each one: alone, it goes on from its own."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from rnnkit.mistakes.lab_rows import LabRows
from rnnkit.mistakes.measuring import BATCH, HIDDEN, Measured, Measuring, learn

DIGITS, LENGTH = 10, 20
MISREAD = 0.05  # of the digits
TRAIN, TEST = 2000, 300

Write = Callable[["DigitWriter", Tensor, Tensor], Tensor]


class DigitWriter(nn.Module):
    """A recurrent layer that writes a digit after each one it reads, by that and the digit written before."""

    layer: Callable[[Tensor, Tensor | None], tuple[Tensor, Tensor]]
    head: Callable[[Tensor], Tensor]

    def __init__(self, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.layer = nn.GRU(2 * DIGITS, HIDDEN, batch_first=True)
        self.head = nn.Linear(HIDDEN, DIGITS)

    def go_on(self, x: Tensor, before: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Scores `(N, T, 10)` from digits read and digits before them `(N, T)`, and the state behind them."""
        pairs = torch.cat([nn.functional.one_hot(x, DIGITS), nn.functional.one_hot(before, DIGITS)], dim=2)
        out, state = self.layer(pairs.float(), state)
        return self.head(out), state


def wrong(net: DigitWriter, x: Tensor, y: Tensor) -> Tensor:
    """Write a digit after each of those read, `(N, L)`; the right ones are `y`."""
    before, state, written = torch.zeros_like(x[:, :1]), None, []
    for t in range(LENGTH):
        scores, state = net.go_on(x[:, t : t + 1], before, state)
        written.append(scores.argmax(dim=2))
        before = y[:, t : t + 1]
    return torch.cat(written, dim=1)


def right(net: DigitWriter, x: Tensor, _: Tensor) -> Tensor:
    """Write a digit after each of those read, `(N, L)`; the right ones are `y`."""
    before, state, written = torch.zeros_like(x[:, :1]), None, []
    for t in range(LENGTH):
        scores, state = net.go_on(x[:, t : t + 1], before, state)
        written.append(scores.argmax(dim=2))
        before = written[t]
    return torch.cat(written, dim=1)


def measure(version: Write, seed: int) -> Measuring:
    """Write the last digits of running totals, told while it learns; trivial is the commonest digit."""
    generator = torch.Generator().manual_seed(seed)
    train, test, net = totals(TRAIN, generator), totals(TEST, generator), DigitWriter(seed)

    def loss() -> Tensor:
        batch = train[torch.randint(TRAIN, (BATCH,), generator=generator)]
        told = nn.functional.pad(batch.y[:, :-1], (1, 0))
        return nn.functional.cross_entropy(net.go_on(batch.x, told)[0].transpose(1, 2), batch.y)

    @torch.no_grad()
    def look() -> dict[str, float]:
        found = {"reported": version(net, test.x, test.y), "error": right(net, test.x, test.y)}
        return {name: float((written != test.y).float().mean()) for name, written in found.items()}

    yield from learn(net, loss, look)
    trivial = float((test.y != train.y.flatten().mode().values).float().mean())
    return Measured(look(), {"reported": trivial, "error": trivial})


def totals(count: int, generator: torch.Generator) -> LabRows:
    """So many rows of digits `(N, L)`, one in twenty of them misread, and the last digits of their totals."""
    digits = torch.randint(DIGITS, (count, LENGTH), generator=generator)
    luck = torch.rand(digits.shape, generator=generator)
    misread = torch.where(luck < MISREAD, (digits + 1) % DIGITS, digits)
    return LabRows(misread, digits.cumsum(dim=1) % DIGITS)
