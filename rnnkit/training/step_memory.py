"""How much memory one training step takes, measured: what is kept on the way forward for the way back."""

from collections.abc import Callable

from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks


def kept_megabytes(loss: Callable[[], Tensor]) -> float:
    """Megabytes that are kept while a loss is computed, each piece of memory counted once.

    The weights are among them where a product needs them again; they are the same for every length.
    """
    kept: dict[int, Tensor] = {}  # holding them, so that no place is used twice

    def note(tensor: Tensor) -> Tensor:
        kept[tensor.untyped_storage().data_ptr()] = tensor
        return tensor

    with saved_tensors_hooks(note, lambda tensor: tensor):
        loss()
    return sum(tensor.untyped_storage().nbytes() for tensor in kept.values()) / 1e6
