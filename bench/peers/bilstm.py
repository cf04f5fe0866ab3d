"""The BiLSTM of a tutorial in plain torch: embedded words, `nn.LSTM` in both directions, a linear head.

For a class it reads the largest of all states, for tags each of them. It trains for so many seconds; what is
scored are the weights that did best on a tenth that was put aside.
"""

import copy
import random
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from bench.peers.job import Answer, Clock, Job
from bench.peers.rows import read

EMBEDDED, SIZE, BATCH, RATE, DROPOUT = 100, 128, 32, 1e-3, 0.5
LONGEST, SELDOM, NOTHING = 400, 2, -100
PAD, UNKNOWN = 0, 1

Rows = Sequence[tuple[Tensor, Tensor]]


class Network(nn.Module):
    """Words `(B, T)` to scores: of the one class `(B, 1, C)`, or of each tag `(B, T, C)`."""

    def __init__(self, words: int, labels: int, *, each: bool) -> None:
        super().__init__()
        self.each = each
        self.embed = nn.Embedding(words, EMBEDDED, padding_idx=PAD)
        self.layer = nn.LSTM(EMBEDDED, SIZE, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(DROPOUT)
        self.head = nn.Linear(2 * SIZE, labels)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Sentences of these lengths, padded."""
        given = pack_padded_sequence(
            self.dropout(self.embed(ids)), lengths, batch_first=True, enforce_sorted=False
        )
        lowest = 0.0 if self.each else -torch.inf
        states, _ = pad_packed_sequence(self.layer(given)[0], batch_first=True, padding_value=lowest)
        read_off = states if self.each else states.max(dim=1, keepdim=True).values
        found: Tensor = self.head(self.dropout(read_off))
        return found


def prepare(job: Job, clock: Clock) -> Callable[[], Answer]:
    """Words and labels as numbers; then training for so many seconds, and the score."""
    parts = read(job.data)
    counts: dict[str, int] = {}
    for word in (word for given in parts.given for word in given):
        counts[word] = counts.get(word, 0) + 1
    words = {word: 2 + place for place, word in enumerate(w for w, n in counts.items() if n >= SELDOM)}
    labels = {label: place for place, label in enumerate(sorted({one for row in parts.asked for one in row}))}
    train = _rows(parts.given, parts.asked, words, labels)
    test = _rows(parts.test_given, parts.test_asked, words, labels)
    each = any(len(asked) > 1 for asked in parts.asked)

    def act() -> Answer:
        torch.manual_seed(job.seed)
        network = Network(len(words) + 2, len(labels), each=each)
        epochs = fit(network, train, job, clock)
        return {"accuracy": 100 * accuracy(network, test), "epochs": epochs}

    return act


def _rows(
    given: Sequence[Sequence[str]],
    asked: Sequence[Sequence[str]],
    words: dict[str, int],
    labels: dict[str, int],
) -> Rows:
    found = []
    for row, wanted in zip(given, asked, strict=True):
        ids = [words.get(word, UNKNOWN) for word in row[:LONGEST]] or [UNKNOWN]
        numbers = [labels.get(label, NOTHING) for label in wanted[:LONGEST]]
        found.append((torch.tensor(ids), torch.tensor(numbers)))
    return found


def fit(network: Network, rows: Rows, job: Job, clock: Clock) -> int:
    """Train until the time is over and take the best weights back; gives the epochs."""
    drawn = random.Random(job.seed)
    rows = drawn.sample(list(rows), len(rows))
    aside, learned = rows[: len(rows) // 10], rows[len(rows) // 10 :]
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
    best, kept, epochs = 0.0, copy.deepcopy(network.state_dict()), 0
    while clock.seconds < (job.seconds or 0.0):
        network.train()
        learned = drawn.sample(learned, len(learned))
        for start in range(0, len(learned), BATCH):
            ids, lengths, wanted = _batch(learned[start : start + BATCH])
            scores = network(ids, lengths).flatten(0, 1)
            loss = nn.functional.cross_entropy(scores, wanted.flatten(), ignore_index=NOTHING)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            if clock.seconds >= (job.seconds or 0.0):
                break
        epochs += 1
        reached = accuracy(network, aside)
        if reached > best:
            best, kept = reached, copy.deepcopy(network.state_dict())
    network.load_state_dict(kept)
    return epochs


def _batch(rows: Rows) -> tuple[Tensor, Tensor, Tensor]:
    ids = pad_sequence([row for row, _ in rows], batch_first=True, padding_value=PAD)
    wanted = pad_sequence([asked for _, asked in rows], batch_first=True, padding_value=NOTHING)
    return ids, torch.tensor([len(row) for row, _ in rows]), wanted


@torch.no_grad()
def accuracy(network: Network, rows: Rows) -> float:
    """The share of labels that it gets right; one that was never seen in training counts as wrong."""
    network.eval()
    right = total = 0
    for start in range(0, len(rows), BATCH):
        ids, lengths, wanted = _batch(rows[start : start + BATCH])
        right += int((network(ids, lengths).argmax(-1) == wanted).sum())
        total += sum(len(asked) for _, asked in rows[start : start + BATCH])
    return right / total
