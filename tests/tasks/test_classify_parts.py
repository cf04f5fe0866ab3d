"""The parts of a classifier: features, linear partner, padding, the same in NumPy, what is refused."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from rnnkit.config import parse, weights_in
from rnnkit.data import Vocabulary
from rnnkit.data.labelled import LabelledOverrides, read_labelled
from rnnkit.errors import DataError
from rnnkit.numpy_rnn.steps import log_softmax
from rnnkit.tasks.classify import baselines, measures
from rnnkit.tasks.classify.answering import PARTNER, answering_of, partner_bytes, read_partner
from rnnkit.tasks.classify.judge import ClassifyFacts, judge_classes
from rnnkit.tasks.classify.linear_partner.grams import GramCounts, counted
from rnnkit.tasks.classify.linear_partner.linear import (
    best_share,
    choose_features,
    fit_partner,
    folds_of,
    matrices,
)
from rnnkit.tasks.classify.linear_partner.partner import mixed
from rnnkit.tasks.classify.networks.embedding_start import near
from rnnkit.tasks.classify.networks.model import build
from rnnkit.tasks.classify.networks.numpy_network import NumpyNetwork
from rnnkit.tasks.classify.networks.objective import AlikeBatches, padded
from rnnkit.tasks.classify.report import share_of, share_words
from rnnkit.tasks.classify.rows import cut
from rnnkit.tasks.classify.settings import ClassifyConfig, Entry, ResolvedClassify, classify_shapes
from rnnkit.tasks.classify.task import CLASSIFY
from rnnkit.tasks.classify.texts.corpus import read_corpus
from rnnkit.tasks.classify.texts.reading import Teller
from rnnkit.tasks.classify.texts.text_answerer import answerer as text_answerer
from tests.tasks.examples.classify import EXAMPLE

TEXTS = ["good food", "bad food", "good good room", "bad room", "not good", "not bad at all", "food", "room"]
LABELS = np.array([1, 0, 1, 0, 0, 1, 1, 0])


def resolved(**settings: object) -> ResolvedClassify:
    sizes = {"hidden_size": 5, "embedding_size": 4, "max_length": 40, "max_vocabulary": 50, "nets": 2}
    open_ = {"word_dropout": 0.1, "learning_rate": 0.01, "batch_size": 4, "unit": "word"}
    return parse(ResolvedClassify, {**sizes, **open_, **settings})


def data(rows: int = 40):
    return read_labelled(EXAMPLE.content) if rows == 40 else read_labelled(csv(rows))


def csv(rows: int) -> bytes:
    return ("text,label\n" + "".join(f"text number {n},{'ab'[n % 2]}\n" for n in range(rows))).encode()


def test_features_are_words_and_pairs_of_words_however_they_are_spaced() -> None:
    first, second = counted(["Not  good", "not good food"], "word"), counted(["not good"], "word")
    assert np.diff(first.starts).tolist() == [3, 5]
    assert set(first.buckets[:3]) == set(second.buckets) < set(first.buckets[3:])


def test_features_of_characters_are_runs_of_one_to_four() -> None:
    assert np.diff(counted(["abcd", "aaaa", ""], "char").starts).tolist() == [4 + 3 + 2 + 1, 4, 0]
    assert counted(["aaaa"], "char").times.sum() == 10


def test_texts_counted_in_parts_are_those_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = counted(TEXTS, "word")
    monkeypatch.setattr("rnnkit.tasks.classify.linear_partner.grams.AT_ONCE", 12)
    parts = counted(TEXTS, "word")
    assert all((a == b).all() for a, b in zip(vars(whole).values(), vars(parts).values(), strict=True))


def test_the_partner_answers_alike_from_sparse_matrices_and_from_its_file() -> None:
    fitted = fit_partner(TEXTS * 5, np.tile(LABELS, 5), 2, "word")
    answering = answering_of(("bad", "good"), 0.3, fitted.partner)
    again = read_partner(partner_bytes(fitted.partner), answering)
    assert np.allclose(again.log_p(TEXTS), fitted.partner.log_p(TEXTS))
    tf_idf, _ = matrices(counted(TEXTS, "word"), fitted.partner.features)
    model = fitted.partner.tf_idf
    scores = tf_idf @ model.weights.astype(np.float64) + model.bias
    alone = log_softmax(np.hstack([0 * scores, scores]) * model.sharpness)
    if fitted.partner.share == 1:
        assert np.allclose(alone, fitted.partner.log_p(TEXTS))
    assert np.allclose(np.exp(fitted.partner.log_p(TEXTS)).sum(axis=1), 1)


def test_the_same_texts_give_the_same_partner_and_three_classes_work() -> None:
    labels = np.array([0, 1, 2, 0, 1, 2, 0, 1])
    first, second = (fit_partner(TEXTS, labels, 3, "word") for _ in range(2))
    assert partner_bytes(first.partner) == partner_bytes(second.partner)
    assert first.left_out.shape == (8, 3)
    assert first.partner.log_p(["a new text"]).shape == (1, 3)


def test_a_partner_that_was_changed_is_refused() -> None:
    fitted = fit_partner(TEXTS, LABELS, 2, "word")
    answering = answering_of(("bad", "good"), 0.3, fitted.partner)
    with pytest.raises(DataError, match="linear partner"):
        read_partner(partner_bytes(fitted.partner), answering.replace(classes=("a", "b", "c")))


def test_every_class_is_spread_over_the_parts_that_are_left_out() -> None:
    labels = np.repeat([0, 1, 2], (50, 10, 5))
    folds = folds_of(labels, 5)
    assert [np.bincount(folds[labels == c], minlength=5).tolist() for c in range(3)] == [
        [10] * 5,
        [2] * 5,
        [1] * 5,
    ]


def test_two_linear_models_are_mixed_only_where_that_is_better() -> None:
    sure = np.log(np.array([[0.9, 0.1], [0.1, 0.9], [0.9, 0.1]]))
    labels = np.array([0, 1, 0])
    assert best_share(sure, log_softmax(-sure), labels) == 1.0
    assert best_share(log_softmax(-sure), sure, labels) == 0.0


def test_the_network_counts_as_much_as_helps_and_not_at_all_where_it_does_not() -> None:
    right = np.log(np.array([[0.8, 0.2], [0.2, 0.8]]))
    nothing = np.log(np.full((2, 2), 0.5))
    labels = np.array([0, 1])
    assert share_of(right, nothing, labels) == 0.0
    assert share_of(nothing, right, labels) == 1.0
    assert "Counting alone decides" in share_words(0.0)
    assert np.allclose(mixed(right, nothing, 0.0), right)


@pytest.mark.parametrize("pooling", ["concat", "attention", "final"])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_two_hundred_steps_of_padding_change_no_answer(cell: str, pooling: str) -> None:
    torch.manual_seed(0)
    model = build(resolved(cell=cell, pooling=pooling, num_layers=2, layer_norm=True), Entry(30), 3).eval()
    short = [np.arange(1, 4, dtype=np.int32), np.arange(3, 12, dtype=np.int32)]
    ids, lengths = padded(short, torch.device("cpu"))
    longer = torch.nn.functional.pad(ids, (0, 200))
    with torch.no_grad():
        assert (model(ids, lengths) - model(longer, lengths)).abs().max() < 1e-5
        alone = model(*padded(short[:1], torch.device("cpu")))
        assert (model(ids, lengths)[:1] - alone).abs().max() < 1e-5


def test_padded_reading_is_that_of_torch_where_nothing_is_padded() -> None:
    torch.manual_seed(0)
    model = build(resolved(cell="gru"), Entry(30), 3).eval()
    recurrent = model.nets[0].recurrent
    x = torch.randn(3, 7, 4)
    states, last = recurrent.read_padded(x, torch.full((3,), 7))
    expected, final = recurrent(x)
    assert torch.allclose(states, expected, atol=1e-6)
    assert torch.allclose(last, final, atol=1e-6)


@pytest.mark.parametrize(("cell", "pooling"), [("rnn", "attention"), ("gru", "final"), ("lstm", "concat")])
def test_numpy_answers_as_torch_does(cell: str, pooling: str) -> None:
    torch.manual_seed(0)
    config = resolved(cell=cell, pooling=pooling, num_layers=2, layer_norm=True)
    vocabulary = Vocabulary.fit(" good bad food room not very", "word", unk=True)
    network = build(config, Entry(len(vocabulary), vocabulary.unk or 0), 2).eval()
    partner = fit_partner(TEXTS, LABELS, 2, "word").partner
    answering = answering_of(("bad", "good"), 0.4, partner)
    weights = {name: weight.numpy() for name, weight in network.state_dict().items()}
    teller = Teller(NumpyNetwork(weights, config), config, vocabulary, answering, partner)
    files = {"vocabulary.json": vocabulary.to_json().encode(), PARTNER: partner_bytes(partner)}
    answerer = text_answerer(network, config, answering, files)
    texts = ["Good food", "a bad room, not good at all", "x"]
    assert np.allclose(np.exp(answerer.log_p(texts)), teller.p(texts), atol=1e-5)
    told = teller.tell("not good food")
    assert told.parts == (" not", " good", " food")
    assert np.allclose(told.after[-1], told.p)
    assert told.effect.shape == (3,)


@pytest.mark.parametrize("pooling", ["concat", "attention", "final"])
def test_gradient_times_input_is_that_of_torch(pooling: str) -> None:
    torch.manual_seed(0)
    config = resolved(cell="lstm", pooling=pooling, nets=2)
    network = build(config, Entry(30), 3).double().eval()
    weights = {name: weight.numpy() for name, weight in network.state_dict().items()}
    ids = np.array([4, 9, 2, 9, 7], dtype=np.int32)
    embedded = network.embedded(torch.from_numpy(ids).long()[None]).detach().requires_grad_()
    p = network.after(embedded, torch.tensor([5])).exp()[0, 1]
    p.backward()
    each = (embedded.grad * embedded).sum(dim=2)[0].detach().numpy()
    parts = [np.array([0]), np.array([1, 2]), np.array([3, 4]), np.array([], np.int64)]
    found = NumpyNetwork(weights, config).gradient(ids, parts, 1)
    assert np.allclose(found, [each[0], each[1:3].sum(), each[3:].sum(), 0.0], atol=1e-8)


@pytest.mark.parametrize("pooling", ["concat", "attention", "final"])
def test_shapes_are_those_of_the_network(pooling: str) -> None:
    config = resolved(pooling=pooling, layer_norm=True)
    model = build(config, Entry(30), 3)
    shapes = {name: tuple(weight.shape) for name, weight in model.state_dict().items()}
    assert shapes == classify_shapes(config, Entry(30), 3)
    assert sum(weight.numel() for weight in model.parameters()) == weights_in(shapes)


def test_of_a_long_text_both_ends_are_read() -> None:
    assert cut(np.arange(9, dtype=np.int32), 4).tolist() == [0, 1, 7, 8]
    assert cut(np.arange(3, dtype=np.int32), 4).tolist() == [0, 1, 2]


def test_batches_hold_every_text_once_and_go_on_where_they_were() -> None:
    corpus = read_corpus(data(), ClassifyConfig())
    rows = torch.from_numpy(corpus.parts.train)
    batches = AlikeBatches(rows, corpus.lengths, 5, seed=3)
    drawn = [batches() for _ in range(4)]
    state, following = batches.state(), [batches() for _ in range(20)]
    assert len(np.unique(np.concatenate(drawn))) == 20
    again = AlikeBatches(rows, corpus.lengths, 5, seed=3)
    again.resume(state)
    assert all((again() == batch).all() for batch in following)


def test_symbols_with_like_neighbours_start_alike() -> None:
    luck = np.random.default_rng(0)
    texts = [np.array([luck.integers(0, 2), 4, luck.integers(2, 4), 5], np.int32) for _ in range(400)]
    found = near(texts, 4, 6, seed=0)
    together = found @ found.T / np.outer(*2 * [np.linalg.norm(found, axis=1)])
    assert min(together[0, 1], together[2, 3]) > 0.9 > together[0, 2]


def test_measures_are_those_worked_by_hand() -> None:
    labels = np.array([0, 0, 0, 1])
    chosen = np.array([0, 0, 1, 1])
    found = measures.choices(chosen, labels)
    assert found["accuracy"] == 0.75
    assert found["macro_f1"] == pytest.approx((2 * 2 / 5 + 2 / 3) / 2)
    log_p = np.log(np.array([[0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.2, 0.8]]))
    bins = measures.calibration(log_p, labels)
    assert bins["texts"].tolist() == [1, 1, 2]
    assert measures.calibration_error(bins) == pytest.approx((0.6 + 0.2 + 2 * 0.1) / 4)
    assert measures.scores(log_p, labels)["log_loss"] == pytest.approx(-np.log([0.9, 0.9, 0.4, 0.8]).mean())


def test_baselines_are_those_worked_by_hand() -> None:
    found = counted(["a", "a", "b"], "word")
    fitted = fit_partner(["a", "a", "b"] * 3, np.array([0, 0, 1] * 3), 2, "word")
    tf_idf, present = matrices(found, fitted.partner.features)
    labels = np.array([0, 0, 1])
    assert baselines.nearest(tf_idf, labels, tf_idf).tolist() == [0, 0, 1]
    bayes = np.exp(baselines.naive_bayes(present, labels, 2, present))
    odds = (3 / 4 * 3 / 5) / (1 / 3 * 2 / 5)  # of the first class after an "a": it comes 2 + 1 of 2 + 2 times
    assert bayes[0, 0] == pytest.approx(odds / (1 + odds))
    assert np.exp(baselines.majority(labels, 2, 1)).tolist() == [[0.6, 0.4]]


@pytest.mark.parametrize(
    ("content", "overrides", "sentence"),
    [
        (b"text,label\n" + b"".join(b"number %d,a\n" % n for n in range(30)), {}, "two classes"),
        (csv(5), {}, "at least 4 texts to learn from"),
    ],
)
def test_what_cannot_be_learned_is_refused(
    content: bytes, overrides: dict[str, object], sentence: str
) -> None:
    with pytest.raises(DataError, match=sentence):
        read_corpus(read_labelled(content, parse(LabelledOverrides, overrides)), ClassifyConfig())


def test_an_untouched_budget_decides_how_many_networks_there_are() -> None:
    found = data()
    short, _ = CLASSIFY.planned(found, parse(ClassifyConfig, {"steps": 5}))
    long, cost = CLASSIFY.planned(found, parse(ClassifyConfig, {"budget": 300}))
    assert (short.nets, long.nets) == (1, 4)
    assert cost.seconds == 300


def test_a_network_that_has_hardly_read_is_told_to_go_on() -> None:
    chance = {"model": 0.69, "linear": 0.6931, "majority": 0.6931, "right": 0.5}
    facts = ClassifyFacts(
        rows=360, **chance, right_linear=0.5, right_majority=0.5, gain=0.0, error=1.0, passes=0.4
    )
    verdict = judge_classes(facts, ClassifyConfig())
    assert (verdict.kind, verdict.setting_changes) == ("undertrained", {"budget": 180.0})
    assert judge_classes(replace(facts, passes=9.0), ClassifyConfig()).kind == "flat"
    assert judge_classes(replace(facts, model=0.3, share=0.0), ClassifyConfig()).kind == "ties"
    better = replace(facts, model=0.3, gain=0.4, error=0.1)
    assert judge_classes(better, ClassifyConfig()).kind == "beats"
    assert judge_classes(better, ClassifyConfig()).setting_changes == {"budget": 180.0}
    done = judge_classes(replace(better, right=1.0), ClassifyConfig())
    assert (done.kind, done.suggestion, done.setting_changes) == ("beats", "", {})


def test_shares_of_right_answers_that_are_alike_are_told_apart_by_how_sure_they_are() -> None:
    facts = ClassifyFacts(
        rows=80,
        model=0.682,
        linear=0.635,
        majority=1.67,
        right=0.825,
        right_linear=0.825,
        right_majority=0.238,
        gain=-0.05,
        error=0.01,
    )
    verdict = judge_classes(facts, ClassifyConfig())
    assert verdict.kind == "loses"
    assert "log loss, which counts how sure it is, 0.682 against 0.635" in verdict.sentence


@pytest.mark.parametrize("classes", [2, 6, 300])
def test_however_many_words_and_classes_the_partner_leaves_room_in_a_model_file(classes: int) -> None:
    words = np.arange(300_000)
    found = GramCounts(np.array([0, len(words)]), words, np.ones(len(words), np.int64))
    features = choose_features(found, classes, "word")
    scores = 1 if classes == 2 else classes
    assert 0 < 4 * len(features.buckets) * (2 * scores + 2) <= 5_000_000
