"""A toy network unrolled in time: a square for every number, an arrow for every way that numbers take."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rnnkit.inspect.toy import Toy
from rnnkit.numpy_rnn import Array
from rnnkit.pictures import palette
from rnnkit.pictures.sketch import Shape, Sketch
from rnnkit.words import t

SIDE = 15  # pixels of the square that stands for one number
PITCH = 17  # from square to square of a vector, which stands upright
GAP = 62  # between two vectors, for the arrow
EDGE = 34  # above and below, for what is read and what should come out
AXIS = 46  # further below, for the number of the step and what it is
UPWARDS = {"x": "x", "c": "", "h": "y"}  # whose weights lie on the way up
REACH = 0.24  # of a step: how far an arrow keeps from the middle of a vector
NAME = {"font-size": "15", "text-anchor": "end"}
MARGIN = 0.55  # of a step, left of the first and right of the last


@dataclass(frozen=True)
class UnrolledRow:
    """One kind of vector of the drawing: its name, its numbers at every step, and where it stands."""

    name: str
    vectors: Sequence[Array]
    bottom: float

    @property
    def size(self) -> int:
        """How many numbers are on top of each other."""
        return len(self.vectors[0])

    @property
    def top(self) -> float:
        """Where the row ends."""
        return self.bottom + PITCH * self.size

    @property
    def middle(self) -> float:
        """Where an arrow from the side meets it."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True)
class Arrow:
    """A way of numbers from one vector to another, by which matrix, and at which steps it lies."""

    tail: tuple[float, float]
    head: tuple[float, float]
    weights: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Paper:
    """Where things stand: steps from left to right, heights from the ground up."""

    steps: int
    top: float
    dark: bool

    @property
    def height(self) -> float:
        """Pixels of the whole picture."""
        return self.top + 2 * EDGE + AXIS

    def x(self, step: float) -> str:
        """A step as a share of the width."""
        return self.width(step - 1 + MARGIN)

    def width(self, steps: float) -> str:
        """So many steps as a share of the width."""
        return f"{100 * steps / (self.steps - 1 + 2 * MARGIN):.2f}%"

    def y(self, height: float) -> float:
        """Pixels from the top of the picture."""
        return round(self.top + EDGE - height, 1)

    def write(self, x: float, y: float, text: str, *, low: str = "", **look: str) -> Shape:
        """A text around a point."""
        place = {"x": self.x(x), "y": self.y(y), "font-size": "12", "text-anchor": "middle"}
        return Shape("text", {**place, "fill": palette.grey(self.dark), **look}, text, low)


def unrolled(toy: Toy, step: int, backward: bool, dark: bool) -> Sketch:
    """The network at every time step, colour standing for values, or for gradients on the way back.

    `step` (counted from 1) is the one in view; what has not been computed by then is an empty square.
    """
    T, rows = len(toy.sequence), _rows(toy, backward)
    paper = Paper(T, rows[-1].top, dark)
    known = [number >= step if backward else number <= step for number in range(1, T + 1)]
    shapes = [_in_view(paper, step)]
    for arrow in _arrows(rows, T):
        shapes += _drawn(paper, arrow, all(known[number - 1] for number in arrow.steps), backward)
    shapes += [*_squares(paper, rows, known), *_names(paper, toy, rows)]
    return Sketch(paper.height, tuple(shapes))


def _rows(toy: Toy, backward: bool) -> list[UnrolledRow]:
    """From the ground up: inputs, states, predictions; on the way back the gradients by them."""
    lesson, steps = toy.sequence.lesson, toy.back.steps if backward else toy.run.steps
    inputs = toy.back.inputs if backward else lesson.inputs
    vectors = {
        "x": list(inputs),
        **{state: [step[state] for step in steps] for state in reversed(toy.cell.states)},
        "s" if backward else "ŷ": [step["s" if backward else "y_hat"] for step in steps],
    }
    rows: list[UnrolledRow] = []
    for name, found in vectors.items():
        rows.append(UnrolledRow(name, found, rows[-1].top + GAP if rows else 0))
    return rows


