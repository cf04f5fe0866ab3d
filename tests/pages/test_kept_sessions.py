"""The server remembers fewer of those who left, and for less long, where there is little memory."""

from types import SimpleNamespace

import pytest
from streamlit import runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from pages.ui.frame.server import kept_sessions


@pytest.mark.parametrize(("memory", "number", "seconds"), [(690_000_000, 23, 60), (24_000_000_000, 128, 300)])
def test_how_many_are_remembered_follows_the_memory(
    monkeypatch: pytest.MonkeyPatch, memory: int, number: int, seconds: int
) -> None:
    storage = MemorySessionStorage(ttl_seconds=300)
    server = SimpleNamespace(_session_mgr=SimpleNamespace(_session_storage=storage))
    monkeypatch.setattr(runtime, "get_instance", lambda: server)
    monkeypatch.setattr(kept_sessions, "memory_total", lambda: memory)
    kept_sessions._bound.cache_clear()
    for _ in range(2):  # every page says it again
        kept_sessions.bound_sessions()
        for name in range(200):
            storage.save(SimpleNamespace(session=SimpleNamespace(id=str(name))))  # type: ignore[arg-type]
    assert len(storage.list()) == number
    assert storage._cache.ttl == seconds  # type: ignore[attr-defined]
