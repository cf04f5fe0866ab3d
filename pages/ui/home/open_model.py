"""Opening a model file: a run that left comes back, checked at once and computed again by a job."""

import streamlit as st

from pages.ui.access.resources import jobs, visitor
from pages.ui.frame import address, state
from pages.ui.frame.folds import folded
from pages.ui.frame.streamlit_names import UploadedFile
from pages.ui.frame.upload_room import forget
from pages.ui.frame.words import literal
from pages.ui.tasks import TASKS
from rnnkit.bundle.archive import megabytes
from rnnkit.bundle.import_run import import_model
from rnnkit.errors import RnnkitError
from rnnkit.words import t

_ROUND = "_model_round"


def open_model() -> None:
    """The upload, folded until somebody wants it; a file that is taken leads to the page of its run."""
    if not (box := folded("open_model", t("Open a model file"), ":material/deployed_code:")).open:
        return
    with box:
        limit = megabytes()
        file = st.file_uploader(
            t("Drop a model file here"),
            type=["zip"],
            key=f"model_file_{state.get(_ROUND, 0)}",
            max_upload_size=max(1, int(limit)),
            help=t("The file that Model file gives under a result. Nothing in it is ever run here."),
        )
        st.caption(t("Up to {megabytes:g} MB. Its stored predictions are computed again.", megabytes=limit))
        if file is not None:
            _take(file)


def _take(file: UploadedFile) -> None:
    try:
        run_id = import_model(visitor(), file.name[:80], file.getvalue())
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    jobs().wake()
    forget(file)
    state.put({_ROUND: state.get(_ROUND, 0) + 1})
    st.switch_page(TASKS[visitor().runs.get(run_id).task].page, query_params={address.RUN: run_id})
