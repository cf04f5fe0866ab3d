"""The chosen language model and its training as one short script: torch alone, nothing of ours."""

from collections.abc import Mapping

from rnnkit.data.text.vocabulary import Unit
from rnnkit.files.script_parts import script_values
from rnnkit.tasks.text.settings import ResolvedText

PIECES: Mapping[Unit, str] = {
    "char": """\
def pieces(text):
    \"\"\"The symbols of a text.\"\"\"
    return list(text)
""",
    "word": """\
def pieces(text):
    \"\"\"The symbols of a text: words and signs with the space before them.\"\"\"
    return re.findall(r" ?\\w+| ?[^\\w\\s]|\\s", text)
""",
    "bpe": """\
def pieces(text):
    \"\"\"The symbols of a text: the most frequent neighbours in words are joined again and again.\"\"\"
    words = re.findall(r" ?\\w+| ?[^\\w\\s]|\\s", text)
    times, parts = Counter(words), {word: list(word) for word in words}
    for _ in range(VOCABULARY - len(set(text))):
        pairs = Counter()
        for word, part in parts.items():
            for pair in zip(part, part[1:]):
                pairs[pair] += times[word]
        if not pairs:
            break
        first, second = max(pairs, key=pairs.get)
        for part in parts.values():
            for i in reversed(range(len(part) - 1)):
                if part[i : i + 2] == [first, second]:
                    part[i : i + 2] = [first + second]
    return [symbol for word in words for symbol in parts[word]]
""",
}

STREAM = """
    def forward(self, ids, state=None):  # (B, T): scores (B, T, V) and the state to go on from
        x, state = self.rnn(self.embed(ids){scale}, state)
{attend}        return self.answer(x), state
"""

WINDOW = """
    def forward(self, ids):  # (B, T): scores (B, V) of the symbol after each window
        x, {state} = self.rnn(self.embed(ids){scale})
        x = torch.cat([h[-2], h[-1]], dim=1)[:, None]
        return self.answer(x)[:, 0]
"""

ATTEND = """\
        ahead = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1)
        x = x + self.combine(self.attention(x, x, x, attn_mask=ahead, need_weights=False)[0])
"""

TRAIN_STREAM = """\
def batches(ids):
    \"\"\"For ever: symbols (B, T), those that follow, and whether the streams begin anew.\"\"\"
    length = (len(ids) - 1) // BATCH
    steps = min(BPTT, length)
    streams = ids[: length * BATCH].view(BATCH, length)
    after = ids[1 : length * BATCH + 1].view(BATCH, length)
    while True:
        for start in range(0, length - steps + 1, steps):
            yield streams[:, start : start + steps], after[:, start : start + steps], start == 0


def losses(model, ids):
    \"\"\"For ever: the loss of the next stretch; what is remembered goes on, the way back does not.\"\"\"
    state = None
    for x, y, fresh in batches(ids):
        scores, state = model(x, None if fresh else state)
        state = {detach}
        yield nn.functional.cross_entropy(scores.flatten(0, 1), y.flatten())


@torch.no_grad()
def write(model, ids, length):
    \"\"\"Symbols that follow these.\"\"\"
    scores, state = model.eval()(ids[None])
    for _ in range(length):
        drawn = torch.multinomial(torch.softmax(scores[0, -1] / TEMPERATURE, dim=0), 1)
        yield int(drawn)
        scores, state = model(drawn[None], state)
"""

TRAIN_WINDOWS = """\
def losses(model, ids):
    \"\"\"For ever: the loss of windows at random places and the symbol after each.\"\"\"
    context = min(CONTEXT, len(ids) - 1)
    while True:
        ends = torch.randint(context, len(ids), (BATCH, 1))
        scores = model(ids[ends + torch.arange(-context, 0)])
        yield nn.functional.cross_entropy(scores, ids[ends[:, 0]])


@torch.no_grad()
def write(model, ids, length):
    \"\"\"Symbols that follow these.\"\"\"
    for _ in range(length):
        scores = model.eval()(ids[None, -CONTEXT:])[0]
        drawn = torch.multinomial(torch.softmax(scores / TEMPERATURE, dim=0), 1)
        yield int(drawn)
        ids = torch.cat([ids, drawn])
"""

