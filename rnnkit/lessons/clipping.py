"""Lesson 7: clipping a gradient that exploded."""

import numpy as np

from rnnkit import numpy_rnn
from rnnkit.lessons.lesson import Answer, Control, Deeper, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Curve, Curves
from rnnkit.numpy_rnn import (
    CELLS,
    SQUARED_ERROR,
    Arrays,
    GradientDescent,
    both_ways,
    clip_by_norm,
    learn,
    norm,
)
from rnnkit.words import t

STEPS, LOOP, FADES, RATE, UPDATES = 20, 1.3, 0.8, 0.1, 40


def beginning() -> tuple[Arrays, numpy_rnn.SequenceBatch]:
    """A unit without tanh whose loop makes a pulse grow, and the fading signal that it has to learn."""
    one, none = np.ones((1, 1)), np.zeros(1)
    w = Arrays(W_xh=one, W_hh=np.full((1, 1), LOOP), b_h=none, W_hy=one, b_y=none)
    targets = np.power(FADES, np.arange(STEPS, dtype=float))[:, None]
    return w, numpy_rnn.SequenceBatch(np.eye(STEPS, 1), targets, SQUARED_ERROR)


def clipped(limit: float) -> Observation:
    """Training with gradients that are shortened to this limit."""
    w, lesson = beginning()
    gradient = both_ways(CELLS["linear"], w, lesson)[1].weights
    losses = learn(CELLS["linear"], w, lesson, UPDATES, GradientDescent(RATE, clip_by_norm, limit)).losses
    silent = float(np.mean(lesson.targets**2))
    figures = {
        "updates": UPDATES,
        "norm": norm(gradient),
        "far": RATE * norm(gradient),
        "near": RATE * norm(clip_by_norm(gradient, limit)),
        "start": losses[0],
        "end": losses[-1],
        "worst": max(losses),
        "silent": silent,
    }
    curves = (
        Curve(t("clipped"), range(UPDATES + 1), losses, "rnn"),
        Curve(t("always saying 0"), (0, UPDATES), (silent, silent), "quiet", "dot"),
    )
    return Observation(figures, Curves(curves, t("steps of training"), t("loss"), log=True))


LESSON = Lesson(
    name="limit",
    short="Clipping",
    title="Clipping keeps a step short",
    words=(
        "A gradient that exploded still points uphill, so the step goes the right way, but far too far. "
        "Clipping shortens a gradient that is longer than a limit to just that limit, and keeps its "
        "direction (Pascanu, Mikolov and Bengio 2013).",
        "Clipping tames what explodes. It does not bring back what has vanished.",
    ),
    formula=r"g \leftarrow g \cdot \min\left(1,\ \frac{c}{\lVert g \rVert}\right)",
    task="One unit without tanh, whose loop of 1.3 makes everything grow, has to learn a signal that "
    "fades: 20 steps, each 0.8 times the one before. Choose the limit, and look at 40 steps of training.",
    control=Control(
        "Clipping limit",
        (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0),
        100.0,
        "The length to which a longer gradient is shortened: the c of the formula.",
    ),
    experiment=clipped,
    said="The first gradient has a length of {norm}. Unclipped, it would move the weights by {far}; "
    "clipped at {setting}, it moves them by {near}.",
    alt="Loss by step of training with clipped gradients, beside that of always saying 0, on a logarithmic "
    "axis",
    question=LessonQuestion(
        "How does the training go?",
        find="Find a limit with which it is not thrown off.",
        hint="Compare the loss at the start, its highest value, and its end with the dotted line.",
        first=2,
        answers=(
            Answer(
                "It crawls: downhill, but still worse than always saying 0",
                lambda found: found["worst"] <= found["start"] and found["end"] >= found["silent"],
                "The loss went from {start} to {end}; always saying 0 has {silent}. With steps of {near} "
                "at most, it does not get there in time.",
            ),
            Answer(
                "It learns: better than always saying 0",
                lambda found: found["worst"] <= found["start"] and found["end"] < found["silent"],
                "The loss went from {start} to {end}; always saying 0 has {silent}. Steps of at most "
                "{near} are short enough not to be thrown off, and long enough to get there.",
            ),
            Answer(
                "It is thrown off: on the way the loss is higher than at the start",
                lambda found: found["worst"] > found["start"],
                "The loss began at {start} and rose to {worst}: steps of {near} are too long for weights "
                "that are about as large as 1.",
            ),
        ),
    ),
    deeper=Deeper(
        "step_by_step",
        "Clipping by value and by norm",
        {"toy_clipping": "By norm"},
    ),
)
