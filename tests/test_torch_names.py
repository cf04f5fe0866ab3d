"""What we take from torch though it is not public does what we need; the name of a test says what broke."""

import torch

from rnnkit.training.torch_names import adam, copy_all, move_all


def tensors(*values: float) -> list[torch.Tensor]:
    return [torch.full((2,), float(value)) for value in values]


def test_a_list_of_tensors_is_moved_a_part_of_the_way_in_place() -> None:
    moved = tensors(0, 8)
    move_all(moved, tensors(4, 4), 0.25)
    assert [tensor.tolist() for tensor in moved] == [[1, 1], [7, 7]]


def test_a_list_of_tensors_is_copied_in_place() -> None:
    filled = tensors(0, 0)
    copy_all(filled, tensors(3, 5))
    assert [tensor.tolist() for tensor in filled] == [[3, 3], [5, 5]]


def test_a_step_of_adamw_without_its_class_equals_one_with_it() -> None:
    weight = torch.nn.Parameter(torch.tensor([1.0, -2.0]))
    weight.grad = torch.tensor([0.5, 0.25])
    ours, mean, square, step = weight.detach().clone(), torch.zeros(2), torch.zeros(2), torch.tensor(0.0)
    rates = {"beta1": 0.9, "beta2": 0.999, "lr": 0.1, "weight_decay": 0.01, "eps": 1e-8}
    how = {"amsgrad": False, "maximize": False, "decoupled_weight_decay": True}
    adam([ours], [weight.grad], [mean], [square], [], [step], **how, **rates)
    torch.optim.AdamW([weight], lr=0.1, weight_decay=0.01).step()
    assert torch.equal(ours, weight.detach())
    assert step.item() == 1
