"""The partner of series as a file, and back."""

from collections.abc import Mapping

import numpy as np
from safetensors.numpy import save

from rnnkit.errors import DataError
from rnnkit.files.safetensors_file import damaged, read_tensors
from rnnkit.tasks.classify.answering import PARTNER
from rnnkit.tasks.classify.series.kernels import PICKS, SUMMARIES, KernelPartner, Kernels
from rnnkit.tasks.classify.series.rows import SeriesRows
from rnnkit.tasks.classify.series.scaling import SCALING, Scaling
from rnnkit.words import t

LONGEST_DILATION = 1_000_000


def files(rows: SeriesRows, partner: KernelPartner) -> dict[str, bytes]:
    """How series are scaled and cut, and the numbers of the partner."""
    return {SCALING: rows.how.model_dump_json().encode(), PARTNER: kernel_bytes(partner)}


def kernel_bytes(partner: KernelPartner) -> bytes:
    """The numbers of a partner as a safetensors file."""
    arrays = vars(partner.kernels) | {
        name: getattr(partner, name) for name in ("mean", "spread", "weights", "bias")
    }
    return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def read_kernels(content: bytes, how: Scaling, classes: int) -> KernelPartner:
    """The partner of a file. Raises `DataError` where its numbers do not fit each other or are not finite."""
    file = read_tensors(content)
    shape = file.tensors["biases"].shape if "biases" in file.tensors else ()
    D, B = (shape[0], shape[2]) if len(shape) == 3 else (-1, -1)
    P = D * len(PICKS) * B + SUMMARIES * how.channels + 1
    wanted: Mapping[str, tuple[str, tuple[int, ...]]] = {
        "dilations": ("I32", (D,)),
        "channels": ("F32", (D, len(PICKS), how.channels)),
        "biases": ("F32", (D, len(PICKS), B)),
        "mean": ("F32", (P,)),
        "spread": ("F32", (P,)),
        "weights": ("F32", (P, classes)),
        "bias": ("F32", (classes,)),
    }
    if {name: (tensor.dtype, tensor.shape) for name, tensor in file.tensors.items()} != wanted:
        raise damaged(t("linear partner"))
    arrays = file.arrays()
    dilations = arrays["dilations"].astype(np.int32)
    sound = all(np.isfinite(array).all() for array in arrays.values()) and (arrays["spread"] > 0).all()
    if not sound or ((dilations < 1) | (dilations > LONGEST_DILATION)).any():
        raise DataError(t("The linear partner holds numbers that cannot be; export the model again."))
    kernels = Kernels(dilations, arrays["channels"], arrays["biases"])
    own = {name: arrays[name] for name in ("mean", "spread", "weights", "bias")}
    return KernelPartner(kernels, **own, how=how)
