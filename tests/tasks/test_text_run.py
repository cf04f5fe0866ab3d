"""A whole run: it learns, it is honest, it repeats, and it ends well however it ends."""

import itertools
import json
import math

import numpy as np
import pytest

from rnnkit.config import parse
from rnnkit.data import Vocabulary
from rnnkit.errors import ConfigError, DataError
from rnnkit.runs.execute import execute
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import named
from rnnkit.tasks.text import run as text_run
from rnnkit.tasks.text.generation import Generator
from rnnkit.tasks.text.networks.objective import TextObjective
from rnnkit.tasks.text.settings import ResolvedText, TextConfig
from tests.tasks.texts import COUPLETS, HAMLET, sentences, text_outcome


def nats(outcome, kind="test"):
    return outcome.summary["metrics"][kind]["nats_per_char"]


def generator_of(outcome):
    config = parse(ResolvedText, outcome.summary["config"])
    return Generator.from_bytes(outcome.weights, config, parse(Vocabulary, outcome.summary["vocabulary"]))


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_every_cell_learns_a_grammar(cell):
    """Three coins of ln 4, ln 3 and ln 4 a sentence of about 24 letters: 0.16 nats each is all there is."""
    outcome = text_outcome(sentences(), cell=cell, steps=200)
    assert 0.14 < nats(outcome) < 0.3
    assert nats(outcome) < nats(outcome, "unigram")


@pytest.mark.parametrize(
    "settings",
    [
        {"bidirectional": True, "context": 12},
        {"tied": True, "num_layers": 2, "dropout": 0.1},
        {"attention": True, "layer_norm": True},
        {"recurrent_dropout": 0.1, "precision": "bfloat16"},
        {"unit": "word"},
    ],
    ids=str,
)
def test_every_kind_of_network_learns_a_grammar(settings):
    outcome = text_outcome(sentences(), steps=200, **settings)
    assert nats(outcome) < 0.35
    assert "the" in generator_of(outcome).write("the ", 0.5, length=40)


def test_the_five_lines_of_the_first_lesson_are_learned_by_heart():
    seen = []
    outcome = text_outcome(HAMLET, hidden_size=64, steps=500, seen=seen)
    start = next(progress.valid_loss for progress in seen if progress.valid_loss is not None)
    assert outcome.summary["vocabulary_size"] == 31
    assert start == pytest.approx(math.log(31), rel=0.02)
    assert generator_of(outcome).write(HAMLET[:20], 0.0, length=len(HAMLET) - 20) == HAMLET[20:]
    assert set(outcome.summary["metrics"]) == {"training"}
    assert outcome.summary["verdict"]["kind"] == "memorised"
    assert outcome.summary["verdict"]["sentence"].startswith("This is memory, not skill")


def test_a_run_leaves_its_curve_its_samples_and_its_counts():
    seen = []
    outcome = text_outcome(sentences(), seen=seen, sample_prompt="the cat", sample_every=0.5)
    assert list(outcome.frames["curve"]) == ["step", "seconds", "train_loss", "valid_loss", "learning_rate"]
    first = outcome.frames["samples"].iloc[0]
    assert first["step"] == 0
    assert first["text"].startswith("the cat")
    assert first["text"] in [progress.sample for progress in seen]
    assert outcome.frames["ngram"]["order"].tolist()[:3] == [1, 2, 3]
    assert json.loads(json.dumps(outcome.summary, allow_nan=False)) == outcome.summary


def test_scores_are_in_the_three_usual_units():
    metrics = text_outcome(sentences(), unit="word", steps=100).summary["metrics"]["test"]
    assert metrics["bits_per_char"] == pytest.approx(metrics["nats_per_char"] / math.log(2))
    # " cat" and "." and the rest of the words are 3.4 characters in the mean.
    assert math.log(metrics["perplexity"]) / metrics["nats_per_char"] == pytest.approx(3.4, abs=0.3)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others():
    first, again, other = (text_outcome(sentences(), seed=seed, dropout=0.2) for seed in (1, 1, 2))
    assert first.weights == again.weights
    assert nats(first) == nats(again) != nats(other)


def test_a_timed_run_is_repeated_by_the_settings_it_leaves():
    timed = text_outcome(sentences(), steps=None, budget=1.0)
    again = text_outcome(sentences(), **timed.summary["config"])
    assert again.summary["steps"] == timed.summary["steps"] > 0
    assert again.weights == timed.weights


def test_documents_come_in_another_order_but_the_run_is_repeated_all_the_same():
    settings = {"document_per_line": True, "steps": 60}
    first, again = (text_outcome(sentences(), **settings) for _ in range(2))
    assert first.weights == again.weights != text_outcome(sentences(), steps=60).weights