SCRIPT = '''\
"""Train {a_network} on a text and let it write, in plain PyTorch, as it was chosen in RNN playground.

Usage: python train.py text.txt
Left out to stay short: the split for an honest score, averaged weights, early stopping, layer norm,
initialization, recurrent dropout, and attention beyond one stretch of text.
"""

{imports}
EMBEDDING, HIDDEN, LAYERS, DROPOUT = {embedding_size}, {hidden_size}, {num_layers}, {dropout}
STEPS, BATCH, BPTT, CONTEXT = {steps}, {batch_size}, {bptt}, {context}
LEARNING_RATE, VOCABULARY, TEMPERATURE = {learning_rate}, {max_vocabulary}, 0.8
torch.manual_seed({seed})


{pieces}

class LanguageModel(nn.Module):
    """Symbols to the scores of the symbol that follows."""

    def __init__(self, vocabulary):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, EMBEDDING)
        self.rnn = nn.{cell}(EMBEDDING, HIDDEN, LAYERS, batch_first=True, dropout={between}{options})
        self.dropout = nn.Dropout(DROPOUT)
{attention}{head}{forward}
    def answer(self, x):
        """States (B, T, H) to scores (B, T, V)."""
        return {answer}


{train}

def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    found = pieces(text)
    symbols = [symbol for symbol, _ in Counter(found).most_common(VOCABULARY)]
    number = {{symbol: i for i, symbol in enumerate(symbols)}}
    ids = torch.tensor([number[symbol] for symbol in found if symbol in number])
    model = LanguageModel(len(symbols))
{optimizer}    for step, loss in zip(range(STEPS), losses(model.train(), ids)):
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), {grad_clip})
{move}        if step % max(1, STEPS // 10) == 0 or step == STEPS - 1:
            print(f"step {{step}}: loss {{loss.item():.4f}} nats per symbol")
    print("".join(symbols[i] for i in write(model, ids[:1], 200)))


if __name__ == "__main__":
    main()
'''


def text_code(config: ResolvedText, steps: int) -> str:
    """The script of these settings, trained for so many steps."""
    cell = config.cell.upper()
    width = "2 * HIDDEN" if config.bidirectional else "HIDDEN"
    form, train = (WINDOW, TRAIN_WINDOWS) if config.bidirectional else (STREAM, TRAIN_STREAM)
    attends = config.attention and not config.bidirectional
    scale = " * EMBEDDING**0.5" if config.tied else ""
    values = script_values(config, steps) | {
        "a_network": ("a " if config.bidirectional or cell == "GRU" else "an ")
        + ("bidirectional " if config.bidirectional else "")
        + cell,
        "imports": _imports(config.unit),
        "pieces": PIECES[config.unit],
        "attention": ATTENTION if attends else "",
        "head": f"        self.project = nn.Linear({width}, EMBEDDING, bias=False)\n"
        if config.tied
        else f"        self.head = nn.Linear({width}, vocabulary)\n",
        "forward": form.format(
            scale=scale, attend=ATTEND if attends else "", state="(h, _)" if cell == "LSTM" else "h"
        ),
        "answer": "self.project(self.dropout(x)) @ self.embed.weight.T"
        if config.tied
        else "self.head(self.dropout(x))",
        "train": train.replace(
            "{detach}", "tuple(part.detach() for part in state)" if cell == "LSTM" else "state.detach()"
        ),
    }
    return SCRIPT.format_map(values)


ATTENTION = """\
        self.attention = nn.MultiheadAttention(HIDDEN, 1, bias=False, batch_first=True)
        self.combine = nn.Linear(HIDDEN, HIDDEN, bias=False)
"""


def _imports(unit: Unit) -> str:
    plain = ["import re"] if unit != "char" else []
    lines = [*plain, "import sys", "from collections import Counter", "", "import torch"]
    return "\n".join([*lines, "from torch import nn", ""])
