"""The chosen classifier and its training as one short script: torch alone, nothing of ours."""

from collections.abc import Mapping

from rnnkit.files.script_parts import script_values
from rnnkit.tasks.classify.settings import InputKind, Pooling, ResolvedClassify

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
"""Train {a_network} to tell classes of {rows} apart, in plain PyTorch, as it was chosen in RNN playground.

Usage: python train.py train.csv      ({usage})
Left out to stay short: the linear partner, several networks in one, averaged weights, early stopping, layer
norm, initialization, {left_out}, class weights and an honest test part.
"""

{imports}
import torch
from torch import nn

EMBEDDING, HIDDEN, LAYERS, DROPOUT = {embedding_size}, {hidden_size}, {num_layers}, {dropout}
STEPS, BATCH, LONGEST = {steps}, {batch_size}, {max_length}
WORD_DROPOUT, EMBEDDING_DROPOUT, SMOOTHING = {word_dropout}, {embedding_dropout}, {label_smoothing}
LEARNING_RATE = {learning_rate}
torch.manual_seed({seed})
{constants}

class Classifier(nn.Module):
    """{reads} to the scores of their classes."""

    def __init__(self, size, classes):
        super().__init__()
        self.embed = nn.{embed}(size, EMBEDDING)
        self.rnn = nn.{cell}(EMBEDDING, HIDDEN, LAYERS, batch_first=True, dropout={between}{options})
        self.dropout = nn.Dropout(DROPOUT)
{attention}        self.head = nn.Linear({width}, classes)

    def forward(self, steps, lengths):  # {shape}, (B,): scores (B, C)
        if self.training:
            steps = steps.masked_fill(torch.rand({hidden}) < WORD_DROPOUT, 0)
        x = self.embed(steps)
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
{reading}    model = Classifier({size}, len(classes))
{optimizer}    for step in range(STEPS):
        chosen = torch.randint(len(rows), (BATCH,)).tolist()
        lengths = torch.tensor([len(rows[i]) for i in chosen])
        block = nn.utils.rnn.pad_sequence([rows[i] for i in chosen], batch_first=True)
        loss = nn.functional.cross_entropy(model(block, lengths), labels[chosen], label_smoothing=SMOOTHING)
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), {grad_clip})
{move}        if step % max(1, STEPS // 10) == 0 or step == STEPS - 1:
            print(f"step {{step}}: loss {{loss.item():.4f}}")


if __name__ == "__main__":
    main()
'''


TEXT_READING = """\
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    texts = [pieces(row["text"]{lower}) for row in table]
    classes = sorted({{row["label"] for row in table}})
    labels = torch.tensor([classes.index(row["label"]) for row in table])
    counts = Counter(symbol for text in texts for symbol in text)
    number = {{symbol: i + 1 for i, (symbol, _) in enumerate(counts.most_common(VOCABULARY - 1))}}
    rows = [torch.tensor([number.get(symbol, 0) for symbol in text[:LONGEST]] or [0]) for text in texts]
"""
SERIES_READING = """\
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        table = [row for row in csv.reader(file) if row]
    classes = sorted({{row[-1] for row in table}})
    labels = torch.tensor([classes.index(row[-1]) for row in table])
    series = [torch.tensor([float(cell) for cell in row[:-1] if cell]) for row in table]
    whole = torch.cat(series)
    rows = []
    for values in series:
        by = values if ALONE else whole
        values = (values - by.mean()) / by.std(correction=0).clamp(min=1e-8)
        values = torch.cat([values, values[-1:].repeat(-len(values) % SEGMENT)])
        rows.append(values.reshape(-1, SEGMENT)[:LONGEST])
"""
KINDS: Mapping[InputKind, Mapping[str, str]] = {
    "text": {
        "rows": "texts",
        "usage": "a CSV file with the columns text and label",
        "left_out": "a start of the embeddings, byte pairs",
        "imports": "import csv\nimport re\nimport sys\nfrom collections import Counter\n",
        "constants": "VOCABULARY = {max_vocabulary}\npieces = {pieces}\n",
        "reads": "Symbols of whole texts",
        "embed": "Embedding",
        "shape": "(B, T)",
        "hidden": "steps.shape",
        "reading": TEXT_READING,
        "size": "len(number) + 1",
    },
    "series": {
        "rows": "series",
        "usage": "a series per line: its numbers, and behind them its class; no header",
        "left_out": "gaps, several channels",
        "imports": "import csv\nimport sys\n",
        "constants": "SEGMENT, ALONE = {segment}, {alone}  # values per step; each series scaled by itself\n",
        "reads": "Steps of whole series",
        "embed": "Linear",
        "shape": "(B, T, SEGMENT)",
        "hidden": "*steps.shape[:2], 1",
        "reading": SERIES_READING,
        "size": "SEGMENT",
    },
}


def classify_code(config: ResolvedClassify, steps: int) -> str:
    """The script of these settings, trained for so many steps."""
    cell, both = config.cell.upper(), config.bidirectional
    width = 2 * config.hidden_size if both else config.hidden_size
    values = script_values(config, steps) | {
        "a_network": ("a " if both or cell == "GRU" else "an ") + ("bidirectional " if both else "") + cell,
        "pieces": UNITS.get(config.unit, ""),
        "alone": config.scaling == "series",
        "attention": f"        self.attention = nn.Linear({width}, 1)\n"
        if config.pooling == "attention"
        else "",
        "width": 3 * width if config.pooling == "concat" else width,
        "last": "torch.cat([h[-2], h[-1]], dim=1)" if both else "h[-1]",
        "pooled": POOLED[config.pooling],
        "lower": ".lower()" if config.lower_case else "",
    }
    own = {key: words.format_map(values) for key, words in KINDS[config.inputs].items()}
    return SCRIPT.format_map(values | own)
