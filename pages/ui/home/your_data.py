"""Your data: what is kept of a visitor, for how long, and the way to remove it, one by one or all of it."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.account import account
from pages.ui.access.resources import forget_all, store, visitor
from pages.ui.form.preset.form_links import form_links
from pages.ui.frame import address, state
from pages.ui.frame.boundary import error_boundary, safely
from pages.ui.frame.buttons import pressed, when_sure
from pages.ui.frame.words import literal, three
from pages.ui.home.take_home_button import take_home_button
from rnnkit.runs.sql.rows import Run
from rnnkit.words import plural, t

MOST_LINES = 30
_GONE = "_all_deleted"


def your_data() -> None:
    """The quiet button at the foot of Home; what it opens is only drawn then."""
    if state.take(_GONE):
        st.toast(t("All your data was deleted."), icon=":material/delete_forever:")
    if pressed(t("Your data"), key="your_data", icon=":material/shield_person:", type="tertiary"):
        st.dialog(t("Your data"), icon=":material/shield_person:", on_dismiss="rerun")(_dialog)()


def _dialog() -> None:
    with error_boundary():
        if not _kept():
            st.markdown(t("None of your data is stored here."))
            if state.get(_GONE):
                st.rerun()  # the page behind still shows what is gone
            return
        runs = visitor().runs.newest(10 * MOST_LINES)
        _runs(runs)
        take_home_button(runs)
        form_links()
        st.divider()
        when_sure(
            t("I want all of it gone: data, runs, results and links"),
            t("Delete everything"),
            sure="sure_delete",
            key="delete_everything",
            icon=":material/delete_forever:",
            on_click=_delete_everything,
        )


def _kept() -> bool:
    """How much there is, and the rules it is kept by; false where there is nothing."""
    kept, quotas = visitor().library.usage(), store().quotas
    st.caption(
        t(
            "Only {you} and people you give a link to can see your work. "
            "Runs and data are deleted {days:g} days after you last looked at them; the newest {runs} runs "
            "and up to {megabytes:g} MB are kept. What you delete is gone from copies of the store, too; how "
            "often you started runs and brought files is known for an hour longer.",
            you=t("you, signed in,") if account() else t("this browser (recognised by a cookie)"),
            days=quotas.keep_days,
            runs=quotas.runs_each,
            megabytes=quotas.megabytes_each,
        )
    )
    st.caption(literal(store().place.kept_in()))
    if not (kept.runs or kept.datasets or kept.links):
        return False
    st.markdown(
        " · ".join(
            (
                plural("{number} file", "{number} files", kept.datasets),
                plural("{number} run", "{number} runs", kept.runs),
                plural("{number} link", "{number} links", kept.links),
                t("{megabytes} MB", megabytes=three(kept.megabytes)),
            )
        )
    )
    return True


def _runs(runs: Sequence[Run]) -> None:
    """The groups of runs, newest first, each with a button that removes it."""
    names = visitor().datasets.names(runs)
    groups: dict[str, list[Run]] = {}
    sizes = visitor().library.sizes()
    for run in reversed(runs):
        groups.setdefault(run.group, []).append(run)
    for group, members in list(groups.items())[:MOST_LINES]:
        busy = any(run.state == "running" for run in members)
        with st.container(horizontal=True, vertical_alignment="center"):
            labels = ", ".join(run.label for run in reversed(members))
            line = t(
                "{names} on {data} · {megabytes} MB",
                names=labels,
                data=names[members[0].dataset_id],
                megabytes=three(sum(sizes.get(run.id, 0) for run in members) / 1e6),
            )
            st.markdown(literal(line), width="stretch")
            st.button(
                t("Delete"),
                key=f"delete_{group}",
                icon=":material/delete:",
                disabled=busy,
                on_click=_delete,
                args=tuple(run.id for run in members),
                help=t("Still training: stop it first.") if busy else None,
            )


@safely
def _delete(*run_ids: str) -> None:
    for run_id in run_ids:
        visitor().library.delete(run_id)
    forget_all()


@safely
def _delete_everything() -> None:
    visitor().library.delete_everything()
    forget_all()
    address.forget_all()
    state.put({_GONE: True})
