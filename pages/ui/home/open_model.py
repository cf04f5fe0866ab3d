"""Opening a model file, or one of several runs: each is checked at once and computed again by a job."""

import streamlit as st

from pages.ui.access.resources import jobs, visitor
from pages.ui.form.bringing import all_held
from pages.ui.frame import address, state
from pages.ui.frame.folds import folded
from pages.ui.frame.server.upload_room import forget
from pages.ui.frame.streamlit_names import UploadedFile
from pages.ui.frame.words import literal
from pages.ui.tasks import TASKS
from rnnkit.bundle.take_home import CameHome, came_words, come_home, megabytes
from rnnkit.errors import RnnkitError
from rnnkit.words import t

_ROUND = "_model_round"
_CAME = "_came_home"


def open_model() -> None:
    """The upload, folded until somebody wants it; a file of one run leads to its page."""
    if (came := state.take(_CAME)) is not None:
        _say(came)
    words = t("Open a model file, or runs from elsewhere")
    if not (box := folded("open_model", words, ":material/deployed_code:")).open:
        return
    with box:
        limit = megabytes()
        key = f"model_file_{state.get(_ROUND, 0)}"
        file = st.file_uploader(
            t("Drop a model file, or a file of several runs"),
            type=["zip"],
            key=key,
            max_upload_size=max(1, int(limit)),
            help=t(
                "The file that Model file gives under a result, or Take my runs home under Your data. "
                "Nothing in it is ever run here."
            ),
        )
        st.caption(t("Up to {megabytes:g} MB. Its stored predictions are computed again.", megabytes=limit))
        if all_held(key) and file is not None:
            _take(file)


def _take(file: UploadedFile) -> None:
    try:
        came = come_home(visitor(), file.name[:80], file.getvalue())
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    jobs().wake()
    forget(file)
    state.put({_ROUND: state.get(_ROUND, 0) + 1})
    if len(came.opened) == 1 and not (came.here or came.refused):
        run_id = came.opened[0]
        st.switch_page(TASKS[visitor().runs.get(run_id).task].page, query_params={address.RUN: run_id})
    state.put({_CAME: came})
    st.rerun()


def _say(came: CameHome) -> None:
    """What became of a file of several runs; those that were opened stand among the runs below."""
    say = st.success if came.opened else st.info
    say(came_words(came), icon=":material/home:")
    for sentence in came.refused:
        st.warning(literal(t("Not opened: {why}", why=sentence)), icon=":material/block:")
    if came.refused and came.opened:
        st.caption(t("Open the same file again later: what is here already is not opened twice."))
