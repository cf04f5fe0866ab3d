"""Formulas read from the code that computes them, so that what is shown can never differ from what runs.

Each assignment in a step's source is an equation: its line, the formula in LaTeX, and the same formula
with the numbers of one step in place of the names.
"""

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from rnnkit.inspect.toy import Toy
from rnnkit.numpy_rnn import CROSS_ENTROPY, Array, Arrays
from rnnkit.numpy_rnn.functions import LINEAR, RELU, SQUARED_ERROR, TANH
from rnnkit.numpy_rnn.network import read_out, read_out_backward

Words = Callable[[str], str]  # from a name in the code to LaTeX

# How functions are written, `{0}` and `{1}` being their arguments.
WRITTEN: Mapping[str, str] = {
    "np.tanh": r"\tanh\left({0}\right)",
    "sigmoid": r"\sigma\left({0}\right)",
    "np.outer": r"{0}\,{1}^\top",
}
ACTIVATIONS: Mapping[int, Mapping[str, str]] = {
    id(TANH): {"phi.value": r"\tanh\left({0}\right)", "phi.slope": r"\left(1 - {0}^2\right)"},
    id(RELU): {"phi.value": r"\max\left({0},\, 0\right)", "phi.slope": r"\left[{0} > 0\right]"},
    id(LINEAR): {"phi.value": "{0}", "phi.slope": "1"},
}
GOALS: Mapping[int, Mapping[str, str]] = {
    id(CROSS_ENTROPY): {
        "goal.predict": r"\mathrm{{softmax}}\left({0}\right)",
        "goal.value": r"-\log\left({0}^\top {1}\right)",
        "goal.slope": r"{0} - {1}",
    },
    id(SQUARED_ERROR): {  # of a single number, so that its mean is itself
        "goal.predict": "{0}",
        "goal.value": r"\left({0} - {1}\right)^2",
        "goal.slope": r"2\left({0} - {1}\right)",
    },
}
STRENGTH = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.MatMult: 2, ast.Div: 4, ast.Pow: 3}
SIGNS = {ast.Add: " + ", ast.Sub: " - ", ast.Mult: r" \odot ", ast.MatMult: r"\, "}


@dataclass(frozen=True)
class Equation:
    """One line of a step: the name it computes, the line itself, and how its right-hand side is written."""

    name: str
    code: str
    right: ast.expr
    written: Mapping[str, str]

    def formula(self, words: Words) -> str:
        """The right-hand side in LaTeX."""
        return latex(self.right, words, self.written)

    def terms(self, words: Words) -> tuple[str, ...]:
        """The same in the parts of its outermost sum, so that a long one can be written in several lines."""
        return tuple(latex(part, words, self.written) for part in _summands(self.right))


