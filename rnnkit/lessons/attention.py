"""Lesson 10: looking back at what was read."""

from collections.abc import Iterator
from functools import cache

import numpy as np

from rnnkit.lessons.lesson import Answer, Aside, Control, Deeper, Lesson, LessonQuestion, Observation
from rnnkit.lessons.pictures import AttentionMap, Curve, Curves
from rnnkit.numpy_rnn import Array, Arrays
from rnnkit.numpy_rnn.attention import Symbols, draw, write
from rnnkit.numpy_rnn.attention_gradient import learn
from rnnkit.words import t

LETTERS, UNITS, SEED = "abcdefgh", 32, 0
SHORTEST, LONGEST = 2, 10  # of the rows that are learned from
UPDATES, ROWS, RATE = 500, 32, 0.01
LENGTHS = tuple(range(2, 21, 2))  # that can be tried
SCORED = 100  # rows of each length
GOOD = 95.0  # percent


def batches() -> Iterator[tuple[Symbols, Symbols]]:
    """Rows `(N, S)` of letters drawn by chance, all of one length, and the same rows backwards."""
    rng = np.random.default_rng(SEED)
    for _ in range(UPDATES):
        x = rng.integers(len(LETTERS), size=(ROWS, rng.integers(SHORTEST, LONGEST + 1)))
        yield x, x[:, ::-1]


@cache
def trained(attention: bool) -> Arrays:
    """An encoder-decoder that has learned to reverse rows: about a second of training, when first asked for.

    With attention and without, it begins with the same weights and learns from the same rows.
    """
    w = draw(len(LETTERS), UNITS, SEED, attention=attention)
    return learn(w, batches(), RATE * np.linspace(1, 0, UPDATES, endpoint=False))


@cache
def tried(attention: bool, length: int) -> tuple[Symbols, Symbols, Array]:
    """New rows of a length `(N, S)`, what a network writes for them, and its attention `(N, S, S)`."""
    x = np.random.default_rng(SEED + length).integers(len(LETTERS), size=(SCORED, length))
    return x, *write(trained(attention), x, length)


def right(attention: bool, length: int) -> float:
    """Percent of the letters of new rows that are written rightly."""
    x, written, _ = tried(attention, length)
    return 100 * float(np.mean(written == x[:, ::-1]))


def by_length() -> Aside:
    """Right letters by length, with attention and without, beside guessing."""
    guess = 100 / len(LETTERS)
    curves = (
        Curve(t("with attention"), LENGTHS, [right(True, one) for one in LENGTHS], "rnn"),
        Curve(t("without"), LENGTHS, [right(False, one) for one in LENGTHS], "rnn", "dash"),
        Curve(t("guessing"), LENGTHS, [guess] * len(LENGTHS), "quiet", "dot"),
    )
    return Aside(
        "The same at every length; rows of up to {longest} letters were learned from.",
        Curves(curves, t("length"), t("right letters, %")),
        "Share of right letters by length, with attention, without, and by guessing",
        {"longest": LONGEST},
    )


def reversing(length: int) -> Observation:
    """How many letters of new rows both networks write rightly, and where the one with attention looks."""
    x, looking, shares = tried(True, length)
    _, blind, _ = tried(False, length)
    ahead = np.argmax(shares, axis=-1) == np.arange(length)[::-1]
    figures = {
        "with": right(True, length),
        "without": right(False, length),
        "guess": 100 / len(LETTERS),
        "there": 100 * float(np.mean(ahead)),
        "row": spelled(x[0]),
        "looking": spelled(looking[0]),
        "blind": spelled(blind[0]),
        "scored": SCORED,
        "longest": LONGEST,
    }
    picture = AttentionMap(spelled(x[0]), spelled(looking[0]), shares[0])
    return Observation(figures, picture, by_length())


def spelled(symbols: Symbols) -> str:
    """A row `(S,)` as letters."""
    return "".join(LETTERS[symbol] for symbol in symbols)


LESSON = Lesson(
    name="reverse",
    short="Attention",
    title="Attention looks back",
    words=(
        "To translate, one network reads, the encoder, and another writes, the decoder. At first all that "
        "was read had to fit into the last state of the encoder (Sutskever, Vinyals and Le 2014), and the "
        "longer the sentence, the more was lost.",
        "With attention (Bahdanau, Cho and Bengio 2015) the decoder may look at all states of the encoder "
        "each time it writes. A score says how well each of them fits; softmax turns the scores into shares "
        "that add up to 1, and the states, weighted by their shares, go into the answer. Where to look is "
        "learned like everything else. This score is that of Luong, Pham and Manning (2015).",
    ),
    formula=r"\begin{aligned} \alpha_{tj} &= \frac{\exp\left(s_t^\top W_a\,h_j\right)}"
    r"{\sum_{k=1}^{S} \exp\left(s_t^\top W_a\,h_k\right)} \\[6pt] c_t &= \sum_{j=1}^{S} \alpha_{tj}\,h_j "
    r"\\[6pt] \hat y_t &= \mathrm{softmax}\left(W_{sy}\,s_t + W_{cy}\,c_t + b_y\right) \end{aligned}",
    task="Two RNNs of 32 units have just been trained here, in NumPy, to write rows of 2 to 10 letters "
    "backwards: one with attention, one without, on the same 16,000 rows. Choose a length. In the picture, "
    "each row is a letter written, each column a letter read; the stronger the colour, the more it looks "
    "there.",
    control=Control(
        "Length",
        LENGTHS,
        4,
        "Letters in a row. The networks have learned from rows of up to 10.",
    ),
    experiment=reversing,
    said="From {row} it makes {looking} with attention, {blind} without. Of {scored} new rows of this "
    "length, it gets {with} % of the letters right with attention, {without} % without; guessing gets "
    "{guess} %.",
    alt="Shares of attention: a row for each letter written, a column for each letter read",
    question=LessonQuestion(
        "Which of the two networks gets at least 95 % of the letters right?",
        find="Find a length at which attention makes the difference.",
        hint="Compare both shares under the picture with 95 %.",
        first=0,
        answers=(
            Answer(
                "Both",
                lambda found: min(found["with"], found["without"]) >= GOOD,
                "With attention {with} %, without {without} %: so few letters still fit into one state.",
            ),
            Answer(
                "Only the one with attention",
                lambda found: found["without"] < GOOD <= found["with"],
                "With attention {with} %, without {without} %. After this training, one state does not hold "
                "so many letters; attention need not hold them. In {there} % of the steps it looks most at "
                "the very letter that it has to write: the picture is a diagonal, from the last letter to "
                "the first.",
            ),
            Answer(
                "Neither",
                lambda found: found["with"] < GOOD,
                "With attention {with} %, without {without} %. No row to learn from had more than {longest} "
                "letters, so where to look in longer ones was never learned: in {there} % of the steps it "
                "looks most at the letter that it has to write.",
            ),
        ),
    ),
    deeper=Deeper("translate", "Attention on pairs of your own"),
)
