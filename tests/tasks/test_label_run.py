"""Labelling: it learns what only the context tells, scores as seqeval does, and labels without torch."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from seqeval.metrics import f1_score

from rnnkit.bundle import kept_from, write_kept
from rnnkit.config import parse
from rnnkit.data.samples import sample_bytes
from rnnkit.data.tagged.read import read_tagged
from rnnkit.errors import NotFoundError
from rnnkit.files.about import DataSource
from rnnkit.tasks.label.compare import COMPARABLE
from rnnkit.tasks.label.frequent import Frequent
from rnnkit.tasks.label.kept.kept_network import tagger
from rnnkit.tasks.label.kept.new_data import use
from rnnkit.tasks.label.labels import Labels
from rnnkit.tasks.label.networks.encoded import SentenceBatches, encode
from rnnkit.tasks.label.networks.objective import answer
from rnnkit.tasks.label.reader import Labeller
from rnnkit.tasks.label.run import run
from rnnkit.tasks.label.scores import count, total
from rnnkit.tasks.label.sets import make_sets
from rnnkit.tasks.label.settings import LabelConfig, ResolvedLabel
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from tests.tasks.examples.label import tagged

AHEAD = {"hidden_size": 16, "embedding_size": 8, "characters": "none", "dropout": 0.0, "learning_rate": 0.02}
SMALL = {"hidden_size": 8, "embedding_size": 8, "steps": 30, "dropout": 0.1, "learning_rate": 0.02}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    """A run with everything on: two layers with norms, characters, neighbours, a chain."""
    settings = {**SMALL, "num_layers": 2, "layer_norm": True, "characters": "cnn", "neighbours": True}
    return run(read_tagged(tagged(80)), parse(LabelConfig, settings))


def reader(outcome: Outcome) -> Labeller:
    config = parse(ResolvedLabel, outcome.summary["config"])
    return Labeller.from_bytes(outcome.weights, config, Labels.from_json(outcome.files["labels.json"]))


@pytest.mark.parametrize(("bidirectional", "least", "most"), [(False, 0.45, 0.65), (True, 0.99, 1.0)])
def test_what_comes_next_is_known_to_both_directions_only(
    bidirectional: bool, least: float, most: float
) -> None:
    data = read_tagged(sample_bytes("look_ahead"))
    settings = parse(LabelConfig, {**AHEAD, "steps": 120, "bidirectional": bidirectional})
    accuracy = run(data, settings).summary["metrics"]["model"]["token_accuracy"]
    assert least <= accuracy <= most


def test_spans_are_scored_as_seqeval_does() -> None:
    luck = np.random.default_rng(0)
    tags = ["O", "B-A", "I-A", "B-B", "I-B"]
    rows = [[tags[n] for n in luck.integers(5, size=7)] for _ in range(300)]
    truth, given = rows[:150], rows[150:]
    counted = total([count(a, b, True) for a, b in zip(given, truth, strict=True)])
    assert counted.f1 == pytest.approx(f1_score(truth, given))


def test_span_scores_of_a_case_worked_by_hand() -> None:
    truth = ["B-PER", "I-PER", "O", "B-LOC"]
    counted = count(["B-PER", "I-PER", "O", "B-ORG"], truth, True)
    assert counted.metrics(True) == {
        "span_error": 0.5,
        "span_f1": 0.5,
        "token_error": 0.25,
        "token_accuracy": 0.75,
    }


def test_the_rule_knows_words_small_letters_and_endings() -> None:
    rule = Frequent.of(
        [(["Walking", "is", "fun"], ["NOUN", "AUX", "ADJ"]), (["is"], ["VERB"]), (["is"], ["AUX"])]
    )
    assert rule.tags(["is", "walking", "Talking", "zzz"]) == ["AUX", "NOUN", "NOUN", "AUX"]


def test_numpy_labels_as_torch_does(outcome: Outcome) -> None:
    own, data = reader(outcome), read_tagged(tagged(80))
    kept = kept_from(outcome, "small", DataSource(name="x", sha256="0" * 64, bytes=1))
    found = encode(data, [0, 1, 2], own.labels, neighbours=True, characters=True)
    for number, said in enumerate(answer(tagger(kept), found, torch.device("cpu"))):
        tokens = own.label(data.tokens[number])
        assert [token.tag for token in tokens] == [own.labels.tags[tag] for tag in said.tags]
        assert [token.chance for token in tokens] == pytest.approx(said.sure, abs=1e-5)


def test_what_leaves_works_without_torch_and_without_us(outcome: Outcome, tmp_path: Path) -> None:
    content = write_kept(kept_from(outcome, "small", DataSource(name="x", sha256="0" * 64, bytes=1)))
    (tmp_path / "model.zip").write_bytes(content)
    code = (
        "import runpy, sys, json\n"
        "said = []\n"
        "for words in (['model.zip'], ['model.zip', '--text', 'the guinea pig likes a cat.']):\n"
        "    sys.argv = words\n"
        "    runpy.run_path('model.zip', run_name='__main__')\n"
        "assert not {'torch', 'rnnkit'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    first, *lines = done.stdout.splitlines()
    assert float(first.rpartition(" ")[2]) <= 1e-6
    tokens = [line.split("\t")[0] for line in lines if line]
    assert tokens == ["the", "guinea", "pig", "likes", "a", "cat", "."]
    own = reader(outcome)
    assert [line.split("\t")[1] for line in lines if line] == [token.tag for token in own.label(tokens)]


def test_new_data_is_labelled_or_scored(outcome: Outcome) -> None:
    kept = kept_from(outcome, "small", DataSource(name="x", sha256="0" * 64, bytes=1))
    plain = use(kept, b"the dog sees a cat. The fox bites!", Clock(lambda _: None))
    assert plain.summary["sentences"] == 2
    assert list(plain.frames["labelled"]["token"])[:5] == ["the", "dog", "sees", "a", "cat"]
    scored = use(kept, tagged(20, seed=3), Clock(lambda _: None))
    assert set(scored.summary["metrics"]) == {"model", "majority"}


def test_labelled_files_come_back_in_the_scheme_of_the_training_file() -> None:
    from rnnkit.tasks.label.reader import own_scheme

    labels = Labels(tags=("O",), features=(), spans=True, scheme="BIOES")
    assert own_scheme(["B-A", "B-A", "I-A", "O"], labels) == ["S-A", "B-A", "E-A", "O"]


def test_equal_sentences_stay_in_one_part() -> None:
    data = read_tagged(tagged(200))
    sets = make_sets(data, LabelConfig())
    parts = [{tuple(data.tokens[n]) for n in part} for part in (sets.training, sets.validation, sets.test)]
    assert sum(map(len, parts)) == len(set().union(*parts))


@pytest.mark.parametrize("said", ["", "valid"])
def test_no_sentence_that_is_scored_chooses_the_weights(said: str) -> None:
    data = read_tagged(tagged(200))
    chosen = make_sets(data, LabelConfig()).test  # of a file with a test part these would choose
    parts = ["", *[said if row in chosen[1:] else "" for row in range(1, len(data))], *["test"] * len(chosen)]
    copies = {
        name: [*part, *(part[row] for row in chosen)]
        for name, part in vars(data).items()
        if name in ("tokens", "tags")
    }
    sets = make_sets(replace(data, **copies, parts=parts), LabelConfig())
    scored = {tuple(data.tokens[row]) for row in chosen}
    assert sets.validation
    assert scored.isdisjoint(tuple(copies["tokens"][row]) for row in sets.validation)
    assert len(sets.test) == len(chosen)


def test_runs_are_not_compared_by_spans_where_there_are_none() -> None:
    frame = pd.DataFrame({"wrong_tokens": [1, 0], "tokens": [4, 4], "wrong_spans": [0, 0], "spans": [0, 0]})
    assert COMPARABLE.units(lambda _: frame, "token_error", 0.125).score == 0.125
    with pytest.raises(NotFoundError, match="No span stands in the test part"):
        COMPARABLE.units(lambda _: frame, "span_error", 0.0)


def test_a_batch_holds_sentences_of_one_length_and_an_epoch_every_one() -> None:
    data = read_tagged(sample_bytes("names_in_sentences"))
    sets = make_sets(data, LabelConfig())
    encoded = encode(data, sets.training[:200], sets.labels, neighbours=False, characters=False)
    batches, seen = SentenceBatches(encoded, 64, seed=1), []
    while len(seen) < 200:
        seen += next(batches).numbers.tolist()
    assert sorted(seen) == list(range(200))


def test_a_test_file_that_is_learned_from_is_a_leak() -> None:
    from rnnkit.data.source.together import together
    from rnnkit.tasks.label.leaks import leaks_of

    both = together([("train/a", tagged(60)), ("test/a", tagged(6))])
    (finding,) = leaks_of(read_tagged(both), LabelConfig())
    assert finding.skip
    assert "also appear in the training part" in finding.sentence


def test_counts_give_a_start_that_is_no_guess() -> None:
    """After a single step of next to no size it labels as well as counting does."""
    data = read_tagged(sample_bytes("word_classes"))
    settings = {
        "steps": 1,
        "learning_rate": 1e-6,
        "hidden_size": 4,
        "embedding_size": 4,
        "characters": "none",
    }
    scores = run(data, parse(LabelConfig, settings)).summary["metrics"]
    assert scores["model"]["token_accuracy"] > scores["frequent"]["token_accuracy"] - 0.05
