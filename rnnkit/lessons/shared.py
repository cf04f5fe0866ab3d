"""Lesson 3: one set of weights for all steps."""

import numpy as np

from rnnkit.lessons.lesson import Answer, Control, Deeper, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Curve, Curves
from rnnkit.numpy_rnn import CELLS, Array, Arrays, start
from rnnkit.numpy_rnn.network import nothing
from rnnkit.words import t

STEPS, UNITS = 20, 4
PATTERN = (1.0, -1.0, 0.5)
SEEN = 8  # steps from the start of the pattern that are compared
SAME = 1e-12


def weights(seed: int) -> Arrays:
    """Those of a step without a bias, so that silence leaves an empty state empty."""
    drawn = start(CELLS["rnn"], 1, UNITS, 1, seed)
    return Arrays(W_xh=drawn.W_xh, W_hh=drawn.W_hh, b_h=np.zeros(UNITS))


def answer(steps: list[Arrays], place: int) -> Array:
    """The states `(SEEN, H)` since a pattern began at `place` (counted from 1), by each step's weights."""
    inputs = np.zeros((STEPS, 1))
    inputs[place - 1 : place - 1 + len(PATTERN), 0] = PATTERN
    states = [nothing(CELLS["rnn"], UNITS)]
    for w, x in zip(steps, inputs, strict=True):
        states.append(CELLS["rnn"].forward(w, x, states[-1]))
    return np.array([now.h for now in states[place : place + SEEN]])


def later(place: int) -> Observation:
    """The same pattern at step 1 and at `place`, read with shared weights and with own ones at each step."""
    networks = {
        "shared": [weights(0)] * STEPS,
        "own": [weights(seed) for seed in range(STEPS)],
    }
    first = {name: answer(steps, 1) for name, steps in networks.items()}
    second = {name: answer(steps, place) for name, steps in networks.items()}
    size = sum(array.size for array in weights(0).values())
    figures = {
        "steps": STEPS,
        "shared": size,
        "own": size * STEPS,
        "shared_apart": float(np.abs(first["shared"] - second["shared"]).max()),
        "own_apart": float(np.abs(first["own"] - second["own"]).max()),
    }
    steps = range(1, SEEN + 1)
    curves = (
        Curve(t("pattern at step 1"), steps, first["shared"][:, 0], "truth"),
        Curve(
            t("at step {place}, shared weights", place=place), steps, second["shared"][:, 0], "rnn", "dash"
        ),
        Curve(
            t("at step {place}, weights of its own", place=place), steps, second["own"][:, 0], "quiet", "dot"
        ),
    )
    return Observation(figures, Curves(curves, t("steps since the pattern began"), t("state of unit 1")))


LESSON = Lesson(
    name="place",
    short="Shared",
    title="One set of weights for all steps",
    words=(
        "Every step works with the same numbers: weights that read the input, weights that carry the "
        "state, and a bias. There are no more of them for a longer sequence, so a network can read one of "
        "any length.",
        "And what is learned at one step holds at every other: after silence, the same pattern gets the "
        "same answer, whenever it comes.",
    ),
    formula=r"h_t = \tanh\left(W_x\,x_t + W_h\,h_{t-1} + b\right)",
    task="A pattern of three numbers comes at step 1, and in a second run later. One network shares its "
    "weights over 20 steps; the other starts alike but has weights of its own at every step.",
    control=Control(
        "The pattern comes at step",
        tuple(range(2, STEPS - SEEN + 2)),
        5,
        "Before and after the pattern, all inputs are zero.",
    ),
    experiment=later,
    said="Numbers to learn: {shared} with shared weights, however long the sequence; {own} with weights of "
    "their own for {steps} steps.",
    alt="State of one unit since the pattern began: at step 1, and later with shared weights and with own "
    "ones",
    question=LessonQuestion(
        "Do the networks give the late pattern the same answer as the early one?",
        find="Let the pattern come at another step, and compare the three curves.",
        hint="Look which curves lie exactly on that of step 1.",
        first=None,
        answers=(
            Answer(
                "Both do",
                lambda found: found["shared_apart"] < SAME and found["own_apart"] < SAME,
                "Neither answer differs by more than {own_apart}.",
            ),
            Answer(
                "Only the one with shared weights does",
                lambda found: found["shared_apart"] < SAME <= found["own_apart"],
                "With shared weights the answers differ by {shared_apart}, with weights of their own by up "
                "to {own_apart}: step {setting} has never learned what step 1 knows.",
            ),
            Answer(
                "Neither does",
                lambda found: found["shared_apart"] >= SAME,
                "With shared weights the answers differ by up to {shared_apart}.",
            ),
        ),
    ),
    deeper=Deeper(
        "step_by_step",
        "What the steps ask of them",
        {"toy_cell": "RNN", "toy_way": "Backward"},
    ),
)
