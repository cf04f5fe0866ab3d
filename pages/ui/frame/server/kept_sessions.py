"""How long the server remembers who left: by the memory of the host.

Whoever loses the connection finds everything as it was for some minutes. What the server keeps for that, a
megabyte or so for each that left, is kept for fewer and shorter where there is little memory.
"""

from functools import lru_cache

from streamlit import config, runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from rnnkit.host.machine import memory_total

OPTION = "server.disconnectedSessionTTL"
LITTLE, SHORT = 2_000_000_000, 60  # bytes of memory below which it is so many seconds
EACH, MOST = 30_000_000, 128  # bytes of the host for each session that is remembered, and how many at most


def bound_sessions() -> None:
    """Have the server remember only so many sessions for so long; said once, it holds for all visitors."""
    manager = getattr(runtime.get_instance(), "_session_mgr", None)
    storage = getattr(manager, "_session_storage", None)
    if isinstance(storage, MemorySessionStorage):  # any other is a test's
        _bound(storage, memory_total(), int(config.get_option(OPTION)))


@lru_cache(maxsize=1)
def _bound(storage: MemorySessionStorage, memory: int, usual: int) -> None:
    seconds = min(usual, SHORT) if memory < LITTLE else usual
    storage._cache = MemorySessionStorage(min(MOST, memory // EACH), seconds)._cache
