"""Small texts made in the tests, and runs on them without a screen."""

import random

from rnnkit.config import parse
from rnnkit.data.samples import sample_bytes
from rnnkit.tasks.text.run import run
from rnnkit.tasks.text.settings import TextConfig

SMALL = {"hidden_size": 24, "embedding_size": 12, "dropout": 0.0, "steps": 40, "learning_rate": 0.01}

HAMLET, COUPLETS = (sample_bytes(name).decode() for name in ("hamlet", "couplets"))


def sentences(words=1_500, seed=0):
    """Subject, verb, object, full stop: a grammar that a network finds in a second, and a coin decides."""
    rng = random.Random(seed)
    nouns, verbs = ("cat", "dog", "bird", "fox"), ("sees", "likes", "bites")
    lines = [
        f"the {rng.choice(nouns)} {rng.choice(verbs)} the {rng.choice(nouns)}.\n" for _ in range(words // 5)
    ]
    return "".join(lines)


def text_outcome(text, *, stop_after=None, test=None, seen=None, start=None, **settings):
    """A run without a screen; `stop_after` presses Stop after so many records of progress."""
    seen = [] if seen is None else seen
    return run(
        text,
        parse(TextConfig, SMALL | settings),
        test=test,
        on_progress=seen.append,
        should_stop=lambda: stop_after is not None and len(seen) >= stop_after,
        start=start,
    )
