"""What a task is: everything the house asks of one, in one place.

Strings are "module:name", loaded when they are used, so that knowing all tasks loads none of them. `None`
means "not offered": then no page and no command offers it either. A task lives in a folder of its own, and
what all tasks share never names one; `tests/tasks/test_contract.py` asks each for all that stands here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from rnnkit.compare.score import Scores
from rnnkit.compare.units import Units
from rnnkit.config import Settings, TrainingSettings
from rnnkit.config.layers import Layer

if TYPE_CHECKING:
    from rnnkit.files.kept import Part
    from rnnkit.files.model_file import Description, Model

Values = Mapping[str, Any]
Shapes = Mapping[str, tuple[int, ...]]
Frames = Callable[[str], pd.DataFrame]
"""A frame of the results of a run, by its name. Raises `NotFoundError` for one that it did not keep."""


class Uploaded(Protocol):
    """What was uploaded, and what a person decided about reading it (JSON)."""

    @property
    def content(self) -> bytes:
        """The bytes as they came."""

    @property
    def overrides(self) -> str:
        """What was decided."""


@dataclass(frozen=True)
class Cost:
    """What a run costs: layers of its network, megabytes, seconds, and what it learns from, in words.

    For a number of epochs or steps the seconds are a rough guess.
    """

    layers: tuple[Layer, ...]
    megabytes: float
    seconds: float | None
    lessons: str

    @property
    def weights(self) -> int:
        """Weights of all layers."""
        return sum(layer.weights for layer in self.layers)


@dataclass(frozen=True)
class Source:
    """Where the data of a task comes from.

    `load` takes what was `Uploaded` and gives the data. `overrides` are what a person can decide about the
    reading, `limits` how much of it this host takes, both `None` where nothing is uploaded. What a file is,
    its bytes say, not its ending: a chooser takes every file, and leads one of another task to its page.
    """

    load: str
    overrides: Any = None
    limits: Any = None


@dataclass(frozen=True)
class Comparable:
    """How runs of a task are compared with each other.

    `asked` says what was asked of the data and on which of its rows (two fingerprints), from the settings,
    the plain values of the summary, and `rows`, the fingerprint of the rows of a test frame where there is
    one. `units` cut the losses behind a score; `None` where a run keeps its scores alone. `reasons` say why
    two runs are never ranked together, by the field of a `Basis` in which they differ, where this task has
    better words.
    """

    asked: Callable[[Values, Values, Callable[[], str]], tuple[str, str]]
    rows: Callable[[Frames], str] | None = None
    units: Callable[[Frames, str, float], Units] | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bundle:
    """How a run of a task leaves as one file and comes back.

    - `parts`: files that make inputs of raw data or answer, too; `frames`: its tables and their columns;
    - `shapes`: of the weights, from what a model file says; `describe`: that, from the parts;
    - `check`: the parts fit the model; gives the shapes of the stored predictions, `alike` in their number;
    - `answer` (torch): what the network answers to the stored inputs, and what it answered;
    - `use`: new data in, an `Outcome` out; `before`: whether that wants the data it was trained on, too;
    - `back`: (what was there before, newer data, clock) -> an `Outcome` with the score of the last answers on
      what came since, and a file of all data so far; see `rnnkit.bundle.visit`;
    - `written`: (that, path or `None`) -> the bytes of a file of this name; `None` where it is scores alone;
    - `said`: what the summary of a run says beside what all runs say;
    - `sources`: files of `rnnkit` with the names taken of them, which become `network.py`; `program`: the
      file that becomes `predict.py`; `code`: further programs; `usage`: how to call it, by its `{name}`;
    - `onnx` (torch): the network, inputs, and their names;
    - `needs`: the packages that the programs need.
    """

    parts: "tuple[Part, ...]"
    frames: Mapping[str, Mapping[str, frozenset[str]]]
    shapes: "Callable[[Description], Shapes]"
    describe: Callable[[Mapping[str, bytes]], Mapping[str, Any]]
    check: "Callable[[Model, Mapping[str, bytes]], Shapes]"
    alike: bool
    answer: str
    use: str
    before: bool
    sources: Mapping[str, tuple[str, ...]]
    program: str
    usage: str
    onnx: str
    back: str | None = None
    written: str | None = None
    said: Callable[[Mapping[str, bytes]], Mapping[str, Any]] = field(default=lambda _: {})
    needs: str = "torch, numpy, pandas and safetensors"
    code: Callable[[Mapping[str, bytes]], Mapping[str, str]] = field(default=lambda _: {})


@dataclass(frozen=True)
class EndedRun:
    """What is known of a run that came to its end, for whoever takes it home.

    `data` is the name of its data, `summary`, `frames` and `files` what it left, and `changes` what was
    changed in reading the data, in sentences; `None` where the data is not at hand.
    """

    task: str
    label: str
    data: str
    created: datetime
    summary: Values
    frames: Frames
    files: Mapping[str, bytes]
    changes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Spreadsheet:
    """What a run gives to whoever works with spreadsheets.

    `methods` are those whose answers it holds, the network's first; `workbook` and `csv` write the answers of
    one of them as a file, in the names and the writing of the data.
    """

    methods: Callable[[Frames], Sequence[str]]
    workbook: Callable[[EndedRun, str], bytes]
    csv: Callable[[EndedRun, str], bytes]


@dataclass(frozen=True)
class CutData:
    """Data cut in two: what members of a room get, as bytes and decisions (JSON), and what is hidden from
    them.

    `rows` are hidden; `hidden` and `reading` are for `Hiding.losses` alone, and hold all that it takes.
    `settings` were left open and are decided, since they say what is asked. `said` are sentences about the
    cut.
    """

    content: bytes
    overrides: str
    hidden: bytes = b""
    reading: Values = field(default_factory=dict, hash=False)
    rows: int = 0
    settings: Values = field(default_factory=dict, hash=False)
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class SliceLosses:
    """What a model, named "", and baselines beside it lose on the units of a hidden slice, in one measure.

    `rows` is a fingerprint of what was asked: only losses with the same one are compared.
    """

    metric: str
    rows: str
    units: Mapping[str, Units]


@dataclass(frozen=True)
class Hiding:
    """How a room hides a part of its data, and what a model is worth on that.

    - `cut`: (uploaded, preset, share) -> `CutData`, without torch: the latest part of series, elsewhere rows
      by class with duplicates on one side. Raises `DataError` where there is too little to hide any;
    - `losses` (torch): (kept model, hidden bytes, reading) -> `SliceLosses`;
    - `fixed`: settings that decide what is asked, beside those of the task: no room opens them.
    """

    cut: "Callable[[Uploaded, TrainingSettings, float], CutData]"
    losses: str
    fixed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Task:
    """Everything the house asks of a task.

    - `asked`: settings with what a person may leave open, and which of them are `free` in a run that trains
      another further; `resolved`: the same, decided;
    - `plan`: (data, asked) -> (resolved, `Cost`), without torch;
    - `prepare`, `report`: see `rnnkit.training.run`;
    - `scores`: what network and baselines are called, and the measures in the order that ranks;
    - `less`: what takes less memory, in words; `optional`: modules that it loads where they are installed;
    - `level`: (asked) -> a loss to get below and its name;
    - `leaks`: (data, asked) -> findings; `looked_for`: what that looks for, in a sentence;
    - `compare`: a `Comparable`; `bundle`: a `Bundle`;
    - `spreadsheet`: a `Spreadsheet`;
    - `told`: (`EndedRun`) -> `Section`s that its report adds; `tables`: frames that a report shows as they
      are, and their titles;
    - `script`: (resolved, steps) -> training in plain PyTorch;
    - `commands`: () -> its commands on the command line;
    - `understood`: (names and bytes of files, overrides as JSON) -> what was understood of them, as JSON
      values: `rows`, `text`, `label`, `classes`, ..., and `notes` and `questions`, lists of sentences;
    - `claims`: (name, beginning of a file) -> how likely it is meant for this task (0 to 1) and what it looks
      like, in a sentence; see `rnnkit.tasks.belonging`;
    - `inside`: (model, data) -> what `rnnkit.inspect` looks at;
    - `fixed`: settings that no search varies, since they decide what is asked or scored, or nothing of it;
    - `validated`: (prepared) -> the measure and the error of the network on the validation part, alike for
      all settings; without it a search goes by the loss there;
    - `folds`: (data, asked, number, count) -> data and settings of a fold: what is learned from comes wholly
      before or apart from what is validated on, and what is scored stays closed. Raises `ConfigError`
      where there is too little for so many;
    - `hidden`: a `Hiding`; `None`: a room of this task has no hidden slice.
    """

    name: str
    asked: type[TrainingSettings]
    resolved: type[TrainingSettings]
    source: Source
    plan: str
    prepare: str
    report: str
    scores: Scores
    less: str
    optional: tuple[str, ...] = ()
    level: str | None = None
    leaks: str | None = None
    looked_for: str = ""
    compare: str | None = None
    bundle: str | None = None
    inside: str | None = None
    spreadsheet: str | None = None
    told: str | None = None
    tables: Mapping[str, str] = field(default_factory=dict, hash=False)
    script: str | None = None
    commands: str | None = None
    understood: str | None = None
    claims: str | None = None
    fixed: frozenset[str] = frozenset()
    validated: str | None = None
    folds: str | None = None
    hidden: str | None = None

    def planned(self, data: Any, asked: Settings) -> tuple[TrainingSettings, Cost]:
        """The settings with nothing left open, and their cost. Raises what is wrong with them."""
        resolved, cost = named(self.plan)(data, asked)
        return resolved, cost

    @cached_property
    def comparing(self) -> Comparable | None:
        """How its runs are compared; `None` where they are not."""
        found: Comparable | None = named(self.compare) if self.compare else None
        return found

    @cached_property
    def bundling(self) -> Bundle | None:
        """How its runs leave as a file; `None` where they do not."""
        found: Bundle | None = named(self.bundle) if self.bundle else None
        return found

    @cached_property
    def tabulating(self) -> Spreadsheet | None:
        """How its answers are taken to a spreadsheet; `None` where they are not."""
        found: Spreadsheet | None = named(self.spreadsheet) if self.spreadsheet else None
        return found

    @cached_property
    def hiding(self) -> Hiding | None:
        """How a room hides a part of its data; `None` where it does not."""
        found: Hiding | None = named(self.hidden) if self.hidden else None
        return found

    def loss_level(self, asked: TrainingSettings) -> tuple[str, float] | None:
        """The name and height of a loss that a run has to get below; `None` where there is none."""
        found: tuple[str, float] | None = named(self.level)(asked) if self.level else None
        return found


def named(path: str) -> Any:
    """The thing that "module:name" names."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def by_name(tasks: Sequence[Task]) -> Mapping[str, Task]:
    """Tasks by their names, in order."""
    return {task.name: task for task in tasks}
