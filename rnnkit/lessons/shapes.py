"""Lesson 4: the five shapes of input and output, and the one of them in which a dense layer would do."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnkit.lessons import wave
from rnnkit.lessons.lesson import Answer, Control, Deeper, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Chain, NodeRow
from rnnkit.numpy_rnn import CELLS, Array, start
from rnnkit.numpy_rnn.network import Forward, nothing, roll_back, unroll
from rnnkit.words import t

UNITS, SEED = 4, 0
SAME = 1e-12


@dataclass(frozen=True)
class SequenceShape:
    """At which steps a network reads, and at which it speaks; one mark a step."""

    reads: str
    speaks: str

    def steps(self, marks: str) -> list[int]:
        """The steps with a mark, counted from 0."""
        return [step for step, mark in enumerate(marks) if mark == "x"]


SHAPES: Mapping[str, SequenceShape] = {
    "one to one": SequenceShape(reads="x", speaks="x"),
    "one to many": SequenceShape(reads="x....", speaks="xxxxx"),
    "many to one": SequenceShape(reads="xxxxx", speaks="....x"),
    "many to many, aligned": SequenceShape(reads="xxxxx", speaks="xxxxx"),
    "many to many, delayed": SequenceShape(reads="xxx...", speaks="...xxx"),
}


def heard(shape: SequenceShape) -> Array:
    """What a network of this shape reads `(T, 1)`: random numbers, and zeros where there is no input."""
    inputs, reads = np.zeros((len(shape.reads), 1)), shape.steps(shape.reads)
    inputs[reads, 0] = np.random.default_rng(SEED).standard_normal(len(reads))
    return inputs


def reach(shape: SequenceShape) -> tuple[Array, Array]:
    """Length of the gradient of the first output by every input and every state: `(T,)` each."""
    cell, inputs = CELLS["rnn"], heard(shape)
    w, begin = start(cell, 1, UNITS, 1, SEED), nothing(cell, UNITS)
    run = Forward(begin, unroll(cell, w, inputs, begin))
    dh_out = np.zeros((len(inputs), UNITS))
    dh_out[shape.steps(shape.speaks)[0]] = w.W_hy[0]
    back = roll_back(cell, w, inputs, run, dh_out)
    return np.abs(back.inputs[:, 0]), np.array([np.linalg.norm(step.h) for step in back.steps])


def apart(shape: SequenceShape) -> Array:
    """How far each output is from that of a dense network: the same weights, but no state; one number each.

    The dense network has no `W_hh`. A recurrent one that begins with a state of zero multiplies it by
    nothing at step 1.
    """
    cell, inputs = CELLS["rnn"], heard(shape)
    w = start(cell, 1, UNITS, 1, SEED)
    recurrent = np.array([now.h for now in unroll(cell, w, inputs, nothing(cell, UNITS))])
    dense = np.tanh(inputs @ w.W_xh.T + w.b_h)
    miss = (recurrent @ w.W_hy.T + w.b_y) - (dense @ w.W_hy.T + w.b_y)
    return np.abs(miss[shape.steps(shape.speaks), 0])


def dependence(name: str) -> Observation:
    """Which inputs the first output of a network of this shape depends on, and what a dense network says."""
    shape = SHAPES[name]
    reads, speaks = shape.steps(shape.reads), shape.steps(shape.speaks)
    (by_input, by_state), misses = reach(shape), apart(shape)
    figures = {
        "steps": len(shape.reads),
        "reads": len(reads),
        "speaks": len(speaks),
        "first": speaks[0] + 1,
        "depends": int(np.count_nonzero(by_input[reads])),
        "alike": int(np.count_nonzero(misses < SAME)),
        "apart": float(misses.max()),
    }
    everywhere = range(len(shape.reads))
    rows = (
        NodeRow("x", tuple(float(by_input[step]) if step in reads else None for step in everywhere)),
        NodeRow("h", tuple(by_state.tolist())),
        NodeRow("y", tuple(float(step == speaks[0]) if step in speaks else None for step in everywhere)),
    )
    aside = wave.drawn() if name == "one to many" else None
    return Observation(figures, Chain(rows, t("moves the first output by")), aside)


LESSON = Lesson(
    name="shape",
    short="Shapes",
    title="Five shapes of input and output",
    words=(
        "A network may read one thing or many, and say one thing or many. That makes five shapes, and the "
        "same cell serves them all.",
        "One to one has no time in it: the state before step 1 is zero, so the recurrent weights have "
        "nothing to multiply, and the layer is a dense one.",
        "One to many goes on from a single start: a caption for a picture. Many to one reads everything and "
        "answers once: the mood of a sentence, the next value of a series. Many to many "
        "answers at every step, as when each word gets its part of speech, or only after everything was "
        "read, as in translation (Cho et al. and Sutskever et al., both 2014).",
    ),
    formula=r"\begin{aligned} \hat y_t &= W_y\,h_t + b_y \\ "
    r"h_1 &= \tanh\left(W_x\,x_1 + W_h\,h_0 + b\right), \quad h_0 = 0 \end{aligned}",
    task="Choose a shape. The stronger the colour, the more a nudge there moves the first output: the palest "
    "tint is hardly, but not zero, no tint is not at all. Where nothing is read, the network hears a zero. "
    "A dense network with the same weights, but no state, answers at the same steps.",
    control=Control(
        "Shape", tuple(SHAPES), "many to one", "Which steps have an input, and which have an output."
    ),
    experiment=dependence,
    said="Inputs that move the first output, at step {first} of {steps}: {depends} of {reads}. Outputs that "
    "the dense network gives, too: {alike} of {speaks}, with a largest difference of {apart}.",
    alt="The network unrolled, with inputs and outputs where this shape has them; the colour says how much "
    "each moves the first output",
    question=LessonQuestion(
        "Which outputs would a dense network, which has no state, give just as well?",
        find="Find a shape for which a dense network would do.",
        hint="The sentence under the picture counts the outputs that the dense network gives, too.",
        first=2,
        answers=(
            Answer(
                "All of them",
                lambda found: found["alike"] == found["speaks"],
                "The same: {alike} of {speaks}, with a largest difference of {apart}. Everything happens "
                "at step 1, where the state is still zero: without a second step, nothing recurs.",
            ),
            Answer(
                "Only the first",
                lambda found: 0 < found["alike"] < found["speaks"],
                "The same: {alike} of {speaks}. At step 1 the state is still zero; from step 2 on it "
                "carries what came before, and the outputs are up to {apart} apart.",
            ),
            Answer(
                "None of them",
                lambda found: found["alike"] == 0,
                "The same: {alike} of {speaks}; the outputs are up to {apart} apart. By step {first} the "
                "state holds what was read before, and the dense network sees that step alone.",
            ),
        ),
    ),
    deeper=Deeper("step_by_step", "Many to many, aligned", {"toy_sequence": "The word hello"}),
)