@functools.cache
def parsed(function: Callable[..., object]) -> tuple[tuple[str, str, ast.expr], ...]:
    """Name, line and right-hand side of every assignment to a single name in the source of a function."""
    source = textwrap.dedent(inspect.getsource(function))
    return tuple(
        (node.targets[0].id, ast.get_source_segment(source, node) or "", node.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    )


def forward_equations(toy: Toy) -> tuple[Equation, ...]:
    """The lines of a step forward: those of the cell, then those of the read-out."""
    goal = GOALS[id(toy.sequence.lesson.goal)]
    return equations(toy.cell.forward, WRITTEN) + equations(read_out, {**WRITTEN, **goal})


def backward_equations(toy: Toy) -> tuple[Equation, ...]:
    """The lines of a step backward: those of the read-out, then those of the cell."""
    goal = GOALS[id(toy.sequence.lesson.goal)]
    return equations(read_out_backward, {**WRITTEN, **goal}) + equations(toy.cell.backward, WRITTEN)


def equations(function: Callable[..., object], written: Mapping[str, str]) -> tuple[Equation, ...]:
    """The lines of a function, with the activation of an RNN put in."""
    if isinstance(function, functools.partial):
        written = {**written, **ACTIVATIONS[id(function.keywords["phi"])]}
        function = function.func
    return tuple(Equation(*line, written) for line in parsed(function))


def latex(node: ast.expr, words: Words, written: Mapping[str, str]) -> str:
    """An expression in LaTeX."""
    if isinstance(node, ast.BinOp):
        return _operation(node, words, written)
    if isinstance(node, ast.Call):
        arguments = [latex(argument, words, written) for argument in node.args]
        return written[ast.unparse(node.func)].format(*arguments)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return latex(node.value, words, written) + r"^\top"
    if isinstance(node, ast.Constant):
        return str(node.value)
    return words(ast.unparse(node))


def _summands(node: ast.expr) -> list[ast.expr]:
    """The parts of a sum from left to right; anything else is its own only part."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_summands(node.left), node.right]
    return [node]


def _operation(node: ast.BinOp, words: Words, written: Mapping[str, str]) -> str:
    """Two sides and a sign between them; a weaker operation inside a stronger one stands in brackets."""
    strength = STRENGTH[type(node.op)]
    if isinstance(node.op, ast.Div):
        above, below = (latex(part, words, written) for part in (node.left, node.right))
        return rf"\frac{{1}}{{{below}}}\left({above}\right)"

    def side(inner: ast.expr, least: int) -> str:
        text = latex(inner, words, written)
        weak = isinstance(inner, ast.BinOp) and STRENGTH[type(inner.op)] < least
        return rf"\left({text}\right)" if weak else text

    if isinstance(node.op, ast.Pow):
        return rf"{{{side(node.left, 9)}}}^{{{latex(node.right, words, written)}}}"
    right_least = strength + 1 if isinstance(node.op, ast.Sub) else strength
    return side(node.left, strength) + SIGNS[type(node.op)] + side(node.right, right_least)


def symbol(name: str) -> str:
    """A name of the code as the lesson writes it: `before.h` is h of the step before, `da_i` a slope."""
    place, _, last = name.rpartition(".")
    if place == "arriving":
        part = "h" if last == "out" else last
        source = r"\text{output}" if last == "out" else r"t+1"
        return rf"\left.{slope(quantity(part))}\right|_{{{source}}}"
    if place in ("before", "now", "w") or name in ("T", "x", "y"):
        return name if name == "T" else quantity(last, "t-1" if place == "before" else "t")
    if name == "dh_out":
        return symbol("arriving.out")
    if name.startswith("d"):
        stem, before, _ = name[1:].partition("_before")
        if before or name[1:3] in ("W_", "b_"):  # only this step's part of it: others add theirs
            return rf"\left.{slope(quantity(stem, 't-1' if before else 't'))}\right|_{{t}}"
        return slope(quantity(stem))
    return quantity(name)


def slope(text: str) -> str:
    """The gradient of the loss by something."""
    return rf"\frac{{\partial L}}{{\partial {text}}}"


def quantity(name: str, time: str = "t") -> str:
    """A quantity with its gate above and its step below; weights are the same at every step."""
    if name[:2] in ("W_", "b_"):
        return f"{name[0]}_{{{name[2:]}}}"
    stem, _, gate = name.partition("_")
    if gate == "hat":
        return rf"\hat{{{stem}}}_{{{time}}}"
    base = "L" if name == "loss" else stem
    return f"{base}^{{{gate}}}_{{{time}}}" if gate else f"{base}_{{{time}}}"


def value(toy: Toy, t: int, name: str) -> Array:
    """The number behind a name of the code at step `t` (counted from 0)."""
    place, _, last = name.rpartition(".")
    places: Mapping[str, Arrays] = {
        "w": toy.weights,
        "now": toy.run.steps[t],
        "before": toy.run.before(t),
        "arriving": toy.back.arrivals[t],
        "": toy.run.steps[t],
    }
    lesson = toy.sequence.lesson
    alone: Mapping[str, Array] = {
        "x": lesson.inputs[t],
        "y": lesson.targets[t],
        "T": np.array(len(toy.sequence)),
        "dx": toy.back.inputs[t],
        "dh_out": toy.back.arrivals[t]["out"],
    }
    if name in alone:
        return alone[name]
    if place or name in toy.run.steps[t]:
        return places[place][last]
    return _gradient(toy, t, name.removeprefix("d"))


def _gradient(toy: Toy, t: int, name: str) -> Array:
    """A gradient of step `t`: of what goes to the step before, of the shared weights, or of a value."""
    stem, before, _ = name.partition("_before")
    if before:
        return toy.back.handed_on(t)[stem]
    return toy.back.shares[t][name] if name in toy.weights else toy.back.steps[t][name]


def numbers(array: Array) -> str:
    """A number, a column or a matrix in LaTeX, three significant digits each."""
    if array.size == 1:
        return bracketed(number(array.item()))
    rows = [" & ".join(number(entry) for entry in np.atleast_1d(row)) for row in array]
    return r"\begin{bmatrix}" + r"\\ ".join(rows) + r"\end{bmatrix}"


def bracketed(text: str) -> str:
    """A single number as it stands inside a product."""
    return f"({text})" if text.startswith("-") or "cdot" in text else text


def number(entry: float) -> str:
    """Three significant digits, powers of ten written as such."""
    digits, _, power = f"{entry:.3g}".partition("e")
    return rf"{digits}{{\cdot}}10^{{{int(power)}}}" if power else digits
