"""The charts show the numbers of the pass."""

import numpy as np
import pytest

from rnnkit.inspect.toy import toy
from rnnkit.inspect.toy_settings import ToyConfig
from rnnkit.pictures import toy_network as drawings

LSTM = toy(ToyConfig(cell="lstm"))


def test_what_arrives_is_measured_by_its_length():
    out, later, both = drawings.arriving(LSTM, dark=False).data
    assert later.y[-1] == 0
    assert out.y[-1] == both.y[-1] == pytest.approx(np.linalg.norm(LSTM.back.steps[-1].h))


def test_the_loss_is_drawn_from_the_start():
    (line,) = drawings.downhill([3.0, 2.0, 1.0], "gru", dark=False).data
    assert (list(line.x), list(line.y)) == ([0, 1, 2], [3.0, 2.0, 1.0])


def test_a_gradient_that_is_gone_ends_its_line():
    norms = {cell: np.array([0.0, 0.1, 1.0]) for cell in ("rnn", "relu", "gru", "lstm")}
    frame, spec = drawings.flowing(norms, dark=True)
    rnn = frame[frame["cell"] == "RNN"]
    assert (rnn["back"].tolist(), rnn["length"].tolist()) == ([0, 1], [1.0, 0.1])
    assert spec["encoding"]["color"]["scale"]["domain"] == frame["cell"].unique().tolist()
