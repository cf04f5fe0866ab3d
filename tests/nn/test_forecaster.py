"""The forecasting network: shapes, what it says before training, and the number of its weights."""

import itertools

import pytest
import torch

from rnnkit.config import parse
from rnnkit.tasks.forecast.networks.model import shape_of
from rnnkit.tasks.forecast.networks.network import Forecaster, in_segments
from rnnkit.tasks.forecast.plan import count_weights, weight_shapes
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast

OPEN = {
    "horizon": 5,
    "lookback": 12,
    "segment": 4,
    "test": 5,
    "stride": 5,
    "learning_rate": 0.01,
    "batch_size": 8,
}


def shape(past=1, future=2, **settings):
    config = parse(ResolvedForecast, ForecastConfig().model_dump() | OPEN | settings)
    return config, shape_of(config, past, future)


CASES = list(
    itertools.product(
        ["rnn", "gru", "lstm"], [False, True], ["direct", "recursive", "encoder_decoder"], [1, 2]
    )
) + list(itertools.product(["cnn", "transformer"], [False], ["direct", "recursive"], [1, 2]))


@pytest.mark.parametrize(("cell", "bidirectional", "strategy", "num_layers"), CASES)
def test_every_kind_answers_in_shape_and_has_the_weights_that_were_announced(
    cell, bidirectional, strategy, num_layers
):
    torch.manual_seed(0)
    look = {"cell": cell, "bidirectional": bidirectional, "strategy": strategy, "num_layers": num_layers}
    config, form = shape(**look, layer_norm=True, bias=num_layers == 1)
    model = Forecaster(form)
    answer = model(torch.randn(3, 12), torch.randn(3, 12, 1), torch.randn(3, 5, 2))
    assert answer.shape == (3, 4 if strategy == "recursive" else 5, 3)
    assert count_weights(config, 1, 2) == sum(weight.numel() for weight in model.parameters())
    shapes = {name: tuple(weight.shape) for name, weight in model.state_dict().items()}
    assert weight_shapes(config, 1, 2) == shapes


def test_an_untrained_network_repeats_the_last_value_with_a_symmetric_interval():
    _, form = shape(shortcut=False)
    answer = Forecaster(form)(torch.randn(3, 12), torch.randn(3, 12, 1), torch.randn(3, 5, 2))
    assert answer[..., 1].abs().max() == 0
    torch.testing.assert_close(answer[..., 2], -answer[..., 0])


@pytest.mark.parametrize(
    ("cell", "strategy"),
    [*itertools.product(["rnn", "gru", "lstm"], ["direct", "recursive", "encoder_decoder"]),
     *itertools.product(["cnn", "transformer"], ["direct", "recursive"])],
)  # fmt: skip
def test_dropout_acts_with_one_layer_too_so_nobody_is_warned_that_it_does_nothing(cell, strategy):
    """`nn.LSTM` drops between layers alone; here, what the answer is computed from is dropped as well."""
    answers = {}
    for share in (0.0, 0.5):
        torch.manual_seed(0)
        model = Forecaster(shape(cell=cell, strategy=strategy, num_layers=1, dropout=share)[1])
        torch.nn.init.normal_(model.head.weight)  # it starts at zero, where nothing that is dropped is seen
        given = torch.randn(3, 12), torch.randn(3, 12, 1), torch.randn(3, 5, 2)
        answers[share] = [model(*given) for _ in range(2)]
        model.eval()
        assert model(*given).equal(model(*given))
    assert answers[0.0][0].equal(answers[0.0][1])
    assert not answers[0.5][0].equal(answers[0.5][1])


def test_the_interval_never_crosses_its_middle():
    torch.manual_seed(0)
    _, form = shape()
    model = Forecaster(form)
    torch.nn.init.normal_(model.head.weight, std=5)
    answer = model(torch.randn(9, 12), torch.randn(9, 12, 1), torch.randn(9, 5, 2))
    assert (answer[..., 0] <= answer[..., 1]).all()
    assert (answer[..., 1] <= answer[..., 2]).all()


def test_the_line_starts_as_the_fitted_one_on_the_newest_values():
    _, form = shape(past=0, future=0)
    model = Forecaster(form)
    weights, bias = torch.randn(3, 5), torch.randn(5)
    model.start_from_line(weights, bias)
    values = torch.randn(2, 12)
    answer = model(values, torch.zeros(2, 12, 0), torch.zeros(2, 5, 0))[..., 1]
    torch.testing.assert_close(answer, values[:, -3:] @ weights + bias)


def test_segments_are_filled_up_in_front_of_the_past_and_behind_the_future():
    steps = torch.arange(1.0, 6.0).view(1, 5, 1)
    assert in_segments(steps, 2, front=True).tolist() == [[[0, 1], [2, 3], [4, 5]]]
    assert in_segments(steps, 2, front=False).tolist() == [[[1, 2], [3, 4], [5, 0]]]
