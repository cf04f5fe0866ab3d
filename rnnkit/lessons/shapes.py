"""Lesson 4: the five shapes of input and output."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnkit.lessons.lesson import Answer, Control, Deeper, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Chain, NodeRow
from rnnkit.numpy_rnn import CELLS, Array, start
from rnnkit.numpy_rnn.network import Forward, nothing, roll_back, unroll
from rnnkit.words import t

UNITS, SEED = 4, 0


@dataclass(frozen=True)
class TensorShape:
    """At which steps a network reads, and at which it speaks; one mark a step."""

    reads: str
    speaks: str

    def steps(self, marks: str) -> list[int]:
        """The steps with a mark, counted from 0."""
        return [step for step, mark in enumerate(marks) if mark == "x"]


SHAPES: Mapping[str, TensorShape] = {
    "one to one": TensorShape(reads="x", speaks="x"),
    "one to many": TensorShape(reads="x....", speaks="xxxxx"),
    "many to one": TensorShape(reads="xxxxx", speaks="....x"),
    "many to many, aligned": TensorShape(reads="xxxxx", speaks="xxxxx"),
    "many to many, delayed": TensorShape(reads="xxx...", speaks="...xxx"),
}


def reach(shape: TensorShape) -> tuple[Array, Array]:
    """Length of the gradient of the first output by every input and every state: `(T,)` each."""
    cell, T = CELLS["rnn"], len(shape.reads)
    w, begin = start(cell, 1, UNITS, 1, SEED), nothing(cell, UNITS)
    inputs = np.zeros((T, 1))
    reads = shape.steps(shape.reads)
    inputs[reads, 0] = np.random.default_rng(SEED).standard_normal(len(reads))
    run = Forward(begin, unroll(cell, w, inputs, begin))
    dh_out = np.zeros((T, UNITS))
    dh_out[shape.steps(shape.speaks)[0]] = w.W_hy[0]
    back = roll_back(cell, w, inputs, run, dh_out)
    return np.abs(back.inputs[:, 0]), np.array([np.linalg.norm(step.h) for step in back.steps])


def dependence(name: str) -> Observation:
    """Which inputs the first output of a network of this shape depends on."""
    shape = SHAPES[name]
    reads, speaks = shape.steps(shape.reads), shape.steps(shape.speaks)
    by_input, by_state = reach(shape)
    figures = {
        "steps": len(shape.reads),
        "reads": len(reads),
        "speaks": len(speaks),
        "first": speaks[0] + 1,
        "depends": int(np.count_nonzero(by_input[reads])),
    }
    everywhere = range(len(shape.reads))
    rows = (
        NodeRow("x", tuple(float(by_input[step]) if step in reads else None for step in everywhere)),
        NodeRow("h", tuple(by_state.tolist())),
        NodeRow("y", tuple(float(step == speaks[0]) if step in speaks else None for step in everywhere)),
    )
    return Observation(figures, Chain(rows, t("moves the first output by")))


LESSON = Lesson(
    name="shape",
    short="Shapes",
    title="Five shapes of input and output",
    words=(
        "A network may read one thing or many, and say one thing or many. That makes five shapes, and the "
        "same cell serves them all.",
        "One to one has no time in it. One to many goes on from a single start: a caption for a picture. "
        "Many to one reads everything and answers once: the mood of a sentence, the next value of a "
        "series. Many to many answers at every step, as when each word gets its part of speech, or only "
        "after everything was read, as in translation (Cho et al. and Sutskever et al., both 2014).",
    ),
    formula=r"\hat y_t = W_y\,h_t + b_y",
    task="Choose a shape. The stronger the colour, the more a nudge there moves the first output: the palest "
    "tint is hardly, but not zero, no tint is not at all. Where nothing is read, the network hears a zero.",
    control=Control(
        "TensorShape", tuple(SHAPES), "many to one", "Which steps have an input, and which have an output."
    ),
    experiment=dependence,
    said="Inputs: {reads}. Outputs: {speaks}, the first of them at step {first} of {steps}.",
    alt="The network unrolled, with inputs and outputs where this shape has them; the colour says how much "
    "each moves the first output",
    question=LessonQuestion(
        "On which inputs does the first output depend?",
        find="Find a shape whose first output comes before all inputs have been read.",
        hint="Find the first y in the picture, and count the x that are tinted: even the palest tint counts.",
        first=2,
        answers=(
            Answer(
                "On none",
                lambda found: found["depends"] == 0,
                "Inputs that move the first output: {depends} of {reads}.",
            ),
            Answer(
                "On some: it is given while inputs are still to come",
                lambda found: 0 < found["depends"] < found["reads"],
                "Inputs that move the first output: {depends} of {reads}. It is given at step {first}, and "
                "those that come later cannot reach it.",
            ),
            Answer(
                "On all: everything has been read by then",
                lambda found: found["depends"] == found["reads"],
                "Inputs that move the first output: {depends} of {reads}. At step {first}, when it is "
                "given, no input is missing.",
            ),
        ),
    ),
    deeper=Deeper("step_by_step", "Many to many, aligned", {"toy_sequence": "The word hello"}),
)
