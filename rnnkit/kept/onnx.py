"""The network of a kept model in ONNX, for programs that are not Python. Needs onnx and onnxscript."""

import io
from importlib.util import find_spec
from typing import Any

import torch
from safetensors.torch import load
from torch import Tensor, nn

from rnnkit.errors import ConfigError
from rnnkit.kept.kept import Kept
from rnnkit.kept.recompute import forecaster, language_model
from rnnkit.nn.language import LanguageModel
from rnnkit.text import t

PACKAGES = ("onnx", "onnxscript")


class Scores(nn.Module):
    """A language model that reads a text from its beginning: symbols `(B, T)` to scores `(B, T, V)`."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> Tensor:
        """The scores of what follows every symbol."""
        scores: Tensor = self.model(ids)[0]
        return scores


class WindowScores(nn.Module):
    """A model of both directions: windows `(B, L)` to the scores `(B, V)` of the symbol after each."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> Tensor:
        """The scores of what follows every window."""
        return self.model.after_window(ids)


def to_onnx(kept: Kept) -> bytes:
    """One pass of the network for inputs of the size of the stored ones: as `predict.py` feeds it.

    Raises `ConfigError` where the packages are missing.
    """
    if any(find_spec(name) is None for name in PACKAGES):
        raise ConfigError(t("ONNX needs two more packages: pip install onnx onnxscript."))
    model, inputs, names = _forecaster(kept) if kept.task == "forecast" else _language_model(kept)
    sink = io.BytesIO()
    program: Any = torch.onnx.export(
        model, inputs, input_names=names, output_names=["answers"], dynamo=True, verbose=False
    )
    program.save(sink)
    return sink.getvalue()


def _forecaster(kept: Kept) -> tuple[nn.Module, tuple[Tensor, ...], list[str]]:
    stored = load(kept.predictions)
    names = ["values", "past", "future"]
    return forecaster(kept), tuple(stored[name][:1] for name in names), names


def _language_model(kept: Kept) -> tuple[nn.Module, tuple[Tensor, ...], list[str]]:
    model = language_model(kept)
    ids = load(kept.predictions)["ids"].long()[None]
    return (WindowScores if kept.config.bidirectional else Scores)(model), (ids,), ["ids"]