def _in_view(paper: Paper, step: int) -> Shape:
    """A shade behind the step in view."""
    place = {"x": paper.x(step - 0.45), "width": paper.width(0.9), "y": 0, "height": paper.height - AXIS}
    return Shape("rect", {**place, "fill": palette.grey(paper.dark), "opacity": 0.14})


def _squares(paper: Paper, rows: Sequence[UnrolledRow], known: Sequence[bool]) -> Iterator[Shape]:
    """One square a number, the first number of a vector on top."""
    largest = max(float(np.abs(vector).max()) for row in rows for vector in row.vectors) or 1.0
    for row in rows:
        for step, vector in enumerate(row.vectors, start=1):
            for place, value in enumerate(vector.tolist()):
                look = {
                    "x": paper.x(step),
                    "y": paper.y(row.top - PITCH * (place + 0.5)),
                    "width": SIDE,
                    "height": SIDE,
                    "transform": f"translate({-SIDE / 2},{-SIDE / 2})",
                    "stroke": palette.grey(paper.dark) if known[step - 1] else palette.grid(paper.dark),
                    "fill": palette.signed(value / largest, paper.dark) if known[step - 1] else "none",
                }
                hint = f"{row.name}[{place + 1}], t = {step} = {value:.3g}" if known[step - 1] else ""
                yield Shape("rect", look, hint=hint)


def _arrows(rows: Sequence[UnrolledRow], T: int) -> Iterator[Arrow]:
    """Upwards within a step, and from the states of a step to those of the next."""
    first, hidden = rows[1], next(row for row in rows if row.name == "h")
    for step in range(1, T + 1):
        for low, high in itertools.pairwise(rows):
            yield Arrow((step, low.top + 4), (step, high.bottom - 4), UPWARDS[low.name], (step,))
        if step < T:
            ends = ((step + REACH, hidden.middle), (step + 1 - REACH, first.middle))
            yield Arrow(*ends, "h", (step, step + 1))
        if step < T and first.name == "c":
            ends = ((step + REACH, first.middle - PITCH / 2), (step + 1 - REACH, first.middle - PITCH / 2))
            yield Arrow(*ends, "f", (step, step + 1))


def _drawn(paper: Paper, arrow: Arrow, seen: bool, backward: bool) -> Iterator[Shape]:
    """An arrow with its label; on the way back the same way, the other way round."""
    tail, head = (arrow.head, arrow.tail) if backward else (arrow.tail, arrow.head)
    ends = {"x1": paper.x(tail[0]), "y1": paper.y(tail[1]), "x2": paper.x(head[0]), "y2": paper.y(head[1])}
    color = palette.grey(paper.dark) if seen else palette.grid(paper.dark)
    yield Shape("line", {**ends, "stroke": color, "stroke-width": 1.4, "marker-end": "url(#arrow)"})
    if arrow.weights:
        yield _label(paper, arrow)


def _label(paper: Paper, arrow: Arrow) -> Shape:
    """What numbers are multiplied with on the way: beside an upright arrow, above any other."""
    (x1, y1), (x2, y2) = arrow.tail, arrow.head
    text, low = ("f", "") if arrow.weights == "f" else ("W", arrow.weights)
    look = {"dx": "3", "text-anchor": "start"} if x1 == x2 else {"dy": "-8"}
    return paper.write((x1 + x2) / 2, (y1 + y2) / 2, text, low=low, **{"font-size": "11", **look})


def _names(paper: Paper, toy: Toy, rows: Sequence[UnrolledRow]) -> Iterator[Shape]:
    """What is read stands below its step, what should come out above it; the rows are named at the first."""
    ink = palette.ink(paper.dark)
    told = zip(toy.sequence.inputs, toy.sequence.targets, strict=True)
    for step, (read, wanted) in enumerate(told, start=1):
        yield paper.write(step, -14, read, fill=ink)
        yield paper.write(step, rows[-1].top + 14, f"→ {wanted}", fill=ink)
        yield paper.write(step, -EDGE - 10, str(step))
    yield paper.write((paper.steps + 1) / 2, -EDGE - 32, t("time step"))
    for row in rows:
        yield paper.write(1 - REACH, row.middle, row.name, fill=ink, **NAME)
