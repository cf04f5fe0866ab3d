"""NumPy and torch agree, as the screen says they do, and a disagreement would be seen."""

import numpy as np
import pytest

from rnnkit.inspect import parity
from rnnkit.jobs import probe
from rnnkit.numpy_rnn import CELLS, CROSS_ENTROPY, cells
from rnnkit.runs.store import Store


def test_both_give_the_same_states_predictions_and_gradients() -> None:
    found = parity.facts()["cells"]
    assert set(found) == {"rnn", "relu", "gru", "lstm"}
    for cell in found.values():
        assert cell["forward"] < 1e-8
        assert 0 < cell["gradients"] < 1e-6


def test_a_slip_in_a_formula_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A GRU whose gate acts before the matrix instead of after it, as in the first paper."""

    def original(w, x, before):
        now = cells.gru_forward(w, x, before)
        m = w.W_hn @ (now.r * before.h) + w.b_hn
        n = np.tanh(w.W_xn @ x + w.b_xn + m)
        return cells.Arrays(**{**now, "m": m, "n": n, "h": (1 - now.z) * n + now.z * before.h})

    slipped = cells.Cell(CELLS["gru"].shapes, ("h",), original, cells.gru_backward)
    monkeypatch.setattr(parity, "CELLS", {**CELLS, "gru": slipped})
    found = parity.parity("gru", CROSS_ENTROPY)
    assert found.forward > 1e-3
    assert found.gradients > 1e-3


def test_what_was_measured_is_there_for_the_screen(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "facts", lambda: {"cores": 2, "devices": []})
    assert store.facts.get(parity.FACT) is None
    probe.measure(store, "broker", True)
    assert store.facts.get(probe.FACT) == {"cores": 2, "devices": []}
    assert store.facts.get(parity.FACT) == parity.facts()
