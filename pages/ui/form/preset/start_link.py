"""The form that a link starts from (`?start=`): its data brought, its settings filled in, its fields held."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.access.data_in_address import is_mine
from pages.ui.access.reread import show_bytes
from pages.ui.access.resources import store, visitor
from pages.ui.form import forms
from pages.ui.form.bringing import tried
from pages.ui.form.field_settings import OF_THE_DATA, as_fields, unasked
from pages.ui.form.preset import held
from pages.ui.frame import address, state
from pages.ui.frame.boundary import safely
from pages.ui.frame.words import literal
from pages.ui.task_page import TaskPage
from pages.ui.tasks import TASKS
from rnnkit.config.stored import as_far_as_known
from rnnkit.data.samples import sample_bytes, samples_of
from rnnkit.errors import NotFoundError
from rnnkit.runs.shared_forms import FormGuest, SharedForm
from rnnkit.words import plural, t

_SEEN = "_seen_start"
"""The link whose settings were put into the form of this tab."""


def start_in_address(page: TaskPage) -> None:
    """Do what the link in the address says, before the first field is drawn; without one hold nothing.

    Settings in the address win over those of the link, except where the link holds them.
    """
    token = address.wanted(address.START)
    if not token:
        held.hold(None)
        return
    try:
        opened = store().started(token)
    except NotFoundError as error:
        _ended(page, error)
        return
    form = opened.form
    if form.task != page.name and form.task in TASKS:
        st.switch_page(TASKS[form.task].page, query_params={address.START: token})
    fields = _fields(page, form)
    held.hold(_held(page, form, fields))
    takes_data = page.task.source.overrides is not None
    ready = not takes_data or is_mine() or _bring(page, opened)
    address.come_back(page.name)  # what was brought is what this page shows last
    _welcome(page, form, ready)
    if ready and state.get(_SEEN) != token:
        state.put({_SEEN: token})
        if not address.wanted(address.RUN):  # the form is as that run was trained
            forms.fill_later(unasked(fields))


def _fields(page: TaskPage, form: SharedForm) -> dict[str, Any]:
    """What the fields hold by this link, as far as this version of the app knows the settings."""
    known = as_far_as_known(page.settings, form.config)
    if known.strange:
        said = t(
            "This link is from another version of the app. Settings left out: {names}.",
            names=", ".join(known.strange),
        )
        st.warning(literal(said), icon=":material/history:")
    fields = as_fields(known.config, form.cells)
    if form.gives_data:
        return fields
    return {name: value for name, value in fields.items() if name not in OF_THE_DATA}


def _held(page: TaskPage, form: SharedForm, fields: Mapping[str, Any]) -> held.Held:
    can = frozenset({*page.fields, held.CELLS, held.BUDGET}) & frozenset(fields)
    hidden = frozenset(form.hidden) & can
    note = plural(
        "{number} setting is set by the link and not shown.",
        "{number} settings are set by the link and not shown.",
        len(hidden),
    )
    return held.Held(page.name, fields, hidden, frozenset(form.locked) & can, note)


def _bring(page: TaskPage, opened: FormGuest) -> bool:
    """Show the example of the link, or a copy of the data that came with it; false where there is neither."""
    form, run = opened.form, st.query_params.get(address.RUN)
    ways = ((form.sample, _bring_sample), (form.dataset_id, _bring_copy))
    brought = [tried(partial(way, page, opened), t("Getting the data")) for given, way in ways if given]
    if any(brought) and run:
        st.query_params[address.RUN] = run  # whose it is, is said where it is looked for
    return any(brought)


def _bring_sample(page: TaskPage, opened: FormGuest) -> bool:
    form, samples = opened.form, samples_of(page.name)
    if form.sample not in samples:
        raise NotFoundError(
            t(
                "The example of this link, {key}, is not in this version; bring data of your own.",
                key=form.sample,
            )
        )
    title = samples[form.sample].title
    show_bytes(title, sample_bytes(form.sample), page.task.source.overrides.from_json(form.overrides))
    return True


def _bring_copy(_: TaskPage, opened: FormGuest) -> bool:
    data = opened.datasets.get(opened.form.dataset_id or "")
    address.show_data(visitor().uploads.add(data.name, data.content, data.overrides))
    return True


def _welcome(page: TaskPage, form: SharedForm, ready: bool) -> None:
    """What this is, what is private, and the way to all settings."""
    sentences = [t("You start from a form that was shared with you.")]
    if not ready:
        sentences.append(t("It came without its data: load your own below, and its settings are filled in."))
    elif form.dataset_id:
        sentences.append(t("Its data was copied for you."))
    sentences.append(t("Whoever shared it sees neither your data nor your runs."))
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="started_form"):
        st.markdown(":material/tune: " + " ".join(sentences), width="stretch")
        found = held.of(page.name)
        if found is not None and found.names:
            st.button(
                t("Show all settings"),
                key="show_all_settings",
                icon=":material/visibility:",
                help=t("Leaves the link; all fields stay as they are and can be changed."),
                on_click=_leave,
                args=(page,),
            )


@safely
def _leave(page: TaskPage) -> None:
    """Leave the link: what it held stays in the fields, which are open from now on."""
    found = held.of(page.name)
    if found is not None:
        forms.fill({name: found.values[name] for name in found.names})
    held.hold(None)
    address.leave(address.START)
    address.forget(page.name)


def _ended(page: TaskPage, error: NotFoundError) -> None:
    """The link is not valid (any more): said once, and nothing is lost that it had brought."""
    _leave(page)
    st.warning(
        literal(f"{error} {t('Your data and settings stay as they are.')}"), icon=":material/link_off:"
    )
