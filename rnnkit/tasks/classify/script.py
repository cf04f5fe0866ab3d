"""The chosen classifier and its training as one short script: torch alone, nothing of ours."""

from collections.abc import Mapping

from rnnkit.files.script_parts import script_values
from rnnkit.tasks.classify.settings import Pooling, ResolvedClassify

UNITS = {
    "char": "list",
    "word": 're.compile(r"\\w+|[^\\w\\s]").findall',
    "bpe": 're.compile(r"\\w+|[^\\w\\s]").findall',
}
POOLED: Mapping[Pooling, str] = {
    "concat": "torch.cat([last, largest, (states * real).sum(1) / lengths[:, None]], 1)",
    "attention": "(self.attention(states).masked_fill(~real, -9e9).softmax(1) * states).sum(1)",
    "final": "last",
}
SCRIPT = '''\
"""Train {a_network} to tell classes of texts apart, in plain PyTorch, as it was chosen in RNN playground.

Usage: python train.py train.csv      (a CSV file with the columns text and label)
Left out to stay short: the linear partner, several networks in one, averaged weights, early stopping, layer
norm, initialization, a start of the embeddings, byte pairs, class weights and an honest test part.
"""

import csv
import re
import sys
from collections import Counter

import torch
from torch import nn

EMBEDDING, HIDDEN, LAYERS, DROPOUT = {embedding_size}, {hidden_size}, {num_layers}, {dropout}
STEPS, BATCH, LONGEST, VOCABULARY = {steps}, {batch_size}, {max_length}, {max_vocabulary}
WORD_DROPOUT, EMBEDDING_DROPOUT, SMOOTHING = {word_dropout}, {embedding_dropout}, {label_smoothing}
LEARNING_RATE = {learning_rate}
torch.manual_seed({seed})
pieces = {pieces}


class Classifier(nn.Module):
    """Symbols of whole texts to the scores of their classes."""

    def __init__(self, symbols, classes):
        super().__init__()
        self.embed = nn.Embedding(symbols, EMBEDDING)
        self.rnn = nn.{cell}(EMBEDDING, HIDDEN, LAYERS, batch_first=True, dropout={between}{options})
        self.dropout = nn.Dropout(DROPOUT)
{attention}        self.head = nn.Linear({width}, classes)

    def forward(self, ids, lengths):  # (B, T), (B,): scores (B, C)
        if self.training:
            ids = ids.masked_fill(torch.rand(ids.shape) < WORD_DROPOUT, 0)
        x = self.embed(ids)
        if self.training:
            x = nn.functional.dropout(torch.ones_like(x[:, :1]), EMBEDDING_DROPOUT) * x
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        packed, h = self.rnn(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)
        h = h[0] if isinstance(h, tuple) else h
        last = {last}
        real = (torch.arange(states.shape[1]) < lengths[:, None])[:, :, None]
        largest = states.masked_fill(~real, -9e9).amax(1)
        return self.head(self.dropout({pooled}))


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [pieces(row["text"]{lower}) for row in rows]
    classes = sorted({{row["label"] for row in rows}})
    labels = torch.tensor([classes.index(row["label"]) for row in rows])
    counts = Counter(symbol for text in texts for symbol in text)
    number = {{symbol: i + 1 for i, (symbol, _) in enumerate(counts.most_common(VOCABULARY - 1))}}
    ids = [torch.tensor([number.get(symbol, 0) for symbol in text[:LONGEST]] or [0]) for text in texts]
    model = Classifier(len(number) + 1, len(classes))
{optimizer}    for step in range(STEPS):
        chosen = torch.randint(len(ids), (BATCH,)).tolist()
        lengths = torch.tensor([len(ids[i]) for i in chosen])
        block = nn.utils.rnn.pad_sequence([ids[i] for i in chosen], batch_first=True)
        loss = nn.functional.cross_entropy(model(block, lengths), labels[chosen], label_smoothing=SMOOTHING)
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), {grad_clip})
{move}        if step % max(1, STEPS // 10) == 0 or step == STEPS - 1:
            print(f"step {{step}}: loss {{loss.item():.4f}}")


if __name__ == "__main__":
    main()
'''


def classify_code(config: ResolvedClassify, steps: int) -> str:
    """The script of these settings, trained for so many steps."""
    cell, both = config.cell.upper(), config.bidirectional
    width = 2 * config.hidden_size if both else config.hidden_size
    values = script_values(config, steps) | {
        "a_network": ("a " if both or cell == "GRU" else "an ") + ("bidirectional " if both else "") + cell,
        "pieces": UNITS[config.unit],
        "attention": f"        self.attention = nn.Linear({width}, 1)\n"
        if config.pooling == "attention"
        else "",
        "width": 3 * width if config.pooling == "concat" else width,
        "last": "torch.cat([h[-2], h[-1]], dim=1)" if both else "h[-1]",
        "pooled": POOLED[config.pooling],
        "lower": ".lower()" if config.lower_case else "",
    }
    return SCRIPT.format_map(values)
