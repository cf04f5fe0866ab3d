"""The language model: it says nothing at first, its memory goes on where it was, and it never looks ahead."""

import itertools
import math

import pytest
import torch
from torch.nn.functional import cross_entropy

from rnnkit.config import ATTENTION_SPAN
from rnnkit.tasks.text.networks.network import LanguageModel, LanguageShape

V = 7
PARTS = {
    "cell": ["rnn", "gru", "lstm"],
    "num_layers": [1, 2],
    "layer_norm": [False, True],
    "attention": [False, True],
    "tied": [False, True],
}
NETWORKS = [dict(zip(PARTS, chosen, strict=True)) for chosen in itertools.product(*PARTS.values())]
SHAPE = {
    "vocabulary": V,
    "embedding_size": 5,
    "cell": "lstm",
    "bidirectional": False,
    "hidden_size": 8,
    "num_layers": 1,
    "dropout": 0.0,
    "recurrent_dropout": 0.0,
    "layer_norm": False,
    "attention": False,
    "tied": False,
    "initialization": "torch",
    "forget_bias": 0.0,
    "activation": "tanh",
    "bias": True,
}


def model_of(noise=0.3, **parts):
    torch.manual_seed(0)
    model = LanguageModel(LanguageShape(**(SHAPE | parts)))
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(noise * torch.randn_like(weight))
    return model


def some_text(length, count=2):
    return torch.randint(V, (count, length), generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("parts", NETWORKS, ids=str)
def test_a_memory_carried_over_is_one_long_pass(parts):
    model, ids = model_of(**parts), some_text(2 * ATTENTION_SPAN + 9)
    whole = model(ids)[0]
    memory, scores = None, []
    for part in ids.split(31, dim=1):
        answer, memory = model(part, memory)
        memory = memory.detach()
        scores.append(answer)
    torch.testing.assert_close(torch.cat(scores, dim=1), whole, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("parts", NETWORKS, ids=str)
def test_before_training_every_symbol_is_equally_likely(parts):
    model, ids = model_of(noise=0.0, **parts), some_text(20)
    assert cross_entropy(model(ids)[0][:, :-1].flatten(0, 1), ids[:, 1:].flatten()).item() == pytest.approx(
        math.log(V), rel=1e-5
    )


@pytest.mark.parametrize("parts", NETWORKS, ids=str)
def test_what_comes_later_changes_nothing_before(parts):
    model, ids = model_of(**parts), some_text(20)
    changed = ids.clone()
    changed[:, 10:] = (changed[:, 10:] + 1) % V
    before, after = model(ids)[0], model(changed)[0]
    torch.testing.assert_close(before[:, :10], after[:, :10])
    assert not torch.allclose(before[:, 10:], after[:, 10:])


@pytest.mark.parametrize("attention", [False, True])
def test_a_window_is_read_from_both_ends(attention):
    model, ids = model_of(bidirectional=True, attention=attention), some_text(9)
    for place in (0, 4, 8):
        changed = ids.clone()
        changed[:, place] = (changed[:, place] + 1) % V
        assert not torch.allclose(model.after_window(ids), model.after_window(changed))


def test_no_way_leads_back_into_a_detached_memory():
    model, ids = model_of(attention=True), some_text(6)
    memory = model(ids)[1]
    assert memory.states[0][0].requires_grad
    kept = memory.detach()
    assert not any(tensor.requires_grad for tensor in (*kept.states[0], kept.outputs))


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_dropout_acts_with_one_layer_too_so_nobody_is_warned_that_it_does_nothing(cell):
    """`nn.LSTM` drops between layers alone; here, what the answer is computed from is dropped as well."""
    for share in (0.0, 0.5):
        model, ids = model_of(cell=cell, num_layers=1, dropout=share), some_text(6)
        once, again = model(ids)[0], model(ids)[0]
        assert once.equal(again) == (share == 0)


def test_recurrent_dropout_rests_when_nothing_is_learned_and_is_one_choice_for_a_stretch():
    """With all of the memory put out, a step sees its own symbol only."""
    model, ids = model_of(cell="rnn", recurrent_dropout=1 - 1e-9), some_text(6, count=1)
    ids[0, 1:] = ids[0, 0]
    scores = model(ids)[0][0]
    torch.testing.assert_close(scores, scores[:1].expand_as(scores))
    model.eval()
    assert not torch.allclose(model(ids)[0][0, 0], model(ids)[0][0, 5])
