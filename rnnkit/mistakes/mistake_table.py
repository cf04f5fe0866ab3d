"""The mistakes of the lab as data: what they are, what is tried, and how much damage is to be seen at least.

No torch in here. The code of a mistake is the module of its name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rnnkit.mistakes.settings import MistakeName
from rnnkit.words import t

Numbers = Mapping[str, float]


@dataclass(frozen=True)
class MistakeKind:
    """What a mistake damages.

    `index` is the number that both versions are compared by, smaller is better, from the numbers of a version
    and of the trivial method; `found` says what it came to with the mistake and without.
    """

    index: Callable[[Numbers, Numbers], float]
    called: str
    found: str


@dataclass(frozen=True)
class Mistake:
    """One mistake: its name, what goes wrong, what is tried, and what is trivial there.

    With the mistake, the index of its kind is larger by at least the `margin`.
    """

    title: str
    words: str
    tried: str
    trivial: str
    kind: MistakeKind
    margin: float
    measure: str = "root mean squared error"


def relative(name: str) -> Callable[[Numbers, Numbers], float]:
    """An error beside that of the trivial method on the same rows."""
    return lambda version, trivial: float(version[name]) / float(trivial[name])


real, reported = relative("error"), relative("reported")

WORSE = MistakeKind(
    index=real,
    called="Error ÷ trivial error",
    found="With the mistake the error is {wrong} times that of {trivial}, without it {right} times.",
)
FLATTERS = MistakeKind(
    index=lambda version, trivial: real(version, trivial) / reported(version, trivial),
    called="Real error ÷ reported error",
    found="Measured by that of {trivial}, with the mistake the real error is {wrong} times the reported one, "
    "without it {right} times.",
)
HIDES = MistakeKind(
    index=lambda version, _: version["error"] - version["reported"],
    called="Real error − reported error",
    found="With the mistake the real error exceeds the reported one by {wrong}, without it by {right}.",
)
GROWS = MistakeKind(
    index=lambda version, _: version["last"] / version["first"],
    called="Last way back ÷ first",
    found="The last way back is {wrong} times as long as the first with the mistake, {right} times without.",
)

WAVE = "Forecasting the next value of a noisy wave whose phase wanders."

MISTAKES: Mapping[MistakeName, Mistake] = {
    "last_step": Mistake(
        title="The wrong step",
        words=(
            "A recurrent layer answers after every step; what it knows of the whole row stands at the "
            "last one. `out[:, 1]` is the second step, where it has read two values. `out[1]` of a "
            "layer without `batch_first` is the same mistake."
        ),
        tried=WAVE,
        trivial="the last value",
        kind=WORSE,
        margin=0.3,
    ),
    "both_ways": Mistake(
        title="The last output of both ways",
        words=(
            "A bidirectional layer reads once from each end. At the last step the half that reads "
            "backward has only just begun: it has seen one value. Where each half has read "
            "everything, its final state `h_n` stands."
        ),
        tried="Saying the first of thirty random numbers.",
        trivial="the mean",
        kind=WORSE,
        margin=0.2,
    ),
    "axes": Mistake(
        title="Time in the wrong axis",
        words=(
            "A layer with `batch_first` expects (N, T, 1): rows, steps, features. Reshaped to (N, 1, "
            "T) the values become T features of one single step. Nothing complains, but nothing "
            "recurs: every place of the row has weights of its own, and rows of another length are "
            "refused."
        ),
        tried="Saying how loud a row of noise is, the mean size of its 16 values.",
        trivial="the mean",
        kind=WORSE,
        margin=0.2,
    ),
    "no_recurrence": Mistake(
        title="No recurrent weights",
        words=(
            "Without the product of the recurrent weights with the state before, each step begins "
            "from nothing. The loop still runs and the loss still falls, but the answer depends on "
            "the last value alone. `h = cell(x[:, t])` without the `h` of the step before is the same "
            "mistake."
        ),
        tried=WAVE,
        trivial="the last value",
        kind=WORSE,
        margin=0.3,
    ),
    "gradient_sign": Mistake(
        title="The wrong sign",
        words=(
            "The gradient points to where the loss grows, so the weights have to move against it. "
            "With a plus in place of the minus, each step makes the network worse; clipping only "
            "makes it slower."
        ),
        tried=WAVE,
        trivial="the last value",
        kind=WORSE,
        margin=1.0,
    ),
    "padding": Mistake(
        title="Padding without a mask",
        words=(
            "Rows of different lengths are filled up with zeros to be stacked. The layer reads the "
            "zeros like values, and by the last step it has to remember through all of them. Take the "
            "output at the last real step of each row, or pack the rows."
        ),
        tried="Forecasting what follows a piece of 6 to 24 values of a noisy wave.",
        trivial="the last value",
        kind=WORSE,
        margin=0.3,
    ),
    "padding_counted": Mistake(
        title="Padding counted",
        words=(
            "Where every token gets a tag, padding gets one, too, and it is nearly always right: little is "
            "easier to tell than padding. Averaged over all places, it hides what is wrong with the rest, "
            "and training spends itself on it. Average over real places only, in the score and in the loss, "
            "where torch calls it `ignore_index`."
        ),
        tried="Tagging each of 3 to 30 values of a noisy wave: will the next one be higher?",
        trivial="the commoner tag",
        kind=HIDES,
        margin=0.08,
        measure="share of wrong tags",
    ),
    "test_part": Mistake(
        title="Choosing on the test part",
        words=(
            "The best of many networks on the test part is partly the luckiest there. Its error on "
            "that part tells more than it can keep; whatever chooses, be it networks, settings or the "
            "moment to stop, needs a part of its own."
        ),
        tried="Choosing one of 20 networks that forecast a short and noisy wave.",
        trivial="the last value",
        kind=FLATTERS,
        margin=0.1,
    ),
    "scaler": Mistake(
        title="Scaler fitted on everything",
        words=(
            "The smallest and the largest value of the whole series tell the network how far the "
            "future will go. Its error on the test part is then one that nobody gets who does not "
            "know that part yet. Fit the scaler on the training part alone."
        ),
        tried="Forecasting the next value of a series that grows by 1 % a step.",
        trivial="the last value",
        kind=FLATTERS,
        margin=0.5,
    ),
    "shuffled": Mistake(
        title="Shuffled windows",
        words=(
            "Windows that follow each other overlap. Shuffled before they are split, each window of "
            "the validation part has neighbours in the training part that hold nearly the same values "
            "and nearly the same answer: what is learned by heart looks like knowledge."
        ),
        tried="Forecasting averaged noise so far ahead that nothing can be known.",
        trivial="the mean",
        kind=FLATTERS,
        margin=0.3,
    ),
    "teacher_forcing": Mistake(
        title="Scored with the answers told",
        words=(
            "Networks that write, translators among them, learn faster when they are told the right symbol "
            "before each one: teacher forcing. Scored that way, each step starts afresh from the truth, and "
            "a slip costs one symbol. In use nobody knows the right symbol: the network goes on from its "
            "own, and a slip spoils what follows. Score what it writes alone."
        ),
        tried="Writing the last digit of the running total of twenty digits, one in twenty of them misread.",
        trivial="the commonest digit",
        kind=HIDES,
        margin=0.2,
        measure="share of wrong digits",
    ),
    "not_detached": Mistake(
        title="State not detached",
        words=(
            "Handed on with its history, the state ties every piece to all before it. torch refuses "
            "to go back a second time, and the popular answer, `retain_graph=True`, makes each step "
            "longer than the one before and keeps everything in memory. `detach()` hands on the "
            "numbers without their history."
        ),
        tried="Reading a noisy wave in 40 pieces of 20 steps, learning after each.",
        trivial="the last value",
        kind=GROWS,
        margin=5.0,
    ),
    "noise": Mistake(
        title="Smoothed noise",
        words=(
            "In pure noise there is nothing to learn, and the mean is the best forecast. Averaged "
            "over neighbours, though, each value holds most of what the one before it holds, and a "
            "validation part made that way is easy to forecast. What comes next is as unknown as "
            "before."
        ),
        tried="Forecasting pure noise, smoothed over five values or not.",
        trivial="the mean",
        kind=FLATTERS,
        margin=0.4,
    ),
}


BesideTrivial = tuple[Numbers, Numbers]  # of a version, and of the trivial method on the same rows


@dataclass(frozen=True)
class MistakeResult:
    """The index with the mistake and without, and the error without it beside that of the trivial method."""

    mistake: Mistake
    wrong: float
    right: float
    rest: float

    @classmethod
    def of(cls, mistake: Mistake, wrong: BesideTrivial, right: BesideTrivial) -> "MistakeResult":
        """What the numbers of both versions say."""
        index = mistake.kind.index
        return cls(mistake, index(*wrong), index(*right), real(*right))

    @property
    def damage(self) -> float:
        """How much larger the index is with the mistake."""
        return self.wrong - self.right

    @property
    def seen(self) -> bool:
        """Whether that is as much as was said before."""
        return self.damage >= self.mistake.margin

    @property
    def sentence(self) -> str:
        """What was measured, whether it is as much as was said, and what the network is worth."""
        words = {name: f"{getattr(self, name):.2f}" for name in ("wrong", "right", "damage", "rest")}
        words |= {"trivial": t(self.mistake.trivial), "margin": f"{self.mistake.margin:g}"}
        parts = (self.mistake.kind.found, SEEN if self.seen else UNSEEN, WINS if self.rest < 1 else LOSES)
        return " ".join(t(part, **words) for part in parts)


SEEN = "Damage: {damage}, more than the {margin} that was stated beforehand."
UNSEEN = (
    "Damage: {damage}, less than the {margin} that was stated beforehand, so it is not seen with these seeds."
)
WINS = "Done right, the network beats {trivial}: {rest} times its error."
LOSES = "Done right, {trivial} wins: the network has {rest} times its error."
