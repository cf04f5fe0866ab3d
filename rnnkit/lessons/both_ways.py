"""Lesson 9: reading from both ends."""

import numpy as np

from rnnkit.lessons.lesson import Answer, Control, Deeper, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Bars, ChartBar
from rnnkit.numpy_rnn import CELLS, Array, start
from rnnkit.numpy_rnn.network import nothing, unroll
from rnnkit.words import t

UNITS, FITTED, SCORED, SEED = 8, 400, 200, 0
FARTHEST = 4  # steps, in both directions
GOOD = 95.0  # percent


def states(inputs: Array, seed: int) -> Array:
    """The states `(T, H)` of an RNN with random weights that reads `(T, 1)`."""
    cell = CELLS["rnn"]
    return np.array(
        [now.h for now in unroll(cell, start(cell, 1, UNITS, 1, seed), inputs, nothing(cell, UNITS))]
    )


def right(features: Array, wanted: Array) -> float:
    """Fit a read-out on the first rows of `(N, D)` by least squares; percent of signs met on the rest."""
    rows = np.column_stack([features, np.ones(len(features))])
    readout = np.linalg.lstsq(rows[:FITTED], wanted[:FITTED], rcond=None)[0]
    return 100 * float(np.mean(np.sign(rows[FITTED:] @ readout) == wanted[FITTED:]))


def ahead(steps: int) -> Observation:
    """How often the bit so many steps ahead is answered rightly by one direction, and by both."""
    bits = np.random.default_rng(SEED).choice([-1.0, 1.0], FITTED + SCORED + 2 * FARTHEST)[:, None]
    here = slice(FARTHEST, FARTHEST + FITTED + SCORED)
    wanted = bits[FARTHEST + steps : FARTHEST + steps + FITTED + SCORED, 0]
    forward, backward = states(bits, SEED)[here], states(bits[::-1], SEED + 1)[::-1][here]
    usual = 1.0 if np.mean(wanted[:FITTED]) >= 0 else -1.0
    figures = {
        "one": right(forward, wanted),
        "both": right(np.hstack([forward, backward]), wanted),
        "guess": 100 * float(np.mean(wanted[FITTED:] == usual)),
    }
    bars = (
        ChartBar(t("one way"), figures["one"], "rnn"),
        ChartBar(t("both ways"), figures["both"], "rnn", dashed=True),
        ChartBar(t("guessing"), figures["guess"], "quiet"),
    )
    return Observation(figures, Bars(bars, t("right on unseen bits, %"), 100))


LESSON = Lesson(
    name="ahead",
    short="Both ways",
    title="Reading from both ends",
    words=(
        'Sometimes the answer comes later: whether "bank" is a riverside or a place for money only becomes '
        "clear from the words that follow. A bidirectional network (Schuster and Paliwal 1997) reads the "
        "sequence twice, once from each end, and answers from both states.",
        "It cannot answer before it has seen the end. So it suits sequences that are already complete, "
        "such as a sentence; in a forecast it can only read the past from both ends.",
    ),
    formula=r"\hat y_t = W_y \left[\overrightarrow{h}_t\,;\ \overleftarrow{h}_t\right] + b_y",
    task="Random bits are read, and at each step the bit so many steps ahead is asked for. The networks "
    "have 8 random units each way; only what reads their states out is fitted, on 400 bits, and 200 others "
    "are counted.",
    control=Control(
        "Steps ahead",
        tuple(range(-FARTHEST, FARTHEST + 1)),
        0,
        "Below zero the bit has been read already, above zero it is yet to come.",
    ),
    experiment=ahead,
    said="One-way reading gets {one} % right, two-way reading {both} %; always guessing the commoner bit "
    "gets {guess} %.",
    alt="Share of unseen bits answered rightly by one direction, by both, and by always saying the same",
    question=LessonQuestion(
        "Which of the two networks gets at least 95 % right?",
        find="Ask for a bit at which reading both ways makes a difference.",
        hint="Compare the first two bars: which of them reach 95 %?",
        first=0,
        answers=(
            Answer(
                "Both",
                lambda found: min(found["one"], found["both"]) >= GOOD,
                "One way {one} %, both ways {both} %: whoever reads forward has met this bit already.",
            ),
            Answer(
                "Only the one that reads both ways",
                lambda found: found["one"] < GOOD <= found["both"],
                "One way {one} %, about what guessing gets ({guess} %): the bit has yet to come. Both ways "
                "{both} %: whoever reads backward has met it already.",
            ),
            Answer(
                "Neither",
                lambda found: found["both"] < GOOD,
                "One way {one} %, both ways {both} %.",
            ),
        ),
    ),
    deeper=Deeper("step_by_step", "One direction, step by step", {"toy_cell": "GRU"}),
)
