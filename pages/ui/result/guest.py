"""What somebody sees who opens a link to runs of another: all that came out, nothing that changes it."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.ui.access.resources import guest, visitor
from pages.ui.form import forms
from pages.ui.form.field_settings import OF_THE_DATA, as_fields, cells_of
from pages.ui.frame import address
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import literal
from pages.ui.task_page import TaskPage
from pages.ui.tasks import TASKS, known_settings
from rnnkit.errors import NotFoundError
from rnnkit.runs.sharing import Guest
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


def guest_part(task: TaskPage, show: Callable[[Sequence[Run]], None]) -> bool:
    """Draw the runs of `?share=` by the Result part of their page; false when there is no such link."""
    if not address.wanted(address.SHARE):
        return False
    try:
        host = guest()
    except NotFoundError as error:
        st.warning(literal(error), icon=":material/link_off:")
        st.page_link(
            task.page,
            label=t("Continue with your own data"),
            icon=":material/upload_file:",
            query_params={address.FRESH: "1"},
        )
        return True
    runs = host.runs.find()
    if runs[0].task != task.name:
        st.switch_page(TASKS[runs[0].task].page, query_params={address.SHARE: address.wanted(address.SHARE)})
    _welcome(host, runs)
    show(runs)
    return True


def _welcome(host: Guest, runs: Sequence[Run]) -> None:
    """What this is, for how long, and the way to try the same."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            t(
                ":material/visibility: These runs were shared with you. You can view them until {date}.",
                date=f"{host.share.expires.day} {host.share.expires:%B %Y}",
            ),
            width="stretch",
        )
        label = (
            t("Copy data and settings into my form")
            if host.share.data
            else t("Copy the settings into my form")
        )
        if pressed(label, key="copy_shared", icon=":material/content_copy:"):
            _copy(host, runs)
            st.rerun()


def _copy(host: Guest, runs: Sequence[Run]) -> None:
    """Turn to the form of one's own, filled in; with a copy of the data where it is shared."""
    fields = as_fields(known_settings(runs[0]).config, cells_of(runs))
    address.leave(address.SHARE)
    if host.share.data:
        data = host.datasets.get(runs[0].dataset_id)
        address.show_data(visitor().uploads.add(data.name, data.content, data.overrides))
    else:
        fields = {name: value for name, value in fields.items() if name not in OF_THE_DATA}
    forms.fill_later(fields)
