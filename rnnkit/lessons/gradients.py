"""Lesson 6: gradients vanish and explode."""

from rnnkit.inspect.gradient_flow import gradient_flow
from rnnkit.lessons.lesson import Answer, Control, Deeper, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Curve, Curves
from rnnkit.words import t

BACK = 30  # steps
GONE, GREW = 1e-3, 1e3  # of its length: where a gradient counts as vanished or exploded


def left(scale: float) -> Observation:
    """What is left of a gradient after 30 steps back through recurrent weights of this scale."""
    flows = {
        cell: gradient_flow(cell, BACK + 1, draw="orthogonal", scale=scale) for cell in ("linear", "rnn")
    }
    figures = {
        "back": BACK,
        "power": scale**BACK,
        "linear": flows["linear"].ratio,
        "rnn": flows["rnn"].ratio,
    }
    steps = range(BACK + 1)
    curves = (
        Curve(t("without tanh"), steps, flows["linear"].norms[::-1], "truth", "dash"),
        Curve(t("with tanh"), steps, flows["rnn"].norms[::-1], "rnn"),
    )
    return Observation(figures, Curves(curves, t("steps back"), t("length of the gradient"), log=True))


LESSON = Lesson(
    name="scale",
    short="Gradients",
    title="Gradients vanish and explode",
    words=(
        "On its way back, a gradient is multiplied at every step by the recurrent weights and by the slope "
        "of tanh, which is at most 1. Many factors below 1 leave almost nothing: the gradient vanishes, "
        "and what lies far back is not learned. Many factors above 1 let it explode.",
        "Hochreiter (1991) and Bengio, Simard and Frasconi (1994) found that this is why plain RNNs are "
        "hard to train on long sequences.",
    ),
    formula=r"\frac{\partial h_T}{\partial h_0} = \prod_{t=T}^{1} \mathrm{diag}\left(1 - h_t^2\right) W_h",
    task="A gradient of length 1 travels 30 steps back through networks of 16 units. Their recurrent "
    "weights are an orthogonal matrix, which changes no length, times the scale that you choose.",
    control=Control(
        "Scale of the recurrent weights",
        tuple(tenth / 10 for tenth in range(5, 16)),
        0.9,
        "Without tanh, each step back makes the gradient longer or shorter by exactly this factor.",
    ),
    experiment=left,
    said="After {back} steps back, {linear} of it is left without tanh, and {rnn} with tanh.",
    alt="Length of the gradient by steps back, with and without tanh, on a logarithmic axis",
    question=LessonQuestion(
        "Without tanh, what happens to the gradient?",
        find="Find a scale at which it vanishes, or one at which it explodes.",
        hint="Read the dashed line at 30 steps back: below a thousandth, above a thousand, or in between?",
        first=1,
        answers=(
            Answer(
                "It vanishes: less than a thousandth is left",
                lambda found: found["linear"] < GONE,
                "{setting} to the power of {back} is {power}; we measured {linear}. The slope "
                "of tanh makes it less still: {rnn}.",
            ),
            Answer(
                "It stays between a thousandth and a thousand times its length",
                lambda found: GONE <= found["linear"] <= GREW,
                "{setting} to the power of {back} is {power}; we measured {linear}. With the "
                "slope of tanh at every step it is {rnn}.",
            ),
            Answer(
                "It explodes: more than a thousand times its length",
                lambda found: found["linear"] > GREW,
                "{setting} to the power of {back} is {power}; we measured {linear}. The slope "
                "of tanh holds it back to {rnn}.",
            ),
        ),
    ),
    deeper=Deeper("memory", "More cells, lengths and beginnings", {"flow_draw": "Orthogonal"}),
)
