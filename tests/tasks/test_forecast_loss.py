"""What a miss of a forecaster costs: of its middle by the chosen loss, of its borders by quantile."""

import pytest
import torch

from rnnkit.tasks.forecast.networks.model import forecast_loss

LEVELS = torch.tensor([0.1, 0.5, 0.9])


def forecast_of(middle, half=1.0):
    """Low, middle and high `(1, K, 3)`: borders are told by their distance, as the network does it."""
    middle = torch.tensor([middle], requires_grad=True)
    spread = torch.full_like(middle, half).requires_grad_()
    return middle, spread, torch.stack([middle - spread, middle, middle + spread], dim=-1)


@pytest.mark.parametrize(
    ("name", "of_the_middle"),
    [("mse", (1 + 9) / 2), ("mae", (1 + 3) / 2), ("huber", (0.5 * 1 + (3 - 0.5)) / 2)],
)
def test_a_miss_of_one_and_a_miss_of_three_by_hand(name, of_the_middle):
    """The truth lies 1 and 3 above the middle: 2 and 4 above the low border, 0 and 2 above the high."""
    _, _, forecast = forecast_of([0.0, 0.0])
    borders = (0.1 * 2 + 0.1 * 4 + 0.9 * 0 + 0.9 * 2) / 4
    found = forecast_loss(torch.tensor([[1.0, 3.0]]), forecast, LEVELS, name)
    assert found.item() == pytest.approx(of_the_middle + borders)


@pytest.mark.parametrize("name", ["mse", "mae", "huber"])
def test_the_borders_move_and_do_not_pull_at_the_middle(name):
    middle, spread, forecast = forecast_of([0.5, -0.5], half=0.1)
    answers = torch.tensor([[1.0, 3.0]])
    forecast_loss(answers, forecast, LEVELS, name).backward()
    alone = torch.tensor([[0.5, -0.5]], requires_grad=True)
    losses = {"mse": torch.nn.MSELoss(), "mae": torch.nn.L1Loss(), "huber": torch.nn.HuberLoss()}
    losses[name](alone, answers).backward()
    torch.testing.assert_close(middle.grad, alone.grad)
    assert spread.grad.abs().min() > 0
