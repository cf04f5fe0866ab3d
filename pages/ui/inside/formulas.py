"""The formulas of a step, each with its numbers and its line of code; all three come from the same source."""

import streamlit as st

from pages.ui.inside.walk import Where
from rnnkit.inspect.equations import (
    Equation,
    backward_equations,
    forward_equations,
    numbers,
    symbol,
    value,
)
from rnnkit.inspect.toy import Toy
from rnnkit.words import t

PART = "toy_formulas"
SUM = r"\\ &\quad + "  # numbers take room: every part of a sum gets a line
VALUES, SUMS, BEFORE, WEIGHTS = (
    "The step",
    "The pre-activations",
    "What goes to the step before",
    "The shared weights",
)


def formulas(toy: Toy, where: Where) -> None:
    """All formulas of the step in view; backward they are many, so each kind has a view of its own."""
    st.subheader(t("Formulas, numbers and code of step {step}", step=where.step))
    found = backward_equations(toy) if where.backward else forward_equations(toy)
    if where.backward:
        found = _chosen(toy, found)
    st.caption(t("The formulas are read from the code that runs; ⊙ multiplies number by number."))
    for equation in found:
        _equation(toy, equation, where.index)


def _chosen(toy: Toy, found: tuple[Equation, ...]) -> tuple[Equation, ...]:
    part = st.segmented_control(
        t("Gradients of"),
        (VALUES, SUMS, BEFORE, WEIGHTS),
        default=VALUES,
        required=True,
        format_func=t,
        key=PART,
    )
    if part == WEIGHTS:
        st.caption(
            t("The same weights serve every step, so what the steps ask of them adds up to the gradient.")
        )
    return tuple(one for one in found if _kind(toy, one.name) == part)


def _kind(toy: Toy, name: str) -> str:
    """Which view the gradient of this name belongs to."""
    if name.removeprefix("d") in toy.weights:
        return WEIGHTS
    if name.startswith("da"):
        return SUMS
    return BEFORE if name.endswith("_before") or name == "dx" else VALUES


def _equation(toy: Toy, equation: Equation, index: int) -> None:
    """One formula: in letters, in numbers, in code."""

    def filled(name: str) -> str:
        return numbers(value(toy, index, name))

    lines = (
        f"{symbol(equation.name)} &= {equation.formula(symbol)}",
        "&= " + SUM.join(equation.terms(filled)),
        f"&= {filled(equation.name)}",
    )
    with st.container(border=True):
        code, formula = st.columns([1, 2], vertical_alignment="center")
        code.code(equation.code, language="python", wrap_lines=True)
        formula.latex(r"\begin{aligned}" + r"\\[6pt] ".join(lines) + r"\end{aligned}")
