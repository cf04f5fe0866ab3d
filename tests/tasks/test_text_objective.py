"""Streams go on where they were, every symbol is learned, and windows end before what they ask for."""

import itertools

import numpy as np

from rnnkit.config import parse
from rnnkit.tasks.text.corpus import read_corpus
from rnnkit.tasks.text.networks.objective import Contexts, Stretches
from rnnkit.tasks.text.plan import resolve, steps_an_epoch
from rnnkit.tasks.text.settings import TextConfig
from tests.tasks.texts import sentences


def prepared(text, **settings):
    config = parse(TextConfig, {"steps": 5} | settings)
    corpus = read_corpus(text, config)
    return corpus, resolve(corpus, config)


def test_every_stretch_goes_on_where_the_one_before_ended():
    corpus, config = prepared(sentences(), batch_size=4, bptt=30)
    steps = list(itertools.islice(Stretches(corpus, config), steps_an_epoch(config, len(corpus.training))))
    assert [fresh for *_, fresh in steps] == [True] + [False] * (len(steps) - 1)
    for (_, answers, _), (following, *_) in itertools.pairwise(steps):
        assert (answers[:, -1] == following[:, 0]).all()
    for ids, answers, _ in steps:
        assert (ids[:, 1:] == answers[:, :-1]).all()


def test_an_epoch_reads_nearly_the_whole_text_from_another_place_each_time():
    corpus, config = prepared(sentences(), batch_size=4, bptt=30)
    length = steps_an_epoch(config, len(corpus.training))
    batches = Stretches(corpus, config)
    epochs = [np.concatenate([next(batches)[0] for _ in range(length)], axis=1) for _ in range(2)]
    text = corpus.vocabulary.decode(corpus.training)
    around = text + text
    for epoch in epochs:
        assert epoch.size > 0.95 * len(text)
        assert all(corpus.vocabulary.decode(stream) in around for stream in epoch)
    assert not np.array_equal(*epochs)


def test_documents_stay_whole_when_their_order_changes():
    corpus, config = prepared(sentences(), batch_size=1, bptt=200, document_per_line=True)
    ids, *_ = next(Stretches(corpus, config))
    lines = corpus.vocabulary.decode(ids[0]).split("\n")
    known = corpus.parts.training.split("\n")
    assert set(lines[:-1]) <= set(known)
    assert lines[: len(known)] != known[: len(lines)]


def test_a_window_ends_before_the_symbol_it_asks_for():
    corpus, config = prepared(sentences(), bidirectional=True, context=10, batch_size=8)
    text = corpus.vocabulary.decode(corpus.training)
    lengths = set()
    for ids, answers, _ in itertools.islice(Contexts(corpus, config), 100):
        lengths.add(ids.shape[1])
        for window, answer in zip(ids, answers, strict=True):
            assert corpus.vocabulary.decode([*window, answer]) in text
    assert max(lengths) == 10 > min(lengths)


def test_a_text_shorter_than_a_stretch_is_learned_all_the_same():
    corpus, config = prepared("abcdefghijklmnopqrstuvwxyz", bptt=1000, batch_size=500)
    ids, answers, _ = next(Stretches(corpus, config))
    assert ids.shape == answers.shape
    assert ids.size >= 12
