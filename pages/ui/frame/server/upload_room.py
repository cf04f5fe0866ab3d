"""Uploads have a bounded room: in each session, and in all of them together.

Streamlit keeps whatever anybody sends to a session until this ends, any number of files, and needs no page to
be open for it: two dozen of 10 MB end a small server. A file of ours is read in the rerun that follows, so
the oldest can go: first of the session's own, then of the session that holds most.
"""

from functools import lru_cache
from threading import Lock

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from pages.ui.frame import state
from pages.ui.frame.streamlit_names import DeletedFile, UploadedFile, UploadedFileRec, get_script_run_ctx
from rnnkit.host.machine import memory_total

FILES = 6
"""Files of a session: those that may be dropped together on one page."""
SHARE = 0.07
"""Of the memory of this host: 48 MB of 690 MB."""


def bound_uploads() -> None:
    """Have the server keep only so much of what is uploaded; said once, it holds for all visitors."""
    manager = runtime.get_instance().uploaded_file_mgr
    if isinstance(manager, MemoryUploadedFileManager):  # any other is a test's
        _bound(manager, int(SHARE * memory_total()))


def forget(file: UploadedFile) -> None:
    """Drop a file whose bytes are in the store; the session would hold it until it ends, and longer."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def gave_way(key: str) -> int:
    """How many files of the chooser of this key, of one file or several, gave way before they were read."""
    held = state.get(key) or ()
    files = held if isinstance(held, list) else [held]  # a missing file is a tuple
    return sum(isinstance(file, DeletedFile) for file in files)


@lru_cache(maxsize=1)
def _bound(manager: MemoryUploadedFileManager, room: int) -> None:
    add, one_at_a_time = manager.add_file, Lock()

    def add_within(session_id: str, file: UploadedFileRec) -> None:
        with one_at_a_time:
            _make_room(manager, session_id, room - _size(file))
            add(session_id, file)

    manager.add_file = add_within  # type: ignore[method-assign]


def _make_room(manager: MemoryUploadedFileManager, session_id: str, room: int) -> None:
    """Drop the oldest until the session may have one more file, and what is left fits into the room."""
    own = list(manager.file_storage.get(session_id, {}))
    for file_id in own[: max(0, len(own) + 1 - FILES)]:
        manager.remove_file(session_id, file_id)
    held = {session: sum(map(_size, files)) for session, files in _files(manager).items()}
    while held and sum(held.values()) > room:
        most = max(held, key=held.__getitem__)
        oldest = next(iter(_files(manager).get(most, [])), None)
        if oldest is None:  # ended meanwhile
            del held[most]
            continue
        manager.remove_file(most, oldest.file_id)
        held[most] -= _size(oldest)


def _files(manager: MemoryUploadedFileManager) -> dict[str, list[UploadedFileRec]]:
    """The files of each session that has any, oldest first."""
    return {session: list(files.values()) for session, files in list(manager.file_storage.items()) if files}


def _size(file: UploadedFileRec) -> int:
    """Bytes that a file takes; whoever sends it chooses the name, too."""
    return len(file.data) + len(file.name)
