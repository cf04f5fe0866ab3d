"""Lesson 5: training through time."""

import numpy as np

from rnnkit.inspect.toy import SEQUENCES, Toy, toy
from rnnkit.inspect.toy_settings import ToyConfig
from rnnkit.lessons.lesson import Answer, Control, Deeper, Figures, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import Curve, Curves
from rnnkit.numpy_rnn import Array
from rnnkit.words import t

UNITS, RATE, MOST = 3, 1.0, 100
FIRST, SECOND = 2, 3  # the steps at which the two l are read, counted from 0


def without_memory(inputs: Array, targets: Array) -> float:
    """The least loss of a network that knows the letter of a step only.

    It can do no better than to say how often which letter follows: the conditional entropy. Letters are
    `(T, V)`, one number 1 among zeros each.
    """
    follows = inputs.T @ targets
    chances = follows / np.maximum(follows.sum(axis=1, keepdims=True), 1)
    return float(-np.sum(follows * np.log(np.where(chances > 0, chances, 1))) / len(inputs))


def predicted(network: Toy) -> list[str]:
    """The letter the network thinks most likely at every step."""
    return [network.sequence.symbols[int(np.argmax(step.y_hat))] for step in network.run.steps]


def trained(updates: int) -> Observation:
    """What an RNN says after so many steps of training on the word hello."""
    network = toy(ToyConfig(hidden_size=UNITS, learning_rate=RATE, updates=updates))
    lesson, symbols, says = SEQUENCES["hello"].lesson, network.sequence.symbols, predicted(network)
    least = without_memory(lesson.inputs, lesson.targets)
    figures = {
        "says": ", ".join(says),
        "wanted": ", ".join(network.sequence.targets),
        "loss": network.run.loss,
        "least": least,
        "after_first": says[FIRST],
        "after_second": says[SECOND],
        "l_first": 100 * float(network.run.steps[FIRST].y_hat[symbols.index("l")]),
        "o_second": 100 * float(network.run.steps[SECOND].y_hat[symbols.index("o")]),
    }
    curves = (
        Curve(t("RNN"), range(updates + 1), network.losses, "rnn"),
        Curve(t("no memory, at best"), (0, MOST), (least, least), "quiet", "dot"),
    )
    return Observation(figures, Curves(curves, t("steps of training"), t("loss")))


def apart(found: Figures) -> bool:
    """Whether the letters said after the two l are those that were wanted."""
    return (found["after_first"], found["after_second"]) == ("l", "o")


LESSON = Lesson(
    name="training",
    short="Training",
    title="Training through time",
    words=(
        "Training walks the chain twice. Forward, every step makes a prediction, and the loss is the mean "
        "of what they miss. Backward, the chain rule carries from the last step to the first how each "
        "state could have lowered the loss: backpropagation through time (Werbos 1990).",
        "All steps share their weights, so what each step asks of a weight is added up; then all weights "
        "take one small step downhill. In the formula, a is the sum inside the tanh, and the Greek letter "
        "is the learning rate.",
    ),
    formula=r"\begin{aligned} \frac{\partial L}{\partial W_h} &= \sum_{t=1}^{T} "
    r"\frac{\partial L}{\partial a_t}\,h_{t-1}^\top \\[6pt] W_h &\leftarrow W_h - \eta\,"
    r"\frac{\partial L}{\partial W_h} \end{aligned}",
    task="An RNN of three units reads h, e, l, l and says the next letter each time. After the first l "
    "comes l, after the second o: the same input, two answers. Train it.",
    control=Control(
        "Steps of training",
        tuple(range(0, MOST + 1, 5)),
        10,
        "Each goes forward and backward through the whole word once, and moves every weight.",
    ),
    experiment=trained,
    said="It says {says}; it should say {wanted}. Its loss is {loss}; without memory, {least} at best.",
    alt="Loss by step of training, beside the least that is possible without a memory",
    question=LessonQuestion(
        "Can it tell the two l apart?",
        find="Train until it can, with as few steps as possible.",
        hint="Compare what it says after the third and after the fourth letter with what it should say.",
        first=1,
        answers=(
            Answer(
                "Yes: it says l, then o",
                apart,
                "After the first l it gives l {l_first} %, after the second it gives o {o_second} %. "
                "Only the state can know which l it was.",
            ),
            Answer(
                "No: it says the same after both",
                lambda found: found["after_first"] == found["after_second"],
                "After both it says {after_first}. The l after the first l gets {l_first} %, the o after the "
                "second {o_second} %: the state does not tell them apart clearly enough yet.",
            ),
            Answer(
                "It says two different letters, but not these",
                lambda found: found["after_first"] != found["after_second"] and not apart(found),
                "It says {after_first}, then {after_second}. The l after the first l gets {l_first} %, the o "
                "after the second {o_second} %.",
            ),
        ),
    ),
    deeper=Deeper(
        "step_by_step",
        "The same, one step at a time",
        {"toy_hidden_size": "3", "toy_learning_rate": "1", "toy_way": "Backward"},
    ),
)
