"""The page Step by step: what it shows is what the toy network computes, whatever is chosen."""

import numpy as np
import pytest
from made_up import Visit

from pages.ui.frame.words import three
from pages.ui.inside.gradients import clipping_frame, turned
from rnnkit.inspect.toy import toy
from rnnkit.inspect.toy_settings import ToyConfig
from rnnkit.numpy_rnn import Arrays, norm
from rnnkit.runs.store import Store

PARITY = {
    "torch": "2.13.0",
    "cells": {cell: {"forward": 2e-16, "gradients": 3e-16} for cell in ("rnn", "relu", "gru", "lstm")},
}


def metric(app, label):
    return next(one for one in app.metric if label in one.label)


@pytest.mark.parametrize(
    ("cell", "way", "sequence"),
    [
        ("RNN", "Forward", "The word hello"),
        ("RNN with ReLU", "Backward", "A sine wave"),
        ("GRU", "Backward", "The word hello"),
        ("LSTM", "Forward", "A sine wave"),
        ("LSTM", "Backward", "The word hello"),
    ],
)
def test_every_choice_shows_a_whole_page(visit: Visit, cell: str, way: str, sequence: str) -> None:
    app = visit("step_by_step", toy_cell=cell, toy_way=way, toy_sequence=sequence, toy_step="2")
    assert not app.exception
    assert not app.error
    assert "step 2" in app.subheader[0].value
    assert len(app.code) == len(app.latex) >= 3
    assert float(metric(app, "nudging").value) < 1e-6


def test_one_step_downhill_is_one_step_of_the_toy(visit: Visit) -> None:
    app = visit("step_by_step", toy_cell="GRU", toy_seed="3")
    app.button(key="sgd_1").click().run()
    app.button(key="sgd_10").click().run()
    expected = toy(ToyConfig(cell="gru", seed=3, updates=11))
    assert metric(app, "Loss after 11 steps").value == three(expected.run.loss)
    assert app.query_params["toy_updates"] == "11"
    app.button(key="sgd_0").click().run()
    assert metric(app, "Loss after 0 steps").value == three(expected.losses[0])


def test_code_and_formula_are_those_of_the_cell(visit: Visit) -> None:
    app = visit("step_by_step", toy_cell="LSTM")
    assert "c = f * before.c + i * g" in [one.value for one in app.code]
    assert any(r"f_{t} \odot c_{t-1} + i_{t} \odot g_{t}" in one.value for one in app.latex)


def test_backward_each_kind_of_gradient_has_a_view_of_its_own(visit: Visit) -> None:
    app = visit("step_by_step", toy_way="Backward")
    assert "dW_hh = np.outer(da, before.h)" not in [one.value for one in app.code]
    assert "da = dh * phi.slope(now.h)" not in [one.value for one in app.code]
    app.session_state["toy_formulas"] = "The pre-activations"
    app.run()
    assert [one.value for one in app.code] == ["da = dh * phi.slope(now.h)"]
    app.session_state["toy_formulas"] = "What goes to the step before"
    app.run()
    assert [one.value for one in app.code] == ["dh_before = w.W_hh.T @ da", "dx = w.W_xh.T @ da"]
    app.session_state["toy_formulas"] = "The shared weights"
    app.run()
    assert "dW_hh = np.outer(da, before.h)" in [one.value for one in app.code]


def test_a_step_beyond_the_end_of_a_shorter_sequence_is_its_last(visit: Visit) -> None:
    app = visit("step_by_step", toy_sequence="A sine wave", toy_step="8")
    app.selectbox(key="toy_sequence").select("hello").run()
    assert not app.exception
    assert app.slider(key="toy_step").value == 4


def test_the_proof_of_torch_is_what_was_measured(visit: Visit, store: Store) -> None:
    app = visit("step_by_step")
    assert "being computed" in app.info[0].value
    store.facts.set("parity", PARITY)
    app.run()
    assert metric(app, "torch").value == "3.00e-16"
    assert any("torch 2.13.0" in one.value for one in app.caption)


def test_numbers_that_explode_are_said_in_a_sentence(visit: Visit) -> None:
    settings = {"toy_learning_rate": "10", "toy_updates": "300", "toy_hidden_size": "4"}
    app = visit("step_by_step", toy_cell="RNN with ReLU", toy_sequence="A sine wave", **settings)
    assert "lower the learning rate or clip the gradient" in app.error[0].value


def test_a_link_that_cannot_be_is_left_out_and_said(visit: Visit) -> None:
    app = visit("step_by_step", toy_hidden_size="9", toy_cell="Transformer")
    assert app.info[0].value == "Ignored 2 settings in the link."
    assert not app.error
    some = visit("step_by_step", toy_hidden_size="9", toy_cell="GRU")
    assert some.info[0].value == "Ignored 1 setting in the link. The others are in the form."


def test_clipping_by_hand() -> None:
    """(3, 4) at 3: by value (3, 3), turned by 8.13 degrees; by norm (1.8, 2.4), turned by nothing."""
    frame = clipping_frame(Arrays(**{"a": toy_array(3.0), "b": toy_array(4.0)}), 3.0)
    assert frame.iloc[:, 1].tolist() == pytest.approx([5, 18**0.5, 3])
    assert frame.iloc[:, 2].tolist() == pytest.approx([4, 3, 2.4])
    assert frame.iloc[:, 3].tolist() == pytest.approx([0, 8.130, 0], abs=1e-3)


def toy_array(number: float):
    return np.array([number])


def test_no_direction_is_turned_by_nothing() -> None:
    nothing = Arrays(a=toy_array(0.0))
    assert norm(nothing) == turned(nothing, nothing) == 0
