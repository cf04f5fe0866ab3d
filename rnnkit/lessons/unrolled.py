"""Lesson 2: the loop drawn out in time."""

import numpy as np

from rnnkit.lessons.lesson import Answer, Control, Deeper, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Chain, NodeRow
from rnnkit.numpy_rnn import CELLS, Array, start
from rnnkit.numpy_rnn.network import nothing, unroll
from rnnkit.words import t

STEPS, UNITS, SEED = 8, 3, 0
ADDED = 1.0


def states(inputs: Array) -> Array:
    """The states `(T, H)` of an RNN that reads the inputs `(T, 1)`."""
    cell = CELLS["rnn"]
    return np.array(
        [now.h for now in unroll(cell, start(cell, 1, UNITS, 1, SEED), inputs, nothing(cell, UNITS))]
    )


def moved(step: int) -> Observation:
    """How far each state moves when something is added to the input of one step (counted from 1)."""
    inputs = np.random.default_rng(SEED).standard_normal((STEPS, 1))
    added = ADDED * np.eye(STEPS)[:, [step - 1]]
    lengths = np.linalg.norm(states(inputs + added) - states(inputs), axis=1)
    figures = {
        "steps": STEPS,
        "earlier": step - 1,
        "later": STEPS - step,
        "before": int(np.count_nonzero(lengths[: step - 1])),
        "after": int(np.count_nonzero(lengths[step:])),
        "own": float(lengths[step - 1]),
        "last": float(lengths[-1]),
    }
    rows = (NodeRow("x", tuple(added[:, 0].tolist())), NodeRow("h", tuple(lengths.tolist())))
    return Observation(figures, Chain(rows, t("moved by")))


LESSON = Lesson(
    name="change",
    short="Unrolled",
    title="Unrolled in time, the loop is a chain",
    words=(
        "Draw the network once for every time step, side by side, and the loop becomes a chain: the state of "
        "one step is an input of the next. Nothing was added. It is the same network, unrolled in time.",
        "The chain tells what can depend on what. All arrows point forward, so a state knows the inputs up "
        "to its own step, and none that come later.",
    ),
    formula=r"\begin{aligned} h_t &= f\left(x_t,\, h_{t-1}\right) \\ &= f\left(x_t,\, f\left(x_{t-1},\, "
    r"h_{t-2}\right)\right) = \dots \end{aligned}",
    task="An RNN of three units reads eight numbers. Add 1 to one of them and see which states move. The "
    "stronger the colour, the further it moved.",
    control=Control(
        "Step whose input is changed",
        tuple(range(2, STEPS)),
        4,
        "At this step the input is larger by 1; all others stay as they are.",
    ),
    experiment=moved,
    said="Adding 1 to the input of step {setting} moves its state by {own}, and the last one by {last}.",
    alt="The network unrolled over eight steps; the colour says how far inputs and states have moved",
    question=LessonQuestion(
        "Which states move?",
        find="Change the input of another step, and look at the states before and after it.",
        hint="Follow the arrows from the input that was changed: which states can they reach?",
        first=None,
        answers=(
            Answer(
                "That of the changed step, and no other",
                lambda found: not found["before"] and not found["after"],
                "Of the other states none moved.",
            ),
            Answer(
                "That of the changed step and all after it",
                lambda found: not found["before"] and found["after"] == found["later"],
                "Moved before step {setting}: {before} of {earlier}. Moved after it: {after} of {later}. A "
                "change travels along the arrows, and they all point forward.",
            ),
            Answer(
                "Earlier ones as well",
                lambda found: bool(found["before"]),
                "Moved before step {setting}: {before} of {earlier}.",
            ),
        ),
    ),
    deeper=Deeper("step_by_step", "Walk along the chain", {"toy_cell": "RNN"}),
)
