"""Gates as NumPy reads them are those of torch's own layers, in every kind of stack."""

import numpy as np
import pytest
import torch

from rnnkit.data import read_table
from rnnkit.data.samples import sample_bytes
from rnnkit.errors import ConfigError
from rnnkit.networks.recurrent import Recurrent
from rnnkit.tasks.forecast import plan as forecast_plan
from rnnkit.tasks.forecast.inputs.channels import channels
from rnnkit.tasks.forecast.inputs.windows import Windows
from rnnkit.tasks.forecast.networks.model import build as build_forecaster
from rnnkit.tasks.forecast.reading import read_series
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text import plan as text_plan
from rnnkit.tasks.text.corpus import read_corpus
from rnnkit.tasks.text.networks import model as text_model
from rnnkit.tasks.text.reading import read_text
from rnnkit.tasks.text.sample_networks import NETWORKS, trained
from rnnkit.tasks.text.settings import TextConfig

TEXT = "It was the best of times, it was the worst of times; we had everything, we had nothing. " * 3
NAMES = {"lstm": "ifgo", "gru": "rz"}


def torch_layers(recurrent: Recurrent, x: torch.Tensor):
    """States and gates `(T, H)` of every layer and direction, computed by torch from inputs `(T, F)`."""
    for layer, norm in zip(recurrent.layers, recurrent.norms, strict=True):
        outputs = layer(x[None])[0][0]
        for half, suffix in zip(outputs.split(layer.hidden_size, dim=1), ("", "_reverse"), strict=False):
            turn = (lambda values: values.flip(0)) if suffix else (lambda values: values)
            before = torch.cat([torch.zeros(1, layer.hidden_size), turn(half)[:-1]]).to(x)
            ih, hh, b_ih, b_hh = (
                getattr(layer, f"{kind}_l0{suffix}")
                for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            )
            sums = turn(torch.sigmoid(turn(x) @ ih.T + b_ih + before @ hh.T + b_hh))
            yield half, sums.split(layer.hidden_size, dim=1)
        x = norm(outputs)


def check(reading, recurrent: Recurrent, x: torch.Tensor) -> None:
    """All of a reading against torch."""
    theirs = list(torch_layers(recurrent, x))
    assert len(reading.layers) == len(theirs)
    for ours, (h, blocks) in zip(reading.layers, theirs, strict=True):
        np.testing.assert_allclose(ours.h, h.numpy(), atol=1e-6, rtol=0)
        assert ours.gates.keys() == set(NAMES[reading.cell]) - {"g"}
        for name, block in zip(NAMES[reading.cell], blocks, strict=False):
            if name in ours.gates:
                np.testing.assert_allclose(ours.gates[name], block.numpy(), atol=1e-6, rtol=0)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize(
    "more",
    [{}, {"num_layers": 2, "layer_norm": True}, {"bidirectional": True, "num_layers": 2}, {"tied": True}],
    ids=str,
)
@torch.no_grad()
def test_gates_are_those_of_torch(cell, more):
    corpus = read_corpus(TEXT, TextConfig())
    config = text_plan.resolve(corpus, TextConfig(cell=cell, hidden_size=12, **more))
    torch.manual_seed(3)
    model = text_model.build(config, len(corpus.vocabulary)).double().eval()
    weights = {name: 2 * tensor for name, tensor in model.state_dict().items()}
    model.load_state_dict(weights)
    reading = read_text(
        {name: one.numpy() for name, one in weights.items()}, config, corpus.vocabulary, TEXT[:90]
    )
    ids = torch.from_numpy(corpus.vocabulary.encode(TEXT[:90])).long()
    x = model.embed(ids) * (config.embedding_size**0.5 if config.tied else 1)
    check(reading, model.recurrent, x)
    assert reading.symbols[:6] == ("I", "t", "␣", "w", "a", "s")


@pytest.mark.parametrize(
    ("cell", "more"),
    [
        ("lstm", {}),
        ("gru", {"normalization": "mean", "layer_norm": True}),
        ("lstm", {"normalization": "none"}),
    ],
)
@torch.no_grad()
def test_a_forecaster_reads_what_it_reads_in_its_first_test_window(cell, more):
    table = read_table(sample_bytes("airline"))
    config = forecast_plan.resolve(
        table, ForecastConfig(cell=cell, hidden_size=8, num_layers=2, test=24, horizon=12, **more)
    )
    (channel,) = channels(table, config)
    torch.manual_seed(3)
    windows = Windows([channel], config, torch.device("cpu"))
    batch = windows.gather(windows.positions("test")[:1])
    model = build_forecaster(config, windows).double().eval()
    seen: list[torch.Tensor] = []
    model.encoder.register_forward_pre_hook(lambda _, given: seen.append(given[0].open()[0]))
    model(batch.values.double(), batch.past.double(), batch.future.double())
    weights = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    reading = read_series(weights, config, channel)
    check(reading, model.encoder, seen[0])
    assert len(reading) == len(seen[0])


@pytest.mark.parametrize("cell", NETWORKS)
@torch.no_grad()
def test_the_networks_that_are_shown_are_trained_and_are_read_as_by_torch(cell):
    found = trained(cell)
    model = text_model.build(found.config, len(found.vocabulary))
    model.load_state_dict({name: torch.from_numpy(np.array(one)) for name, one in found.weights.items()})
    model.double().eval()
    line = "We know it well, my lord: the king is dead, and I love him still."
    ids = torch.from_numpy(found.vocabulary.encode(line)).long()
    check(read_text(found.weights, found.config, found.vocabulary, line), model.recurrent, model.embed(ids))
    # Trained ones: the next letter is far likelier than by counting letters, which takes 3.3 nats.
    scores = torch.log_softmax(model(ids[None])[0][0], dim=-1)
    nats = -float(np.mean([scores[n, after] for n, after in enumerate(ids[1:])]))
    assert nats < 2.2


def test_what_the_network_has_never_seen_is_left_out_and_said():
    found = trained("gru")
    reading = read_text(found.weights, found.config, found.vocabulary, "to 日 be")
    assert "".join(reading.symbols) == "to␣␣be"
    assert "日" in reading.notice
    with pytest.raises(ConfigError, match="knows nothing of this prompt"):
        read_text(found.weights, found.config, found.vocabulary, "日本")
