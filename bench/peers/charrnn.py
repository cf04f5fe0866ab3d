"""char-rnn (Karpathy 2015) in plain torch, with its settings: LSTM 2 x 128, RMSprop, 50 x 50 characters."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from bench.peers.texts import Texts, learner

SIZE, LAYERS, STREAMS, STEPS = 128, 2, 50, 50
RATE, KEPT, DECAY, DECAY_AFTER, CLIP = 2e-3, 0.95, 0.97, 10, 5.0
PIECE = 5_000  # characters of the held-out text that are read at once


class Network(nn.Module):
    """One character in, a distribution over the next one out."""

    def __init__(self, symbols: int) -> None:
        super().__init__()
        self.symbols = symbols
        self.layer = nn.LSTM(symbols, SIZE, LAYERS, batch_first=True)
        self.head = nn.Linear(SIZE, symbols)

    def forward(
        self, ids: Tensor, memory: tuple[Tensor, Tensor] | None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Scores `(B, T, V)` of what comes after each of `(B, T)`, and the memory after the last."""
        seen, memory = self.layer(nn.functional.one_hot(ids, self.symbols).float(), memory)
        return self.head(seen), memory


def train(network: Network, texts: Texts) -> Iterator[None]:
    """Steps without end: the text in streams side by side, the memory carried along them."""
    optimizer = torch.optim.RMSprop(network.parameters(), lr=RATE, alpha=KEPT)
    length = (len(texts.training) - 1) // STREAMS
    inputs = texts.training[: STREAMS * length].view(STREAMS, length)
    answers = texts.training[1 : STREAMS * length + 1].view(STREAMS, length)
    epoch = 0
    while True:
        memory = None
        for start in range(0, length - STEPS + 1, STEPS):
            scores, memory = network(inputs[:, start : start + STEPS], memory)
            memory = (memory[0].detach(), memory[1].detach())
            wanted = answers[:, start : start + STEPS]
            loss = nn.functional.cross_entropy(scores.flatten(0, 1), wanted.flatten())
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_value_(network.parameters(), CLIP)
            optimizer.step()
            yield
        epoch += 1
        if epoch >= DECAY_AFTER:
            for group in optimizer.param_groups:
                group["lr"] *= DECAY


@torch.no_grad()
def nats(network: Network, text: Tensor) -> float:
    """Mean nats of each character after the first, the memory carried through all of them."""
    memory, total = None, 0.0
    for start in range(0, len(text) - 1, PIECE):
        inputs = text[start : start + PIECE]
        answers = text[start + 1 : start + PIECE + 1]
        scores, memory = network(inputs[None, : len(answers)], memory)
        total += nn.functional.cross_entropy(scores[0], answers, reduction="sum").item()
    return total / (len(text) - 1)


prepare = learner(Network, train, nats)
