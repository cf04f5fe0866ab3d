"""The network of a kept model in ONNX, for programs that are not Python. Needs onnx and onnxscript."""

import io
from importlib.util import find_spec
from typing import Any

import torch

from rnnkit.bundle.models import bundle_of
from rnnkit.errors import ConfigError
from rnnkit.files.kept import Kept
from rnnkit.tasks.task import named
from rnnkit.words import t

PACKAGES = ("onnx", "onnxscript")


def to_onnx(kept: Kept) -> bytes:
    """One pass of the network for inputs of the size of the stored ones: as `predict.py` feeds it.

    Raises `ConfigError` where the packages are missing.
    """
    if any(find_spec(name) is None for name in PACKAGES):
        raise ConfigError(t("ONNX needs two more packages: pip install onnx onnxscript."))
    model, inputs, names = named(bundle_of(kept).onnx)(kept)
    sink = io.BytesIO()
    program: Any = torch.onnx.export(
        model, inputs, input_names=names, output_names=["answers"], dynamo=True, verbose=False
    )
    program.save(sink)
    return sink.getvalue()
