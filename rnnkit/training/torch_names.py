"""What torch has in no public place: one step of Adam without its class, and lists of tensors moved at once.

When a new version moves or changes one, this is the file to mend; `tests/test_torch_names.py` says which.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.optim.adam import adam

__all__ = ["adam", "copy_all", "move_all"]


def move_all(tensors: Sequence[Tensor], towards: Sequence[Tensor], part: float) -> None:
    """Move each tensor, in place, a part of the way towards its partner."""
    torch._foreach_lerp_(list(tensors), list(towards), part)


def copy_all(into: Sequence[Tensor], values: Sequence[Tensor]) -> None:
    """Fill each tensor, in place, with the values of its partner."""
    torch._foreach_copy_(list(into), list(values))
