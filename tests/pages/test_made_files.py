"""A file that was made for a click is there until the browser has fetched it, however many look meanwhile."""

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from pages.ui.frame.server import made_files

RERUNS = 100  # of other visitors, while the answer is on its way


def test_a_made_file_outlives_the_reruns_of_others_but_not_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(made_files.time, "monotonic", lambda: now[0])
    storage = MemoryMediaFileStorage("/media")
    manager = MediaFileManager(storage)
    made_files._hold(manager)
    made_files._hold(manager)  # every page says it again
    now[0] += made_files.HELD_SECONDS
    url = manager.execute_deferred(manager.add_deferred(lambda: b"1,2", "text/csv", "here", "a.csv"))
    for _ in range(RERUNS):
        manager.remove_orphaned_files()
    assert storage.get_file(url.rpartition("/")[2]).content == b"1,2"
    now[0] += made_files.HELD_SECONDS
    manager.remove_orphaned_files()
    now[0] += made_files.HELD_SECONDS
    manager.remove_orphaned_files()
    with pytest.raises(Exception, match="No media file"):
        storage.get_file(url.rpartition("/")[2])
