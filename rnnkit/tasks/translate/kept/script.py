"""The chosen translator and its training as one short script: torch alone, nothing of ours."""

from rnnkit.files.script_parts import script_values
from rnnkit.tasks.translate.settings import ResolvedTranslate

LOOK = {
    "luong": """\
        states, _ = self.decoder(self.embed(before), state)
        shares = torch.softmax(states @ self.key(read).transpose(1, 2), dim=-1)  # (B, T, S)
        return self.answer(torch.cat([states, shares @ read], dim=-1))
""",
    "bahdanau": """\
        x, written = self.embed(before), []
        for step in range(x.shape[1]):
            last = (state[0] if isinstance(state, tuple) else state)[-1][:, None]
            both = torch.tanh(self.query(last) + self.key(read))
            shares = torch.softmax(self.value(both).transpose(1, 2), dim=-1)  # (B, 1, S)
            found = shares @ read
            h, state = self.decoder(torch.cat([x[:, step : step + 1], found], dim=-1), state)
            written.append(torch.cat([h, found], dim=-1))
        return self.answer(torch.cat(written, dim=1))
""",
    "none": """\
        states, _ = self.decoder(self.embed(before), state)
        return self.answer(states)
""",
}
PARTS = {
    "luong": "        self.key = nn.Linear(WIDTH, HIDDEN, bias=False)\n",
    "bahdanau": """\
        self.query = nn.Linear(HIDDEN, HIDDEN, bias=False)
        self.key = nn.Linear(WIDTH, HIDDEN, bias=False)
        self.value = nn.Linear(HIDDEN, 1, bias=False)
""",
    "none": "",
}

SCRIPT = '''\
"""Train an encoder-decoder of {cell} cells on pairs, in plain PyTorch, as it was chosen in RNN playground.

Usage: python train.py pairs.tsv      (a source, a tab and its target in each line)
Left out to stay short: byte pairs (characters are read here), buckets by length, beam search, averaged
weights, early stopping, layer norm, initialization and scheduled sampling.
"""

import random
import sys

import torch
from torch import nn

EMBEDDING, HIDDEN, LAYERS, DROPOUT = {embedding_size}, {hidden_size}, {num_layers}, {dropout}
STEPS, BATCH, LEARNING_RATE, WIDTH = {steps}, {batch_size}, {learning_rate}, {width}
END, PAD = "\\n", "\\0"
random.seed({seed})
torch.manual_seed({seed})


class Translator(nn.Module):
    """Sources, and targets up to a symbol, to the scores of the symbol that follows."""

    def __init__(self, symbols):
        super().__init__()
        self.embed = nn.Embedding(symbols, EMBEDDING)
        self.encoder = nn.{cell}(EMBEDDING, HIDDEN, LAYERS, batch_first=True{options})
        self.decoder = nn.{cell}({fed}, HIDDEN, LAYERS, batch_first=True{plain})
        self.bridge = nn.Linear(WIDTH, HIDDEN)
{parts}        self.combine = nn.Linear({found}, EMBEDDING)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, source, before):
        """Sources (B, S) and the symbols before each that is written (B, T): scores (B, T, V)."""
        read, _ = self.encoder(self.dropout(self.embed(source)))
        h = torch.tanh(self.bridge(read.mean(dim=1))).repeat(LAYERS, 1, 1)
        state = {state}
{look}
    def answer(self, states):
        """States (B, T, ...) to scores (B, T, V), by the same table that symbols are read by."""
        return self.dropout(torch.tanh(self.combine(states))) @ self.embed.weight.T


def rows(texts, number):
    """Texts as numbers (B, T), filled up behind their ends."""
    longest = max(map(len, texts)) + 1
    return torch.tensor([[number[sign] for sign in (text + END).ljust(longest, PAD)] for text in texts])


@torch.no_grad()
def write(model, source, number, symbols):
    """The likeliest symbols, one after the other."""
    ids = torch.full((1, 1), number[END])
    for _ in range(2 * source.shape[1] + 20):
        best = model(source, ids)[:, -1:].argmax(dim=-1)
        if symbols[int(best)] == END:
            break
        ids = torch.cat([ids, best], dim=1)
    return "".join(symbols[i] for i in ids[0, 1:].tolist())


def main():
    lines = [line.split("\\t") for line in open(sys.argv[1], encoding="utf-8").read().split("\\n")]
    pairs = [(line[0], line[1]) for line in lines if len(line) > 1]
    symbols = sorted(set("".join(a + b for a, b in pairs)) | {{END, PAD}})
    number = {{symbol: i for i, symbol in enumerate(symbols)}}
    model = Translator(len(symbols))
{optimizer}    for step in range(STEPS):
        batch = random.sample(pairs, min(BATCH, len(pairs)))
        source, target = (rows([pair[side] for pair in batch], number) for side in (0, 1))
        before = torch.cat([torch.full((len(batch), 1), number[END]), target[:, :-1]], dim=1)
        loss = nn.functional.cross_entropy(
            model(source, before).flatten(0, 1),
            target.flatten(),
            ignore_index=number[PAD],
            label_smoothing={label_smoothing},
        )
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), {grad_clip})
{move}        if step % max(1, STEPS // 10) == 0 or step == STEPS - 1:
            print(f"step {{step}}: loss {{loss.item():.4f}} nats per symbol")
    model.eval()
    for source, _ in pairs[:5]:
        print(source, "->", write(model, rows([source], number), number, symbols))


if __name__ == "__main__":
    main()
'''


def translate_code(config: ResolvedTranslate, steps: int) -> str:
    """The script of these settings, trained for so many steps."""
    cell, kind = config.cell.upper(), config.attention
    values = script_values(config, steps) | {
        "width": "2 * HIDDEN" if config.bidirectional else "HIDDEN",
        "fed": "EMBEDDING + WIDTH" if kind == "bahdanau" else "EMBEDDING",
        "found": "HIDDEN" if kind == "none" else "HIDDEN + WIDTH",
        "parts": PARTS[kind],
        "look": LOOK[kind],
        "state": "(h, torch.zeros_like(h))" if cell == "LSTM" else "h",
    }
    return SCRIPT.format_map(values)
