"""The screen's half of what a task is: whose page, in which words, drawn by what.

Strings are "module:name", loaded when they are used: the parts of a task's page import this file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rnnkit.config import TrainingSettings
from rnnkit.tasks.task import Task, named

NETWORK = frozenset({"task", "cell", "bidirectional"})  # chosen as one of a few names, not field by field
Fix = tuple[str, Mapping[str, Any]]
"""Words on a button, and the settings that it changes."""


@dataclass(frozen=True)
class Examples:
    """How the samples of a task stand on Home: under which title, how many in sight, how each is drawn
    (`picture`, `(sample) -> None`), and what its card says (`read`, `(key) -> Card`)."""

    title: str
    shown: int
    picture: str
    read: str


@dataclass(frozen=True)
class AnsweringWords:
    """How a trained network is used on new data: what to upload, what that does, and how the answer is drawn.

    `words` and `alone` (of a model that came without its data) take `{name}` and `{n}`, the steps it reads;
    `limits` gives the limits in words, and `draw` takes the result and the answer.
    """

    words: str
    help: str
    limits: str
    alone: str = ""
    draw: str | None = None


@dataclass(frozen=True)
class InsideWords:
    """What the page Your run says of a task: the unit of the effects, what states are, what memory advises.

    `advice` is for one step that matters and for more; `lookback` is the setting that says how far it looks.
    """

    effects: str
    advice: tuple[str, str] = (
        "Anything more than {number} step back hardly changes the error.",
        "Anything more than {number} steps back hardly changes the error.",
    )
    states: str = ""
    lookback: str = ""


@dataclass(frozen=True)
class TaskPage:
    """A task on screen.

    - `word`: what the menu and Compare call it; `about`: what can be done there, where the menu lists it by
      itself; `own`: words that invite to bring one's own data;
    - `size`: `(settings) -> str`, the size of a network in words;
    - `choices`: words that its settings can be, as a person reads them; `steps`: what a press of plus adds to
      a setting;
    - `fixes`: ways out of settings that cannot be;
    - `overlay`: the tab of Compare that lays its runs over each other: title, `(groups of records) -> None`;
    - `gates`: the class of its networks in the Gates lab;
    - `to_plan`: `(data set id, settings) -> data`, what a plan is made from beside the settings;
    - `writes`: whether its runs show samples of their writing while they train; `sample`: `(text, key) ->
      None`, how one is drawn where not letter by letter; `drawing`: `([(run, what it drew of itself)]) ->
      None`, where they draw while they train.
    """

    task: Task
    page: Path
    icon: str
    word: str
    size: str
    inside: InsideWords
    about: str = ""
    own: str = ""
    fixes: tuple[Fix, ...] = ()
    examples: Examples | None = None
    answering: AnsweringWords | None = None
    overlay: tuple[str, str] | None = None
    gates: str | None = None
    to_plan: str | None = None
    writes: bool = False
    sample: str | None = None
    drawing: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the task."""
        return self.task.name

    def data(self, dataset_id: str, asked: TrainingSettings) -> Any:
        """What a plan is made from."""
        return named(self.to_plan)(dataset_id, asked) if self.to_plan else None

    @property
    def settings(self) -> type[TrainingSettings]:
        """What a person may ask of it."""
        return self.task.asked

    @property
    def fields(self) -> tuple[str, ...]:
        """The settings that have a field of their own in the form."""
        return tuple(name for name in self.settings.model_fields if name not in NETWORK)


def drawn_by(path: str) -> Callable[..., Any]:
    """What "module:name" names, to draw or to say something of a task."""
    found: Callable[..., Any] = named(path)
    return found
