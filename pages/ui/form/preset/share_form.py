"""The fold that shares a form before anything was trained: what others see of it, and a link."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.ui.access.resources import dataset, visitor
from pages.ui.form import forms
from pages.ui.form.field_settings import OF_THE_DATA, configurations
from pages.ui.form.preset import held
from pages.ui.form.preset.form_links import MADE, form_links
from pages.ui.form.setting_words import field_title
from pages.ui.frame import address, state
from pages.ui.frame.boundary import safely
from pages.ui.frame.folds import folded
from pages.ui.frame.words import literal
from pages.ui.task_page import TaskPage
from rnnkit.data.samples import sample_bytes, samples_of
from rnnkit.errors import RnnkitError
from rnnkit.files.encoding import sha256
from rnnkit.runs.shared_forms import DAYS, FormDraft
from rnnkit.words import plural, t

HIDDEN, LOCKED, DATA, VALID = "form_hidden", "form_locked", "form_data", "form_days"


def share_form(
    page: TaskPage, dataset_id: str | None, values: Mapping[str, Any], cells: Sequence[str]
) -> None:
    """Offer a link that others start from; `dataset_id` is `None` where the task takes no data."""
    if not (fold := folded("share_form", t("Share this form"), ":material/add_link:")).open:
        return
    with fold:
        st.caption(
            t(
                "Anyone with the link starts from these settings, before any run. Your runs stay private, "
                "and you do not see theirs."
            )
        )
        try:
            config = next(iter(configurations(page.settings, values, tuple(cells[:1])).values()))
        except (RnnkitError, StopIteration) as error:
            st.info(literal(error) or t("Choose at least one network above."), icon=":material/info:")
            return
        name, sample, overrides = _data(page, dataset_id)
        draft = FormDraft(
            page.name, name, config.model_dump_json(), tuple(cells), sample=sample, overrides=overrides
        )
        _new(page, draft, dataset_id, values)
        form_links(page.name)


def _data(page: TaskPage, dataset_id: str | None) -> tuple[str, str, str]:
    """The name of the data, the example that it is, if any, and how it is read."""
    if dataset_id is None:
        return page.word, "", "{}"
    data = dataset(dataset_id)
    return data.name, _sample_of(page.name, data.name, data.sha256), data.overrides


@st.cache_data(show_spinner=False, max_entries=64)
def _sample_of(task: str, name: str, digest: str) -> str:
    """The key of the example that these bytes are; empty where they are a person's own."""
    for sample in samples_of(task).values():
        if sample.title == name:
            known = sample.remote.sha256 if sample.remote else sha256(sample_bytes(sample.key))
            return sample.key if known == digest else ""
    return ""


def _new(page: TaskPage, draft: FormDraft, dataset_id: str | None, values: Mapping[str, Any]) -> None:
    """What others see of the form, and the button that makes the link."""
    # A form: what is chosen goes out together with the press, however quickly one follows the other.
    with st.form(f"share_form_{page.name}", border=False):
        boxes = st.columns(2)
        for box, key, (label, words) in zip(boxes, (HIDDEN, LOCKED), _choices(), strict=True):
            with box:
                st.multiselect(
                    label,
                    _names(page, values),
                    format_func=lambda name: field_title(page.settings, name),
                    key=f"{key}_{page.name}",
                    help=words,
                    placeholder=t("None"),
                )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.segmented_control(
                t("Valid for"), DAYS, default=DAYS[0], required=True, format_func=_days, key=VALID
            )
            _with_data(draft, dataset_id)
        st.form_submit_button(
            t("Make a link to this form"),
            key="make_form_link",
            icon=":material/add_link:",
            on_click=_make,
            args=(page, draft, dataset_id),
        )
    made, token = state.get(MADE, ("", ""))
    if made == page.name:
        st.code(f"{st.context.url or ''}?{address.START}={token}", language=None, wrap_lines=True)
        st.caption(t("Copy the link now. It cannot be shown again."))


def _choices() -> tuple[tuple[str, str], tuple[str, str]]:
    return (
        (t("Hide"), t("Not drawn; the form says in one line how many there are.")),
        (
            t("Lock"),
            t(
                "Drawn, but not to be changed. It guides and does not guard: whoever leaves the link may "
                "change everything."
            ),
        ),
    )


def _with_data(draft: FormDraft, dataset_id: str | None) -> None:
    """Whether the data goes along, or why that is no question."""
    if draft.sample:
        st.caption(t("The example {name} comes along: everybody has it.", name=literal(draft.name)))
    elif dataset_id is not None:
        st.checkbox(
            t("With the data"),
            key=DATA,
            help=t(
                "Whoever opens the link gets a copy of the file. "
                "Without it nobody learns its name or columns."
            ),
        )


def _names(page: TaskPage, values: Mapping[str, Any]) -> list[str]:
    """The fields of the form, the networks and the time to train first."""
    fields = [name for name in page.fields if name in values and name not in held.LENGTHS]
    return [held.CELLS, held.BUDGET, *fields]


def _days(days: int) -> str:
    return plural("{number} day", "{number} days", days)


@safely
def _make(page: TaskPage, draft: FormDraft, dataset_id: str | None) -> None:
    hidden, locked = (tuple(state.get(f"{key}_{page.name}", ())) for key in (HIDDEN, LOCKED))
    given = dataset_id if not draft.sample and state.get(DATA) else None
    draft = replace(draft, hidden=hidden, locked=locked, dataset_id=given)
    if not draft.gives_data:
        draft = replace(draft, overrides="{}", config=_without_columns(page, draft.config))
    token = visitor().forms.create(draft, int(state.get(VALID) or DAYS[0]))
    state.put({MADE: (page.name, token)})


def _without_columns(page: TaskPage, config: str) -> str:
    """Settings without the names of columns, which are part of the data."""
    asked = page.settings.model_validate_json(config)
    names = OF_THE_DATA & set(page.fields)
    return asked.replace(**{name: forms.default(page.settings, name) for name in names}).model_dump_json()
