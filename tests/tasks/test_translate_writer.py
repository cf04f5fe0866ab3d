"""The translator in NumPy: the same numbers as in torch, greedy and beam search, unknown symbols copied."""

import numpy as np
import pytest
import torch

from rnnkit.config import parse
from rnnkit.data import Vocabulary
from rnnkit.tasks.translate.attention import by_symbol, by_word
from rnnkit.tasks.translate.corpus import Coded, encode_texts
from rnnkit.tasks.translate.networks.model import build, grouped, side_by_side
from rnnkit.tasks.translate.networks.network import Translator
from rnnkit.tasks.translate.settings import ResolvedTranslate, translate_shapes
from rnnkit.tasks.translate.translating import TextTranslator
from rnnkit.tasks.translate.writer import Writer

V = 9
END = 8
BASE = {"unit": "char", "max_vocabulary": V, "hidden_size": 6, "embedding_size": 4, "dropout": 0.0}
BASE |= {"label_smoothing": 0.0, "learning_rate": 0.01, "batch_size": 4, "steps": 1}
KINDS = {
    "lstm": {},
    "gru both norms": {"cell": "gru", "layer_norm": True, "num_layers": 2, "attention": "bahdanau"},
    "rnn one way": {"cell": "rnn", "bidirectional": False, "num_layers": 2},
    "without attention": {"attention": "none", "bidirectional": False},
    "rnn with relu": {"cell": "rnn", "activation": "relu", "bias": False, "attention": "bahdanau"},
    "lstm without bias": {"bias": False, "num_layers": 2},
    "gru without bias": {"cell": "gru", "bias": False},
    "lstm step by step": {"attention": "bahdanau"},
}


def made(**changes: object) -> tuple[ResolvedTranslate, Translator, Writer]:
    config = parse(ResolvedTranslate, BASE | changes)
    torch.manual_seed(1)
    model = build(config, V).eval()
    for weight in model.parameters():
        torch.nn.init.normal_(weight, std=0.7)
    arrays = {name: weight.detach().numpy() for name, weight in model.state_dict().items()}
    return config, model, Writer(arrays, config, END)


@pytest.mark.parametrize("kind", KINDS)
@torch.no_grad()
def test_numpy_computes_what_torch_computes(kind: str) -> None:
    config, model, writer = made(**KINDS[kind])
    assert {name: tuple(w.shape) for name, w in model.state_dict().items()} == translate_shapes(config, V)
    source, before = np.array([3, 1, 4, 1, 5, END]), np.array([END, 2, 7, 1])
    scores = model(torch.from_numpy(source)[None], torch.from_numpy(before)[None])
    likely = torch.softmax(scores, dim=-1)[0].numpy()
    assert np.abs(writer.chances(source, before) - likely).max() < 1e-6


@pytest.mark.parametrize("kind", KINDS)
@torch.no_grad()
def test_a_beam_of_one_is_greedy(kind: str) -> None:
    _, model, writer = made(**KINDS[kind])
    luck = np.random.default_rng(0)
    sources = [np.append(luck.integers(0, END, size), END) for size in (3, 2, 3)]
    for source, (written,) in zip(sources, writer.write(sources, beam=1), strict=True):
        ids = [END]
        for _ in range(2 * len(source) + 20):
            scores = model(torch.from_numpy(source)[None], torch.tensor([ids]))[0, -1]
            if len(ids) == 1:
                scores[END] = -torch.inf
            if int(scores.argmax()) == END:
                break
            ids.append(int(scores.argmax()))
        assert list(written.ids) == ids[1:]


def test_the_best_are_in_order_each_once_with_shares_that_sum_to_one() -> None:
    _, _, writer = made()
    (found,) = writer.write([np.array([3, 1, 4, END])], beam=5)
    assert len({written.ids for written in found}) == len(found) > 1
    scores = [written.score for written in found]
    assert scores == sorted(scores, reverse=True)
    for written in found:
        assert written.attention.shape[1] == 4
        assert written.attention.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
        assert len(written.chances) - len(written.ids) in {0, 1}


def test_a_wider_beam_finds_what_is_at_least_as_likely() -> None:
    _, _, writer = made()
    luck = np.random.default_rng(3)
    sources = [np.append(luck.integers(0, END, 5), END) for _ in range(20)]
    one, many = (writer.write(sources, beam, length_penalty=0.0) for beam in (1, 8))
    assert sum(b[0].score >= a[0].score - 1e-5 for a, b in zip(one, many, strict=True)) >= 19


def test_batches_change_nothing() -> None:
    _, _, writer = made()
    luck = np.random.default_rng(5)
    sources = [np.append(luck.integers(0, END, size), END) for size in (2, 4, 4, 4, 6)]
    together = writer.write(sources, beam=3)
    for source, found in zip(sources, together, strict=True):
        (alone,) = writer.write([source], beam=3)
        assert [written.ids for written in alone] == [written.ids for written in found]


def test_targets_stand_behind_what_comes_before_them() -> None:
    before, wanted = side_by_side([np.array([3, 4, END], np.int32), np.array([5, END], np.int32)])
    assert before.tolist() == [[END, 3, 4], [END, 5, END]]
    assert wanted.tolist() == [[3, 4, END], [5, END, -100]]
    coded = Coded((np.array([1, END]), np.array([2, END])), (np.array([3, END]), np.array([4, END])))
    ((source, _, _),) = grouped(coded, [0, 1])
    assert source.tolist() == [[1, END], [2, END]]


def translator(vocabulary: Vocabulary, **changes: object) -> TextTranslator:
    config = parse(ResolvedTranslate, BASE | {"unit": vocabulary.unit} | changes)
    torch.manual_seed(0)
    model = build(config, len(vocabulary))
    arrays = {name: weight.detach().numpy() for name, weight in model.state_dict().items()}
    arrays["bias"][vocabulary.unk] = 9.0  # it always writes the unknown symbol
    return TextTranslator(arrays, config, vocabulary)


def test_unknown_symbols_are_copied_from_where_attention_looked() -> None:
    vocabulary = Vocabulary.fit(" ab\n", "char", unk=True)
    found = translator(vocabulary).translate("aΩb", beam=1)[0]
    assert set(found.text) == {"Ω"}
    assert found.copied == len(found.text)
    assert found.read == (" ", "a", "Ω", "b", "\n")


def test_without_attention_unknown_symbols_are_left_out() -> None:
    vocabulary = Vocabulary.fit(" ab\n", "char", unk=True)
    assert translator(vocabulary, attention="none").translate("aΩb", beam=1)[0].text == ""


def test_attention_of_pieces_is_put_together_by_words() -> None:
    vocabulary = Vocabulary.fit(" the cat the mat\n" * 20, "bpe", 12, unk=True)
    found = translator(vocabulary).translate("the cat", beam=1)[0]
    read, written, shares = by_word(found)
    assert read[:2] == ["the", "cat"]
    assert shares.shape == (len(written), len(read))
    assert shares.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert len(by_symbol(found)[0]) == len(encode_texts(vocabulary, ["the cat"])[0])
