"""Formulas come from the code: their letters by hand, their numbers by running the same line."""

import numpy as np
import pytest

from rnnkit.inspect.equations import (
    Equation,
    backward_equations,
    forward_equations,
    number,
    numbers,
    symbol,
    value,
)
from rnnkit.inspect.toy import Toy, toy
from rnnkit.inspect.toy_settings import ToyConfig
from rnnkit.numpy_rnn.functions import LINEAR, RELU, TANH, sigmoid

CELLS = ["rnn", "relu", "gru", "lstm"]
PHI = {"rnn": TANH, "relu": RELU, "linear": LINEAR}


def found(cell: str, **settings: object) -> Toy:
    return toy(ToyConfig(cell=cell, updates=3, **settings))  # type: ignore[arg-type]


def all_equations(of: Toy) -> tuple[Equation, ...]:
    return forward_equations(of) + backward_equations(of)


def test_the_formulas_of_an_rnn_by_hand():
    shown = {one.name: one.formula(symbol) for one in all_equations(found("rnn"))}
    assert shown["a"] == r"W_{xh}\, x_{t} + W_{hh}\, h_{t-1} + b_{h}"
    assert shown["h"] == r"\tanh\left(a_{t}\right)"
    assert shown["loss"] == r"-\log\left(\hat{y}_{t}^\top y_{t}\right)"
    assert shown["da"] == r"\frac{\partial L}{\partial h_{t}} \odot \left(1 - h_{t}^2\right)"
    assert shown["dh_before"] == r"W_{hh}^\top\, \frac{\partial L}{\partial a_{t}}"


def test_brackets_stand_where_an_operation_is_weaker_than_the_one_around_it():
    shown = {one.name: one.formula(symbol) for one in all_equations(found("gru"))}
    assert shown["h"] == r"\left(1 - z_{t}\right) \odot n_{t} + z_{t} \odot h_{t-1}"
    assert shown["da_r"].endswith(r"\odot r_{t} \odot \left(1 - r_{t}\right)")


def test_a_sum_falls_into_its_parts_and_nothing_else_does():
    shown = {one.name: one.terms(symbol) for one in all_equations(found("rnn"))}
    assert shown["a"] == (r"W_{xh}\, x_{t}", r"W_{hh}\, h_{t-1}", "b_{h}")
    assert len(shown["ds"]) == len(shown["da"]) == 1


@pytest.mark.parametrize("sequence", ["hello", "sine"])
@pytest.mark.parametrize("cell", CELLS)
def test_the_numbers_are_those_the_line_computes(cell, sequence):
    """Run every line with the numbers its formula shows; the result is the number on the left."""
    of = found(cell, sequence=sequence)
    for t in range(len(of.sequence)):
        for equation in all_equations(of):
            names = {"np": np, "sigmoid": sigmoid, "phi": PHI.get(cell), "goal": of.sequence.lesson.goal}
            result = eval(equation.code.partition("=")[2], Namespace(of, t, names))
            np.testing.assert_allclose(result, value(of, t, equation.name), rtol=1e-12, err_msg=equation.code)


class Namespace(dict):
    """Looks up every name of a line the way the page does."""

    def __init__(self, of: Toy, t: int, known: dict[str, object]) -> None:
        super().__init__(known)
        self.of, self.t = of, t

    def __missing__(self, name: str) -> object:
        if name in ("w", "before", "now", "arriving"):
            return Place(self.of, self.t, name)
        return value(self.of, self.t, name)


class Place:
    """`before.h` and the like."""

    def __init__(self, of: Toy, t: int, name: str) -> None:
        self._look = lambda last: value(of, t, f"{name}.{last}")

    def __getattr__(self, last: str) -> object:
        return self._look(last)


@pytest.mark.parametrize("cell", CELLS)
def test_every_value_of_a_step_has_its_line(cell):
    of = found(cell)
    assert {one.name for one in forward_equations(of)} == set(of.run.steps[0])
    gradients = {one.name.removeprefix("d") for one in backward_equations(of)}
    assert set(of.cell.shapes) - {name for name in of.weights if name[0] == "b"} <= gradients


@pytest.mark.parametrize(
    ("entry", "text"), [(0.12345, "0.123"), (-2.0, "-2"), (1.2e-7, r"1.2{\cdot}10^{-7}"), (0.0, "0")]
)
def test_numbers_have_three_digits_and_powers_of_ten(entry, text):
    assert number(entry) == text


def test_columns_matrices_and_single_numbers():
    assert numbers(np.array([1.0, 2.0])) == r"\begin{bmatrix}1\\ 2\end{bmatrix}"
    assert numbers(np.eye(2)) == r"\begin{bmatrix}1 & 0\\ 0 & 1\end{bmatrix}"
    assert numbers(np.array([[-3.0]])) == "(-3)"
