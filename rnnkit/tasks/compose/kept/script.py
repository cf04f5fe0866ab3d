"""The chosen composer and its training as one short script: torch alone, nothing of ours."""

from rnnkit.files.script_parts import script_values
from rnnkit.tasks.compose.settings import ResolvedCompose

SCRIPT = '''\
"""Train {an_cell} that writes tunes in ABC notation, in plain PyTorch, as it was chosen in RNN playground.

Usage: python train.py tunes.abc   (tunes with X:, M:, L: and K: lines, an empty line between two of them)
Left out to stay short: the split for an honest score, how full each bar is and what stood there some bars
before (which make bars full and tunes repeat themselves), one spelling for all lengths, averaged weights,
early stopping, layer norm and initialization.
"""

import random
import re
import sys

import torch
from torch import nn

EMBEDDING, HIDDEN, LAYERS, DROPOUT = {embedding_size}, {hidden_size}, {num_layers}, {dropout}
STEPS, BATCH, LEARNING_RATE = {steps}, {batch_size}, {learning_rate}
TOKEN = re.compile(r'"[^"]*"|[_=^]?[A-Ga-gz][,\\']*[0-9/]*|[|:]+|\\[[0-9]|\\([2-9]|\\S')
torch.manual_seed({seed})
random.seed({seed})


def read(path):
    """Tunes as lists of tokens: meter and key first, then the notes, and an end."""
    tunes = []
    for block in re.split(r"\\n\\s*\\n", open(path, encoding="utf-8").read()):
        lines = [line for line in block.split("\\n") if line and not line.startswith("%")]
        head = [line.replace(" ", "") for line in lines if line[:2] in ("M:", "L:", "K:")]
        body = [line for line in lines if line[1:2] != ":"]
        tokens = [token for line in body for token in TOKEN.findall(line)]
        if head and tokens:
            tunes.append([*head, *tokens, "<end>"])
    return tunes


class Composer(nn.Module):
    """Tokens to scores of the next ones."""

    def __init__(self, symbols):
        super().__init__()
        self.embed = nn.Embedding(symbols, EMBEDDING)
        self.rnn = nn.{cell}(EMBEDDING, HIDDEN, LAYERS, batch_first=True, dropout={between}{options})
        self.dropout = nn.Dropout(DROPOUT)
        self.head = nn.Linear(HIDDEN, symbols)

    def forward(self, ids, state=None):  # (B, T): scores (B, T, V), and the state at the end
        x, state = self.rnn(self.dropout(self.embed(ids)), state)
        return self.head(self.dropout(x)), state


def batches(rows):
    """For ever: tunes of about one length, side by side."""
    while True:
        random.shuffle(rows)
        rows.sort(key=lambda row: len(row) // 20)
        cut = [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
        random.shuffle(cut)
        for some in cut:
            yield nn.utils.rnn.pad_sequence(some, batch_first=True, padding_value=-1)


def main():
    tunes = read(sys.argv[1])
    symbols = sorted({{token for tune in tunes for token in tune}})
    number = {{symbol: i for i, symbol in enumerate(symbols)}}
    rows = [torch.tensor([number[token] for token in tune]) for tune in tunes]
    model = Composer(len(symbols)).train()
{optimizer}    for step, batch in zip(range(STEPS), batches(rows)):
        scores, _ = model(batch[:, :-1].clamp(min=0))
        loss = nn.functional.cross_entropy(scores.flatten(0, 1), batch[:, 1:].flatten(), ignore_index=-1)
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), {grad_clip})
{move}        if step % max(1, STEPS // 10) == 0 or step == STEPS - 1:
            print(f"step {{step}}: loss {{loss.item():.4f}} nats per token")
    model.eval()
    head = tunes[0][: sum(token[:2] in ("M:", "L:", "K:") for token in tunes[0])]
    scores, state = model(torch.tensor([[number[token] for token in head]]))
    written = []
    while len(written) < 1000:
        drawn = int(torch.multinomial(torch.softmax(scores[0, -1] / 0.8, dim=-1), 1))
        if symbols[drawn] == "<end>":
            break
        written.append(symbols[drawn])
        scores, state = model(torch.tensor([[drawn]]), state)
    print("X:1", *head, "".join(written), sep="\\n")


if __name__ == "__main__":
    main()
'''


def compose_code(config: ResolvedCompose, steps: int) -> str:
    """The script of these settings, trained for so many steps."""
    cell = config.cell.upper()
    values = script_values(config, steps) | {
        "an_cell": ("a " if cell == "GRU" else "an ") + cell,
    }
    return SCRIPT.format_map(values)
