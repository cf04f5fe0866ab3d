"""The network in ONNX answers as the network does; only where the optional packages are installed."""

import numpy as np
import pytest
from safetensors.torch import load

from rnnkit.bundle import read_kept
from rnnkit.bundle.onnx import to_onnx
from rnnkit.tasks.forecast.kept.kept_network import forecaster
from rnnkit.tasks.text.kept.kept_network import language_model
from tests.kept.models import FORECASTS, KINDS

for package in ("onnx", "onnxscript", "onnxruntime"):
    pytest.importorskip(package)


@pytest.mark.filterwarnings("ignore")  # of the exporter about itself
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_answers_the_same(made, kind):
    import onnxruntime

    kept = read_kept(made(kind))
    stored = load(kept.predictions)
    if kind in FORECASTS:
        feed = {name: stored[name][:1] for name in ("values", "past", "future")}
        expected = forecaster(kept)(*feed.values())
    else:
        feed = {"ids": stored["ids"].long()[None]}
        model = language_model(kept)
        both = kept.config.bidirectional
        expected = model.after_window(feed["ids"]) if both else model(feed["ids"])[0]
    session = onnxruntime.InferenceSession(to_onnx(kept))
    (found,) = session.run(None, {name: tensor.numpy() for name, tensor in feed.items()})
    np.testing.assert_allclose(found, expected.detach().numpy(), atol=1e-6)
