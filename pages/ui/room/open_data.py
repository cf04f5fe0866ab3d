"""What a room learns from: examples, or the form that its teacher brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.resources import visitor
from pages.ui.form.preset.room_draft import Draft
from pages.ui.frame.words import literal
from pages.ui.task_page import TaskPage
from pages.ui.tasks import TASKS
from rnnkit.data.samples import sample_bytes, samples_of
from rnnkit.errors import RnnkitError
from rnnkit.runs.rooms.opening import MOST_DATA, Brought
from rnnkit.words import t

TASK, EXAMPLES, FROM_FORM = "room_task", "room_examples", "room_from_form_too"


@dataclass(frozen=True)
class Material:
    """The task of a room, its examples by their keys or the form that was brought, and its settings."""

    page: TaskPage
    examples: Sequence[str] = ()
    form: Draft | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to learn from yet."""
        return not self.examples and self.form is None


def choose_material(brought: Draft | None) -> Material:
    """Draw the choice: the form that was brought, or examples."""
    if brought is not None and st.toggle(_form_words(brought), value=True, key=FROM_FORM):
        return Material(TASKS[brought.task], form=brought, settings=brought.config.model_dump())
    return _examples()


def _examples() -> Material:
    with_samples = [name for name, page in TASKS.items() if samples_of(name) and page.task.source.overrides]
    name = st.pills(
        t("What is learned"),
        with_samples,
        default=with_samples[0],
        required=True,
        format_func=lambda task: TASKS[task].word,
        key=TASK,
    )
    samples = samples_of(name)
    chosen = st.multiselect(
        t("On which examples"),
        list(samples),
        default=next(iter(samples)),
        format_func=lambda key: samples[key].title,
        key=f"{EXAMPLES}_{name}",
        max_selections=MOST_DATA,
        help=t(
            "For data of your own, bring it to the page of its task, set the form as the class should have "
            "it, and press Open a room with this form there."
        ),
    )
    return Material(TASKS[name], tuple(chosen))


def _form_words(brought: Draft) -> str:
    try:
        name = resources.dataset(brought.dataset_id).name
    except RnnkitError:
        name = t("data that is gone")
    return literal(t("With the form you brought: {task} on {name}", task=TASKS[brought.task].word, name=name))


def bring(material: Material) -> list[Brought]:
    """The data sets of the room, kept for this visitor first. Raises `RnnkitError`s of what cannot be had."""
    if material.form is not None:
        return [Brought(material.form.dataset_id)]
    overrides = material.page.task.source.overrides().to_json()
    found = []
    for key in material.examples:
        sample = samples_of(material.page.name)[key]
        dataset_id = visitor().uploads.add(sample.title, sample_bytes(key), overrides)
        found.append(Brought(dataset_id, sample.title, dict(sample.settings)))
    return found
