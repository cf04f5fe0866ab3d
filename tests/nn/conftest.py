"""What is asked of networks holds whoever computes their layers: `RNNKIT_CORE` forces one on all."""

import os

import pytest

from rnnkit.networks import recurrent
from rnnkit.quick.layers import Quick, find_engine
from rnnkit.quick.library import CORE
from rnnkit.quick.native import Native


@pytest.fixture(autouse=True)
def _forced(monkeypatch):
    """Recurrent layers are computed as the environment asks; by torch's own kernels where it says nothing."""
    if os.environ.get(CORE) and (engine := find_engine()):
        monkeypatch.setattr(recurrent, "stock", Quick(engine, half=False))
        monkeypatch.setattr(Native, "gains", lambda *_, **__: True)
