"""Lesson 8: the gates of LSTM and GRU."""

import numpy as np

from rnnkit.inspect.gradient_flow import gradient_flow
from rnnkit.lessons.lesson import Answer, Control, Deeper, Figures, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Curve, Curves
from rnnkit.numpy_rnn import CELLS
from rnnkit.numpy_rnn.functions import sigmoid
from rnnkit.words import t

BACK, UNITS = 50, 16
NAMES = {"rnn": "RNN", "gru": "GRU", "lstm": "LSTM"}


def size(cell: str) -> int:
    """How many weights a layer of 16 units with one input has."""
    sizes = {"F": 1, "H": UNITS}
    return sum(int(np.prod([sizes[letter] for letter in shape])) for shape in CELLS[cell].shapes.values())


def kept(bias: float) -> Observation:
    """What is left of a gradient after 50 steps back through each cell, with this forget bias in the LSTM."""
    flows = {cell: gradient_flow(cell, BACK + 1, hidden_size=UNITS, forget_bias=bias) for cell in NAMES}
    figures = {
        "back": BACK,
        "open": 100 * float(sigmoid(np.array(bias))),
        **{cell: flow.ratio for cell, flow in flows.items()},
        **{f"{cell}_size": size(cell) for cell in NAMES},
    }
    curves = tuple(
        Curve(name, range(BACK + 1), flows[cell].norms[::-1], cell) for cell, name in NAMES.items()
    )
    return Observation(figures, Curves(curves, t("steps back"), t("length of the gradient"), log=True))


def most(found: Figures) -> str:
    """The cell in which most is left."""
    return max(NAMES, key=lambda cell: float(found[cell]))


LEFT = "What is left: {rnn} in the RNN, {gru} in the GRU, {lstm} in the LSTM. "

LESSON = Lesson(
    name="bias",
    short="Gates",
    title="LSTM and GRU: gates decide what stays",
    words=(
        "The LSTM (Hochreiter and Schmidhuber 1997) adds a cell state c, which is added to "
        "rather than overwritten. It has three gates and a candidate: the input gate i lets the candidate "
        "g in, the forget gate f, which came with Gers, Schmidhuber and Cummins (2000), keeps the old cell, "
        "and the output gate o shows it.",
        "The GRU (Cho et al. 2014) makes do with two gates and a candidate: the update gate z mixes the "
        "old state with the candidate n, and the reset gate r says how much of the old state the candidate "
        "sees.",
    ),
    formula=r"\begin{aligned} \text{LSTM:}\quad c_t &= f_t \odot c_{t-1} + i_t \odot g_t \\ h_t &= o_t \odot "
    r"\tanh(c_t) \\[6pt] \text{GRU:}\quad h_t &= (1 - z_t) \odot n_t + z_t \odot h_{t-1} \end{aligned}",
    task="A gradient travels 50 steps back through networks that have learned nothing yet. The forget bias "
    "opens the forget gate of the LSTM, or closes it.",
    control=Control(
        "Forget bias",
        tuple(range(-2, 6)),
        0,
        "Of the LSTM only. The larger it is, the more of the cell stays at every step.",
    ),
    experiment=kept,
    said="With a bias of {setting}, the forget gate keeps about {open} % of the cell at every step. For 16 "
    "units there are {rnn_size} weights in the RNN, {gru_size} in the GRU, {lstm_size} in the LSTM.",
    alt="Length of the gradient by steps back in RNN, GRU and LSTM, on a logarithmic axis",
    question=LessonQuestion(
        "In which network is most of the gradient left after 50 steps?",
        find="Find a forget bias with which another network wins than at a bias of 0.",
        hint="Read the three lines at 50 steps back: which one is highest?",
        first=1,
        answers=(
            Answer(
                "In the RNN",
                lambda found: most(found) == "rnn",
                LEFT + "Here the gates let even less through than the plain loop.",
            ),
            Answer(
                "In the GRU",
                lambda found: most(found) == "gru",
                LEFT
                + "The forget gate is open too little for the LSTM: gates help only where they stay open.",
            ),
            Answer(
                "In the LSTM",
                lambda found: most(found) == "lstm",
                LEFT + "Along its cell a gradient meets nothing but the forget gate, and that is open.",
            ),
        ),
    ),
    deeper=Deeper("gates", "Gates of trained networks at work"),
)
