"""The network of a kept forecaster, built anew: what it answers, and what ONNX is made of."""

from collections.abc import Mapping

from safetensors.torch import load
from torch import Tensor, nn

from rnnkit.files.kept import Kept
from rnnkit.tasks.forecast.kept.bundle import scaler_of
from rnnkit.tasks.forecast.kept.files import answer
from rnnkit.tasks.forecast.networks.model import shape_of
from rnnkit.tasks.forecast.networks.network import Forecaster
from rnnkit.tasks.forecast.settings import ResolvedForecast


def forecaster(kept: Kept) -> Forecaster:
    """The network, ready to answer."""
    config = kept.config
    assert isinstance(config, ResolvedForecast)
    scaler = scaler_of(kept)
    features = scaler.features(len(config.past_covariates), len(config.future_covariates))
    model = Forecaster(shape_of(config, *features, len(scaler.lines)))
    model.load_state_dict(load(kept.weights))
    return model.eval()


def answers(kept: Kept, stored: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """What it forecasts now for the stored windows, and what it forecast."""
    assert isinstance(kept.config, ResolvedForecast)
    scaler = scaler_of(kept)
    found = answer(forecaster(kept), kept.config, scaler.factors, stored, scaler.trust)
    return found, stored["answers"]


def for_onnx(kept: Kept) -> tuple[nn.Module, tuple[Tensor, ...], list[str]]:
    """The network, one of the stored windows, and the names of its parts."""
    stored = load(kept.predictions)
    names = ["values", "past", "future"]
    return forecaster(kept), tuple(stored[name][:1] for name in names), names
