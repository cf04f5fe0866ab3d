"""What a lesson is made of. Sentences may have `{named}` gaps, which the figures of the experiment
fill, and `{setting}`, which is what the control is set to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rnnkit.lessons.pictures import Picture

Setting = float | str  # what the control is set to
Figures = Mapping[str, Any]  # numbers and words by their names


@dataclass(frozen=True)
class Aside:
    """A second thing that an experiment shows: a sentence with gaps, their figures, and a picture."""

    words: str
    picture: Picture
    alt: str
    figures: Figures


@dataclass(frozen=True)
class Observation:
    """What an experiment found: its figures by their names, and the picture that shows them."""

    figures: Figures
    picture: Picture
    aside: Aside | None = None


@dataclass(frozen=True)
class Control:
    """The one thing to do: numbers make a slider, words a choice."""

    label: str
    options: tuple[Setting, ...]
    default: Setting
    help: str

    def __post_init__(self) -> None:
        """Start with something that can be chosen."""
        assert self.default in self.options


@dataclass(frozen=True)
class Answer:
    """One thing to answer, the condition on the figures under which it is right, and why it then is."""

    words: str
    holds: Callable[[Figures], bool]
    because: str


@dataclass(frozen=True)
class LessonQuestion:
    """A question with its answers, exactly one of which holds, whatever the control is set to.

    `find` asks for a setting that tells more than the one to start with, `hint` says where to look there.
    `first` is the place of the answer that holds at the start; `None` where the same one holds everywhere.
    """

    words: str
    find: str
    hint: str
    first: int | None
    answers: tuple[Answer, ...]

    def right(self, figures: Figures) -> Answer:
        """The answer that holds for these figures."""
        (answer,) = (answer for answer in self.answers if answer.holds(figures))
        return answer


@dataclass(frozen=True)
class Deeper:
    """The page that goes deeper, and the settings it opens with."""

    page: str
    label: str
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lesson:
    """A few sentences, a formula, something to try out, and a question that trying it out answers."""

    name: str  # in the address
    short: str  # on the path of lessons
    title: str
    words: tuple[str, ...]
    formula: str
    task: str
    control: Control
    experiment: Callable[..., Observation]
    said: str  # what the experiment found, in one sentence
    alt: str
    question: LessonQuestion
    deeper: Deeper

    def tells(self, setting: Setting, figures: Figures) -> bool:
        """Whether a setting shows more than the one to start with: there another answer holds, or, where
        the same one holds everywhere, it was at least tried elsewhere.
        """
        first = self.question.first
        if first is None:
            return setting != self.control.default
        return not self.question.answers[first].holds(figures)