@pytest.mark.parametrize("bidirectional", [False, True])
def test_the_test_part_decides_nothing(bidirectional):
    """Neither the weights, nor which of them are the best, nor the order of the n-gram."""
    text = sentences()
    border = int(0.9 * len(text))
    changed = text[:border] + text[border:][::-1]
    one, two = (text_outcome(t, bidirectional=bidirectional, patience=2) for t in (text, changed))
    assert one.weights == two.weights
    assert one.summary["best_step"] == two.summary["best_step"]
    losses = [outcome.frames["curve"]["valid_loss"].dropna().tolist() for outcome in (one, two)]
    assert losses[0] == losses[1]
    orders = [outcome.summary["metrics"]["ngram"]["order"] for outcome in (one, two)]
    assert orders[0] == orders[1] > 1
    assert nats(one) != nats(two)


def test_the_validation_part_chooses_and_is_not_learned():
    """With its lines in another order all stays the same; backward other weights look best."""
    text = sentences()
    size = int(0.05 * len(text))
    start = (int(0.9 * len(text)) - size) // 2
    end = start + size
    half = text.index("\n", (start + end) // 2) + 1
    turned = text[half:end] + text[start:half]
    parts = (text[start:end], turned, text[start:end][::-1])
    one, two, three = (text_outcome(text[:start] + part + text[end:], steps=60) for part in parts)
    assert one.weights == two.weights != three.weights
    assert one.summary["best_step"] == two.summary["best_step"] > three.summary["best_step"]
    assert one.summary["validated"] == end - start


def test_a_stopped_run_is_scored_with_its_best_weights():
    outcome = text_outcome(sentences(), steps=100_000, stop_after=6)
    assert outcome.summary["steps"] < 100_000
    assert outcome.summary["stopped_early"] is False
    assert nats(outcome) > 0


def test_a_run_that_diverges_says_so_and_keeps_what_it_had(monkeypatch):
    loss, steps = TextObjective.loss, itertools.count()
    monkeypatch.setattr(
        TextObjective, "loss", lambda self: loss(self) * (math.nan if next(steps) == 30 else 1.0)
    )
    outcome = text_outcome(sentences(), steps=60)
    assert "stopped being finite at step 30" in outcome.diverged
    assert outcome.summary["verdict"]["kind"] == "diverged"
    assert nats(outcome) < math.log(30)


def test_the_segments_of_the_test_part_make_the_score():
    outcome = text_outcome(sentences(), steps=20)
    segments = outcome.frames["segments"]
    assert segments["symbols"].sum() == outcome.summary["scored"]
    assert segments["symbols"].min() >= 50
    total = (segments["symbols"] * segments["nats"]).sum() / (outcome.summary["scored"] + 1)
    # The first symbol has nothing before it, so it is a character that is not scored.
    assert total == pytest.approx(nats(outcome), rel=1 / outcome.summary["scored"])


def test_a_test_file_is_scored_instead_of_the_end():
    outcome = text_outcome(sentences(), test="the cat sees the dog.\n" * 80)
    assert outcome.summary["scored"] == 80 * 22 - 1


def test_symbols_only_in_the_test_part_are_scored_as_unknown():
    outcome = text_outcome(sentences(), test=sentences(400, seed=1) + "ÄÖÜ")
    assert outcome.summary["vocabulary_size"] == len(set(sentences())) + 1
    assert outcome.summary["unknown_share"] > 0


@pytest.mark.parametrize(
    ("text", "settings", "error", "words"),
    [
        ("short", {}, DataError, "Need at least 20 symbols; found 5"),
        (sentences(), {"sample_prompt": "ÄÖÜ"}, ConfigError, "knows nothing of this prompt"),
        (sentences(), {"device": "mps"}, ConfigError, "no MPS device"),
        (
            "".join(chr(0x4E00 + n) for n in range(7_900)) * 2,
            {"hidden_size": 1024, "embedding_size": 256, "tied": False},
            ConfigError,
            "lower hidden size or vocabulary limit",
        ),
    ],
)
def test_what_cannot_be_is_refused_before_training(text, settings, error, words):
    with pytest.raises(error, match=words):
        text_outcome(text, **settings)


def test_a_text_of_one_character_is_no_reason_to_fail():
    outcome = text_outcome("a" * 2_000, steps=5)
    assert nats(outcome) == pytest.approx(0.0, abs=1e-6)


def test_chinese_couplets_are_answered():
    outcome = text_outcome(COUPLETS, hidden_size=64, steps=600, document_per_line=True)
    assert generator_of(outcome).write("床前明月光", 0.0, length=6) == "，疑是地上霜"


def test_the_store_does_a_text_run(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    dataset = store.of("").uploads.add("grammar.txt", sentences().encode())
    config = parse(TextConfig, {"steps": 20, "hidden_size": 16})
    run_id = store.of("").queue.submit(config.model_dump_json(), dataset)
    claimed = store.queue.claim("me", run_id)
    execute(store, run_id, claimed.attempt)
    assert (store.runs.get(run_id).state, store.runs.get(run_id).reason) == ("finished", "")
    assert store.results.summary(run_id)["metrics"]["test"]["nats_per_char"] > 0
    assert set(store.results.frame_names(run_id)) == {"curve", "samples", "ngram", "segments"}
    assert len(store.progress.samples(run_id)) >= 1
    assert named(TASKS["text"].report) is text_run.report
    assert np.isfinite(store.results.frame(run_id, "ngram")["nats"]).all()
