"""The screen's half of what a task is: whose page, in which words, drawn by what. What all share asks here.

Strings are "module:name", loaded when they are used: the parts of a task's page import this file.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pages.ui.frame.menu import CLASSIFY, FORECAST, GENERATE, LABEL, MEMORY, TRANSLATE
from rnnkit.config import TrainingSettings
from rnnkit.config.stored import Known, as_far_as_known, parse_stored
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks import TASKS as KINDS
from rnnkit.tasks.task import Task, named
from rnnkit.words import t

NETWORK = frozenset({"task", "cell", "bidirectional"})  # chosen as one of a few names, not field by field
Fix = tuple[str, Mapping[str, Any]]
"""Words on a button, and the settings that it changes."""


@dataclass(frozen=True)
class Examples:
    """How the samples of a task stand on Home: under which title, how many in sight, and the picture of each
    (`(sample) -> None`)."""

    title: str
    shown: int
    picture: str


@dataclass(frozen=True)
class Answering:
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

    `advice` takes `{memory}`, the steps that matter; `lookback` is the setting that says how far it may look.
    """

    effects: str
    advice: str = t("Anything more than {memory} steps back hardly changes the error.")
    states: str = ""
    lookback: str = ""


@dataclass(frozen=True)
class TaskPage:
    """A task on screen.

    - `word`: what Compare calls it; `own`: words that invite to bring one's own data;
    - `size`: `(settings) -> str`, the size of a network in words;
    - `fixes`: ways out of settings that cannot be;
    - `overlay`: the tab of Compare that lays its runs over each other: title, `(groups of records) -> None`;
    - `gates`: the class of its networks in the Gates lab;
    - `to_plan`: `(data set id, settings) -> data`, what a plan is made from beside the settings;
    - `writes`: whether its runs show samples of their writing while they train.
    """

    task: Task
    page: Path
    icon: str
    word: str
    size: str
    inside: InsideWords
    own: str = ""
    fixes: tuple[Fix, ...] = ()
    examples: Examples | None = None
    answering: Answering | None = None
    overlay: tuple[str, str] | None = None
    gates: str | None = None
    to_plan: str | None = None
    writes: bool = False

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


