"""Language models that were never trained, with scores to match, so that the page is tested in no time."""

from typing import Any

import numpy as np
import pandas as pd
from made_up import ME, curve
from safetensors.numpy import save

from rnnkit.data import read_text
from rnnkit.runs.store import Store
from rnnkit.tasks.text.corpus import Corpus, read_corpus
from rnnkit.tasks.text.plan import resolve
from rnnkit.tasks.text.settings import ResolvedText, TextConfig, text_shapes
from rnnkit.training.progress import Progress

HIDDEN = 16
POEM = "".join(f"The {n}th bird sings :smile: for $ {n} and `waits` <b>here</b>.\n" for n in range(60))


def add_poem(store: Store, text: str = POEM) -> str:
    """A text in the store."""
    return store.of(ME).uploads.add("poem.txt", text.encode(), "{}")


def finished_text(store: Store, dataset_id: str, label: str = "LSTM", **wishes: Any) -> str:
    """A run that came to its end, with results; `state`, `group` and what was `found` can be asked for."""
    run_id, attempt = started_text(store, dataset_id, label, **wishes)
    store.recorder.log(run_id, attempt, [*curve(), sample(190, "The 5th bird sings")])
    corpus = corpus_of(store, dataset_id)
    config = resolve(corpus, config_of(label))
    found = summary(corpus, config, wishes.get("verdict", {})) | wishes.get("found", {})
    results = {"summary": found, "frames": frames(), "weights": weights(corpus, config)}
    store.recorder.complete(run_id, attempt, wishes.get("state", "finished"), **results)
    return run_id


def started_text(store: Store, dataset_id: str, label: str = "LSTM", **wishes: Any) -> tuple[str, int]:
    """A run that a worker has taken."""
    config = config_of(label).replace(start_from=wishes.get("start_from", "")).model_dump_json()
    run_id = store.of(ME).queue.submit(config, dataset_id, label, group=wishes.get("group", ""))
    run = store.queue.claim("test", run_id)
    assert run is not None
    return run_id, run.attempt


def config_of(label: str) -> TextConfig:
    """The smallest settings of a network by its name."""
    cell, both = label.removeprefix("Bi").lower(), label.startswith("Bi")
    return TextConfig(cell=cell, bidirectional=both, hidden_size=HIDDEN, embedding_size=8, context=8)


def corpus_of(store: Store, dataset_id: str) -> Corpus:
    """The text of a data set as numbers."""
    return read_corpus(read_text(store.datasets.get(dataset_id).content), TextConfig())


def sample(step: int, text: str) -> Progress:
    """News of a sample that was written on the way."""
    return Progress("training", step, 200, step / 20, 1.0, 1.1, 0.001, 1.0, "cpu", sample=text)


def weights(corpus: Corpus, config: ResolvedText) -> bytes:
    """Random weights of the right shapes."""
    rng = np.random.default_rng(0)
    wanted = text_shapes(config, len(corpus.vocabulary))
    return save({name: rng.normal(0, 0.3, shape).astype(np.float32) for name, shape in wanted.items()})


def summary(corpus: Corpus, config: ResolvedText, verdict: dict[str, Any]) -> dict[str, Any]:
    """Scores in which the network wins."""
    scores = {"bits_per_char": 1.5, "perplexity": 2.8}
    return {
        "config": config.model_dump(mode="json"),
        "vocabulary": corpus.vocabulary.model_dump(mode="json"),
        "metrics": {
            "test": {"nats_per_char": 1.04, **scores},
            "ngram": {"nats_per_char": 1.31, **scores, "order": 5},
            "unigram": {"nats_per_char": 2.90, **scores},
        },
        "verdict": {
            "kind": "beats",
            "sentence": "Beats counting: 21 % less surprise than the best n-gram, of order 5.",
            "suggestion": "It was still learning: train longer.",
            "setting_changes": {"budget": 120.0},
        }
        | verdict,
        "weights": 12_345,
        "symbols": len(corpus.training),
        "characters": len(corpus.parts.training),
        "validated": len(corpus.validation),
        "scored": len(corpus.test) - 1,
        "vocabulary_size": len(corpus.vocabulary),
        "unknown_share": 0.0,
        "device": "cpu",
        "seconds": 14.0,
        "steps": 200,
    }


def frames() -> dict[str, pd.DataFrame]:
    """Every frame of a text run."""
    losses = pd.DataFrame([vars(row) for row in curve()])
    written = {"step": [0, 100, 190], "seconds": [0.5, 5.0, 9.5], "text": ["xq z", "Th bir", "The bird"]}
    return {
        "curve": losses[["step", "seconds", "train_loss", "valid_loss", "learning_rate"]],
        "samples": pd.DataFrame(written),
        "ngram": pd.DataFrame({"order": [1, 2], "nats": [2.9, 1.31]}),
    }
