"""Lesson 1: a loop is a memory."""

import numpy as np

from rnnkit.lessons.lesson import Answer, Control, Deeper, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Curve, Curves
from rnnkit.numpy_rnn import CELLS, Array, Arrays
from rnnkit.numpy_rnn.network import nothing, unroll
from rnnkit.words import t

STEPS = 20
FAINT = 0.1  # a state below this counts as forgotten


def one_unit(loop: float) -> Array:
    """The states `(T,)` of a single unit that reads a 1 and then nothing."""
    w = Arrays(W_xh=np.ones((1, 1)), W_hh=np.full((1, 1), loop), b_h=np.zeros(1))
    pulse = np.eye(STEPS, 1)
    return np.array([now.h[0] for now in unroll(CELLS["rnn"], w, pulse, nothing(CELLS["rnn"], 1))])


def remembered(loop: float) -> Observation:
    """For how many steps a pulse stays in the state, with a loop of this weight."""
    states, steps = one_unit(loop), range(1, STEPS + 1)
    figures = {
        "steps": STEPS,
        "kept": int(np.argmin(np.append(states, 0) >= FAINT)),
        "first": float(states[0]),
        "second": float(states[1]),
        "last": float(states[-1]),
    }
    curves = (
        Curve(t("with the loop"), steps, states, "rnn"),
        Curve(t("without a loop"), steps, one_unit(0), "quiet", "dot"),
    )
    return Observation(figures, Curves(curves, t("time step"), t("state")))


LESSON = Lesson(
    name="loop",
    short="Idea",
    title="A loop is a memory",
    words=(
        "A network without memory answers each input on its own; what came before is lost. A recurrent "
        "network keeps a few numbers, its state, and feeds them back into itself: each new state is made "
        "of the new input and the state before.",
        "Hopfield (1982) stored memories in a network of loops, Jordan (1986) fed the output back to work "
        "with sequences, and Elman (1990) the hidden state: that is the simple RNN of today.",
    ),
    formula=r"h_t = \tanh\left(w_x\,x_t + w_h\,h_{t-1}\right)",
    task="This network has a single unit. It hears a 1 at the first step and silence after that. Turn its "
    "loop up and down.",
    control=Control(
        "Weight of the loop",
        tuple(tenth / 10 for tenth in range(21)),
        0.5,
        "How much of the state before enters the new one: the weight w_h of the formula.",
    ),
    experiment=remembered,
    said="With a loop of {setting}, the state stays above 0.1 for {kept} of {steps} steps.",
    alt="State of the unit by time step, with the loop and without one",
    question=LessonQuestion(
        "How long does this network remember what it heard?",
        find="Find a loop with which it remembers to the last step, or only while it hears.",
        hint="The sentence under the picture counts the steps for which the state stays above 0.1.",
        first=1,
        answers=(
            Answer(
                "Only while it hears it",
                lambda found: found["kept"] == 1,
                "The state falls from {first} to {second} at once: a loop this weak carries next to "
                "nothing over.",
            ),
            Answer(
                "For a while, then it is forgotten",
                lambda found: 1 < found["kept"] < found["steps"],
                "The state is below 0.1 after {kept} steps and {last} at the last one: every step keeps "
                "only a part of the state before.",
            ),
            Answer(
                "To the last step",
                lambda found: found["kept"] == found["steps"],
                "At step {steps} the state is still {last}: a loop this strong gives back almost all that "
                "tanh takes away.",
            ),
        ),
    ),
    deeper=Deeper("step_by_step", "Every number of such a network", {"toy_cell": "RNN"}),
)