FORECASTING = TaskPage(
    KINDS["forecast"],
    FORECAST,
    ":material/trending_up:",
    t("Forecast"),
    size="pages.ui.form.setting_words:lengths",
    inside=InsideWords(
        effects=t(
            "In standard deviations of the training data. Each step is replaced by that of another window."
        ),
        advice=t("A lookback of {memory} would do: what lies before it hardly changes the error."),
        states=t("Each column is what it knows after reading its lookback up to that step."),
        lookback="lookback",
    ),
    own=t("Bring your own table"),
    fixes=(
        (t("Use the suggested lookback"), {"lookback": None, "segment": None}),
        (t("Use the suggested test part"), {"test": None, "stride": None}),
        (
            t("Use the suggested lengths"),
            {"horizon": None, "lookback": None, "segment": None, "test": None, "stride": None},
        ),
        (t("Use hidden size 128 and 2 layers"), {"hidden_size": 128, "num_layers": 2}),
        (t("Use the direct strategy"), {"strategy": "direct"}),
        (t("Train without covariates"), {"past_covariates": (), "future_covariates": ()}),
        (t("Choose the targets from the data"), {"targets": ()}),
    ),
    examples=Examples(t("Time series"), 6, "pages.ui.forecast.example:card"),
    answering=Answering(
        t("Upload newer data with the same columns, for {name}; the new rows alone are enough"),
        t("It is read the same way; rows newer than the training data are used to score the model."),
        limits="pages.ui.forecast.data.choose_data:limits_words",
        alone=t("Upload newer data with the same columns, for {name}: at least {n} rows"),
        draw="pages.ui.forecast.new_data:new_forecast",
    ),
    overlay=(t("Forecasts"), "pages.ui.forecast.overlay:forecasts_tab"),
    gates="pages.ui.gates.networks:SeriesNetwork",
    to_plan="pages.ui.forecast.access:to_plan",
)
WRITING = TaskPage(
    KINDS["text"],
    GENERATE,
    ":material/edit_note:",
    t("Generate"),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t("In nats of the right symbol. Each symbol is replaced by that of another place.")
    ),
    own=t("Bring your own text"),
    fixes=(
        (t("Read it as characters"), {"unit": "char", "max_vocabulary": None}),
        (
            t("Use the suggested sizes"),
            {"hidden_size": None, "embedding_size": None, "num_layers": 1},
        ),
        (t("Let the samples begin by themselves"), {"sample_prompt": ""}),
    ),
    examples=Examples(t("Texts"), 3, "pages.ui.text.example:card"),
    answering=Answering(
        t("Upload another text, for {name}"),
        t("The model is scored on its last 10 %, beside n-grams counted in what comes before."),
        limits="pages.ui.text.choose_text:limits_words",
    ),
    overlay=(t("Texts"), "pages.ui.text.overlay:texts_tab"),
    gates="pages.ui.gates.networks:TextNetwork",
    to_plan="pages.ui.text.access:to_plan",
    writes=True,
)
CLASSIFYING = TaskPage(
    KINDS["classify"],
    CLASSIFY,
    ":material/category:",
    t("Classify"),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t("In nats of the right class. Each symbol is replaced by that of another text."),
        advice=t("What stands more than {memory} symbols before the end of a text hardly changes the error."),
    ),
    own=t("Bring your own texts"),
    fixes=(
        (t("Train one network"), {"nets": 1}),
        (
            t("Use the suggested sizes"),
            {"hidden_size": None, "embedding_size": None, "num_layers": 1, "nets": None},
        ),
    ),
    examples=Examples(t("Texts with classes"), 3, "pages.ui.classify.example:card"),
    answering=Answering(
        t("Upload new texts, for {name}"),
        t("A file like the one it learned from, or a text on every line; known classes are scored."),
        limits="pages.ui.classify.choose_texts:limits_words",
        draw="pages.ui.classify.new_answers:new_answers",
    ),
    to_plan="pages.ui.classify.access:to_plan",
)
LABELLING = TaskPage(
    KINDS["label"],
    LABEL,
    ":material/sell:",
    t("Label"),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t("In nats of the right tag. Each token is replaced by that of another sentence."),
        states=t("Each column is what it knows at that token, after reading the sentence from both ends."),
    ),
    own=t("Bring tagged sentences"),
    fixes=((t("Use the suggested sizes"), {"hidden_size": None, "embedding_size": None, "num_layers": 1}),),
    examples=Examples(t("Tagged sentences"), 3, "pages.ui.label.example:card"),
    answering=Answering(
        t("Upload a text to be labelled by {name}"),
        t("Plain text is cut into tokens as the training data was. A file with tags is scored as well."),
        limits="pages.ui.label.choose:limits_words",
        draw="pages.ui.label.new_labels:new_labels",
    ),
    to_plan="pages.ui.label.access:to_plan",
)
TRANSLATING = TaskPage(
    KINDS["translate"],
    TRANSLATE,
    ":material/g_translate:",
    t("Translate"),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t(
            "In nats of the right translation. Each symbol of the source is replaced by that of another."
        ),
        states=t("Each column is what the encoder knows at that symbol of a source."),
    ),
    own=t("Bring your own pairs"),
    fixes=(
        (t("Read it as characters"), {"unit": "char", "max_vocabulary": None}),
        (t("Learn from longer texts, too"), {"max_length": 400}),
        (
            t("Use the suggested sizes"),
            {"hidden_size": None, "embedding_size": None, "num_layers": 1},
        ),
    ),
    examples=Examples(t("Pairs"), 3, "pages.ui.translate.example:card"),
    answering=Answering(
        t("Upload sources line by line, for {name}"),
        t("Every line comes back translated; a file of pairs is scored, too."),
        limits="pages.ui.translate.choose_pairs:limits_words",
        draw="pages.ui.translate.new_data:translations",
    ),
    overlay=(t("Translations"), "pages.ui.translate.overlay:translations_tab"),
    to_plan="pages.ui.translate.access:to_plan",
    writes=True,
)
REMEMBERING = TaskPage(
    KINDS["memory"],
    MEMORY,
    ":material/psychology:",
    t("Memory"),
    size="pages.ui.form.setting_words:problem",
    inside=InsideWords(effects=t("In units of the answer. Each step is replaced by that of another row.")),
)
TASKS: Mapping[str, TaskPage] = {
    page.name: page for page in (FORECASTING, WRITING, CLASSIFYING, LABELLING, TRANSLATING, REMEMBERING)
}


def task_of(config: TrainingSettings) -> TaskPage:
    """What kind of run these settings are for."""
    return TASKS[config.kind()]


def settings_of(run: Run) -> TrainingSettings:
    """What a run was asked to do, to train so again. Raises `ConfigError` for one of another version."""
    return parse_stored(TASKS[run.task].settings, run.config)


def known_settings(run: Run) -> Known[TrainingSettings]:
    """What a run was asked to do, to be shown: as far as this version of the app knows it."""
    return as_far_as_known(TASKS[run.task].settings, run.config)


def network_of(run: Run) -> str:
    """The network of a run, also one that this version of the app does not have."""
    known = known_settings(run)
    return str(json.loads(run.config)["cell"]) if "cell" in known.strange else known.config.cell


def level_of(run: Run) -> tuple[str, float] | None:
    """The name and height of a loss that a run has to get below, where its task has one."""
    return TASKS[run.task].task.loss_level(known_settings(run).config)


def drawn_by(path: str) -> Callable[..., Any]:
    """What "module:name" names, to draw or to say something of a task."""
    found: Callable[..., Any] = named(path)
    return found
