"""Files that are made when they are asked for stay until the browser has fetched them.

Streamlit removes such a file once two reruns have ended, of whatever page of whatever visitor. Where many
look at runs that train, that takes a few hundredths of a second: sooner than a browser on the way over a
network asks for it, so that the download ends with "not found".
"""

import time
from functools import lru_cache

from streamlit import runtime
from streamlit.runtime.media_file_manager import MediaFileManager

HELD_SECONDS = 10.0


def hold_made_files() -> None:
    """Have the server tidy up its files now and then only; said once, it holds for all visitors."""
    _hold(runtime.get_instance().media_file_mgr)


@lru_cache(maxsize=1)
def _hold(manager: MediaFileManager) -> None:
    tidy, tidied = manager.remove_orphaned_files, time.monotonic()

    def now_and_then() -> None:
        nonlocal tidied
        if time.monotonic() - tidied >= HELD_SECONDS:
            tidied = time.monotonic()
            tidy()

    manager.remove_orphaned_files = now_and_then  # type: ignore[method-assign]
