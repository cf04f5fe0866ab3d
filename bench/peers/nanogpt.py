"""nanoGPT (Karpathy 2022) in plain torch, with the settings of its README for a computer without a GPU.

Four blocks of four heads and 128 numbers, windows of 64 characters, twelve of them a step, 2,000 steps. Its
rate follows the steps; here it follows them to the same end, however many the seconds hold.
"""

import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from bench.peers.texts import Texts, learner

BLOCKS, HEADS, SIZE, WINDOW, BATCH = 4, 4, 128, 64, 12
RATE, LEAST, WARM, STEPS = 1e-3, 1e-4, 100, 2000
BETAS, DECAY, CLIP = (0.9, 0.99), 0.1, 1.0
AT_ONCE = 256  # windows of the held-out text


class Block(nn.Module):
    """Attention to what came before, then two layers for each place."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(SIZE, bias=False), nn.LayerNorm(SIZE, bias=False)
        self.read, self.write = nn.Linear(SIZE, 3 * SIZE, bias=False), nn.Linear(SIZE, SIZE, bias=False)
        self.think = nn.Sequential(
            nn.Linear(SIZE, 4 * SIZE, bias=False), nn.GELU(), nn.Linear(4 * SIZE, SIZE, bias=False)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Signals `(B, T, SIZE)` to signals of the same shape."""
        B, T, _ = x.shape
        heads = self.read(self.before(x)).view(B, T, 3, HEADS, SIZE // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = heads
        seen = nn.functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.write(seen.transpose(1, 2).reshape(B, T, SIZE))
        found: Tensor = x + self.think(self.between(x))
        return found


class Network(nn.Module):
    """Windows of characters in, scores of the next one at each place out."""

    def __init__(self, symbols: int) -> None:
        super().__init__()
        self.symbol, self.place = nn.Embedding(symbols, SIZE), nn.Embedding(WINDOW, SIZE)
        self.blocks = nn.Sequential(*(Block() for _ in range(BLOCKS)))
        self.last = nn.LayerNorm(SIZE, bias=False)
        self.head = nn.Linear(SIZE, symbols, bias=False)
        self.apply(_small)
        self.head.weight = self.symbol.weight

    def forward(self, ids: Tensor) -> Tensor:
        """Scores `(B, T, V)` of what comes after each of `(B, T)`."""
        places = torch.arange(ids.shape[1])
        found: Tensor = self.head(self.last(self.blocks(self.symbol(ids) + self.place(places))))
        return found


def _small(layer: nn.Module) -> None:
    if isinstance(layer, nn.Linear | nn.Embedding):
        nn.init.normal_(layer.weight, std=0.02)


def train(network: Network, texts: Texts) -> Iterator[None]:
    """Steps without end; behind the planned ones the rate stays at its least."""
    matrices = [weight for weight in network.parameters() if weight.dim() > 1]
    others = [weight for weight in network.parameters() if weight.dim() == 1]
    groups = [{"params": matrices, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, betas=BETAS)
    step, back = 0, torch.arange(WINDOW)
    while True:
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        starts = torch.randint(len(texts.training) - WINDOW, (BATCH, 1))
        scores = network(texts.training[starts + back])
        wanted = texts.training[starts + back + 1]
        loss = nn.functional.cross_entropy(scores.flatten(0, 1), wanted.flatten())
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        step += 1
        yield


def rate(step: int) -> float:
    """A line up, then a cosine down to its least."""
    if step < WARM:
        return RATE * (step + 1) / (WARM + 1)
    part = min(1.0, (step - WARM) / (STEPS - WARM))
    return LEAST + 0.5 * (RATE - LEAST) * (1 + math.cos(math.pi * part))


@torch.no_grad()
def nats(network: Network, text: Tensor) -> float:
    """Mean nats of all places of windows end to end: a character is told from 32 before it on average."""
    count = (len(text) - 1) // WINDOW
    inputs, answers = (text[first : first + count * WINDOW].view(count, WINDOW) for first in (0, 1))
    total = 0.0
    for one, wanted in zip(torch.split(inputs, AT_ONCE), torch.split(answers, AT_ONCE), strict=True):
        scores = network(one).flatten(0, 1)
        total += nn.functional.cross_entropy(scores, wanted.flatten(), reduction="sum").item()
    return total / (count * WINDOW)


prepare = learner(Network, train, nats)
