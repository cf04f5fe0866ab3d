"""The network in NumPy gives the scores of the network in torch, whatever it is made of."""

import itertools

import numpy as np
import pytest
import torch

from rnnkit.config import (
    ATTENTION_SPAN,
    parse,
)
from rnnkit.errors import DataError
from rnnkit.quick.build import build as build_kernel
from rnnkit.quick.library import CORE
from rnnkit.tasks.text.generation import step_cells
from rnnkit.tasks.text.generation.step_network import StepNetwork, StepReader, WindowReader
from rnnkit.tasks.text.networks.model import arrays_of, build
from rnnkit.tasks.text.plan import count_weights
from rnnkit.tasks.text.settings import ResolvedText, text_shapes

V = 11
SETTINGS = {
    "max_vocabulary": V,
    "hidden_size": 12,
    "embedding_size": 5,
    "dropout": 0.1,
    "learning_rate": 1e-3,
    "batch_size": 2,
    "context": 9,
}
PARTS = {
    "cell": ["rnn", "gru", "lstm"],
    "num_layers": [1, 2, 3],
    "tied": [False, True],
    "layer_norm": [False, True],
    "attention": [False, True],
}
NETWORKS = [dict(zip(PARTS, chosen, strict=True)) for chosen in itertools.product(*PARTS.values())]
NETWORKS += [{"cell": "rnn", "activation": "relu", "num_layers": 2}]
NETWORKS += [{"cell": cell, "bias": False, "num_layers": 2} for cell in PARTS["cell"]]

BUILT = build_kernel()
needs_kernel = pytest.mark.skipif(BUILT is None, reason="no compiler of C++")
CORES = ["loops", pytest.param("kernel", marks=needs_kernel)]


def network_of(**settings):
    """The same random weights for torch and for single steps; none of them zero."""
    config = parse(ResolvedText, SETTINGS | settings)
    torch.manual_seed(0)
    model = build(config, V).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(0.3 * torch.randn_like(weight))
    return model, StepNetwork(arrays_of(model), config, V)


@pytest.mark.parametrize("core", CORES)
@pytest.mark.parametrize("parts", NETWORKS, ids=str)
def test_a_step_gives_the_scores_of_torch(parts, core, monkeypatch):
    monkeypatch.setenv(CORE, core)
    model, network = network_of(**parts)
    ids = np.random.default_rng(0).integers(V, size=(2, ATTENTION_SPAN + 30))
    with torch.no_grad():
        expected = model(torch.from_numpy(ids))[0].numpy()
    read = StepReader(network, 2)
    scores = np.stack([read(column).copy() for column in ids.T], axis=1)
    np.testing.assert_allclose(scores, expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("parts", NETWORKS, ids=str)
def test_a_window_gives_the_scores_of_torch(parts):
    model, network = network_of(**parts, bidirectional=True)
    ids = np.random.default_rng(0).integers(V, size=(2, 12))
    read, scores = WindowReader(network, 2), []
    for column in ids.T:
        scores.append(read(column))
    for end in (1, 5, 9, 12):
        window = torch.from_numpy(ids[:, max(0, end - 9) : end])
        with torch.no_grad():
            expected = model.after_window(window).numpy()
        np.testing.assert_allclose(scores[end - 1], expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_states_multiplied_together_are_those_multiplied_apart(monkeypatch, cell, count):
    monkeypatch.setenv(CORE, "loops")
    _, network = network_of(cell=cell)
    ids, found = np.random.default_rng(0).integers(V, size=(9, count)), []
    for together in (False, True):
        monkeypatch.setattr(step_cells, "together_is_faster", lambda G, H, answer=together: answer)
        read = StepReader(network, count)
        found.append([read(row).copy() for row in ids])
    np.testing.assert_allclose(found[0], found[1], atol=1e-5)


@needs_kernel
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_in_the_kernel_texts_side_by_side_are_bit_for_bit_those_alone(monkeypatch, cell):
    """For sizes that fill no vector, one layer looked up and one multiplied, and more texts than a block."""
    monkeypatch.setenv(CORE, "kernel")
    _, network = network_of(cell=cell, hidden_size=75, num_layers=2)
    ids = np.random.default_rng(0).integers(V, size=(9, 19))
    alone = []
    for column in ids.T:
        read = StepReader(network, 1)
        alone.append([read(column[step : step + 1])[0].copy() for step in range(9)])
    for count in (2, 3, 4, 5, 6, 7, 8, 9, 19):
        read = StepReader(network, count)
        for step in range(9):
            scores = read(ids[step, :count])
            assert all(np.array_equal(scores[n], alone[n][step]) for n in range(count))


def test_reading_at_once_is_reading_one_by_one():
    for bidirectional, kind in ((False, StepReader), (True, WindowReader)):
        _, network = network_of(bidirectional=bidirectional)
        one, other = kind(network, 2), kind(network, 2)
        for symbol in (3, 1, 4, 1):
            scores = one(np.array([symbol, symbol]))
        np.testing.assert_allclose(other.read(np.array([3, 1, 4, 1])), scores, rtol=1e-6)


@pytest.mark.parametrize("core", CORES)
def test_a_large_vocabulary_is_multiplied_instead_of_looked_up(monkeypatch, core):
    monkeypatch.setenv(CORE, core)
    _, network = network_of()
    expected = StepReader(network, 1).read(np.array([1, 2]))
    monkeypatch.setattr("rnnkit.tasks.text.generation.step_layers.TABLE", 0)
    _, network = network_of()
    np.testing.assert_allclose(StepReader(network, 1).read(np.array([1, 2])), expected, rtol=1e-5)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("parts", NETWORKS[::5], ids=str)
def test_names_and_numbers_of_weights_are_those_of_torch(parts, bidirectional):
    model, network = network_of(**parts, bidirectional=bidirectional)
    assert text_shapes(network.config, V) == {name: tuple(w.shape) for name, w in model.state_dict().items()}
    assert count_weights(network.config, V) == sum(weight.numel() for weight in model.parameters())


def test_weights_of_another_model_and_broken_ones_are_refused():
    model, network = network_of()
    arrays = arrays_of(model)
    with pytest.raises(DataError, match="do not fit the settings"):
        StepNetwork(arrays, network.config.replace(hidden_size=13), V)
    with pytest.raises(DataError, match="do not fit the settings"):
        StepNetwork({name: array for name, array in arrays.items() if name != "bias"}, network.config, V)
    arrays["bias"] = np.full(V, np.nan, dtype=np.float32)
    with pytest.raises(DataError, match="not all finite"):
        StepNetwork(arrays, network.config, V)
