"""The chosen labeller and its training as one short script: torch alone, nothing of ours."""

from rnnkit.files.script_parts import script_values
from rnnkit.tasks.label.settings import ResolvedLabel

SCRIPT = '''\
"""Train {a_network} that gives every token a tag, in plain PyTorch, as it was chosen in RNN playground.

Usage: python train.py tagged.tsv   (a token, a tab and its tag per line, an empty line after each sentence)
Left out to stay short: the split for an honest score, the start from counts, characters, CRF, averaged
weights, early stopping, layer norm and initialization.
"""

import random
import sys
from collections import Counter

import torch
from torch import nn

EMBEDDING, HIDDEN, LAYERS, DROPOUT = {embedding_size}, {hidden_size}, {num_layers}, {dropout}
STEPS, BATCH, LEARNING_RATE, WORD_DROPOUT = {steps}, {batch_size}, {learning_rate}, {word_dropout}
torch.manual_seed({seed})
random.seed({seed})


def features(token):
    """A token by its word, its small letters, and its endings and beginnings."""
    parts = [f"w {{token}}", f"l {{token.lower()}}"]
    for n in (1, 2, 3, 4):
        parts += [f"p{{n}} {{token[:n]}}", f"s{{n}} {{token[-n:]}}"]
    return parts


def read(path):
    """Sentences as lists of (token, tag)."""
    blocks = open(path, encoding="utf-8").read().strip().split("\\n\\n")
    cut = [[line.split("\\t")[:2] for line in block.split("\\n") if "\\t" in line] for block in blocks]
    return [sentence for sentence in cut if sentence]


class Tagger(nn.Module):
    """Features of tokens to scores of tags."""

    def __init__(self, known, tags):
        super().__init__()
        self.embed = nn.EmbeddingBag(known + 1, EMBEDDING, mode="sum", padding_idx=0)
        self.rnn = nn.{cell}(EMBEDDING, HIDDEN, LAYERS, batch_first=True, dropout={between}{options})
        self.dropout = nn.Dropout(DROPOUT)
        self.head = nn.Linear({width}, tags)

    def forward(self, ids):  # (B, T, F): scores (B, T, C)
        B, T, F = ids.shape
        x = self.embed(ids.view(B * T, F)).view(B, T, EMBEDDING)
        x, _ = self.rnn(self.dropout(x))
        return self.head(self.dropout(x))


def batches(sentences):
    """For ever: sentences of one length, so that nothing has to be padded."""
    by_length = {{}}
    for sentence in sentences:
        by_length.setdefault(len(sentence), []).append(sentence)
    while True:
        cut = []
        for same in by_length.values():
            random.shuffle(same)
            cut += [same[i : i + BATCH] for i in range(0, len(same), BATCH)]
        random.shuffle(cut)
        yield from cut


def main():
    sentences = read(sys.argv[1])
    counts = Counter(part for sentence in sentences for token, _ in sentence for part in features(token))
    known = {{part: i for i, part in enumerate((p for p, n in counts.items() if n > 1), 1)}}
    tags = sorted({{tag for sentence in sentences for _, tag in sentence}})
    model = Tagger(len(known), len(tags)).train()
{optimizer}    for step, batch in zip(range(STEPS), batches(sentences)):
        ids = torch.tensor([[[known.get(p, 0) for p in features(w)] for w, _ in s] for s in batch])
        ids[:, :, :2] *= (torch.rand(ids.shape[:2]) > WORD_DROPOUT * 0.2)[:, :, None]
        wanted = torch.tensor([[tags.index(tag) for _, tag in s] for s in batch])
        loss = nn.functional.cross_entropy(model(ids).flatten(0, 1), wanted.flatten())
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), {grad_clip})
{move}        if step % max(1, STEPS // 10) == 0 or step == STEPS - 1:
            print(f"step {{step}}: loss {{loss.item():.4f}} nats per token")
    model.eval()
    tokens = input("A sentence, blanks between its tokens: ").split()
    ids = torch.tensor([[[known.get(part, 0) for part in features(token)] for token in tokens]])
    for token, tag in zip(tokens, model(ids)[0].argmax(dim=-1)):
        print(token, tags[tag], sep="\\t")


if __name__ == "__main__":
    main()
'''


def label_code(config: ResolvedLabel, steps: int) -> str:
    """The script of these settings, trained for so many steps."""
    cell = config.cell.upper()
    article = "a " if config.bidirectional or cell == "GRU" else "an "
    values = script_values(config, steps) | {
        "a_network": article + ("bidirectional " if config.bidirectional else "") + cell,
        "width": "2 * HIDDEN" if config.bidirectional else "HIDDEN",
    }
    return SCRIPT.format_map(values)
