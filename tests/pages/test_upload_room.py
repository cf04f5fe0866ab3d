"""What anybody sends to the server is bounded, and a person's newest upload is there to be read."""

from collections.abc import Sequence

import pytest
from made_up import Visit, monthly_csv
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server import server

from pages.ui.frame.server import upload_room

ROOM = 100


@pytest.fixture
def manager() -> MemoryUploadedFileManager:
    manager = MemoryUploadedFileManager("/upload")
    upload_room._bound.cache_clear()
    upload_room._bound(manager, ROOM)
    upload_room._bound(manager, ROOM)  # every page says it again
    return manager


def send(manager: MemoryUploadedFileManager, session: str, name: str, size: int) -> None:
    manager.add_file(session, UploadedFileRec(f"{session}{name}", "", "text/csv", bytes(size)))


def held(manager: MemoryUploadedFileManager) -> list[str]:
    return [file_id for files in manager.file_storage.values() for file_id in files]


def test_a_session_keeps_its_newest_files(manager: MemoryUploadedFileManager) -> None:
    for number in range(50):
        send(manager, "a", str(number), 1)
    assert held(manager) == [f"a{number}" for number in range(44, 50)]
    assert [file.file_id for file in manager.get_files("a", ["a49", "a1"])] == ["a49"]


def test_all_sessions_share_a_room_and_who_holds_most_gives_way(manager: MemoryUploadedFileManager) -> None:
    send(manager, "person", "1", 30)
    for number in range(3):
        send(manager, "flood", str(number), 20)
    send(manager, "other", "1", 30)
    assert held(manager) == ["person1", "flood1", "flood2", "other1"]
    for number in range(100):
        send(manager, f"flood{number}-", "1", 30)
        total = sum(len(file.data) for files in manager.file_storage.values() for file in files.values())
        assert total <= ROOM
        assert held(manager)[-1] == f"flood{number}-1"


def test_the_name_counts_and_a_file_larger_than_the_room_stays_alone(
    manager: MemoryUploadedFileManager,
) -> None:
    send(manager, "a", "1", 10)
    manager.add_file("b", UploadedFileRec("b1", "n" * ROOM, "text/csv", b"1"))
    assert held(manager) == ["b1"]


def test_the_server_keeps_its_files_where_the_room_is_bounded() -> None:
    """The seams of Streamlit that this holds on to: an upgrade that moves them has to be looked at."""
    manager = MemoryUploadedFileManager("/upload")
    assert manager.file_storage == {}
    assert isinstance(Runtime.uploaded_file_mgr, property)
    assert server.MemoryUploadedFileManager is MemoryUploadedFileManager


@pytest.mark.parametrize(
    ("page", "content", "held"),
    [
        ("forecast", monthly_csv(), 0),
        ("generate", b"In the beginning was the word, and it was long enough. " * 20, 0),
        ("forecast", b"nothing", 1),
    ],
)
def test_a_file_is_held_no_longer_once_it_is_stored(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, page: str, content: bytes, held: int
) -> None:
    """One that was refused stays, so that it can be read differently."""
    gone: list[str] = []
    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", lambda _, _session, name: gone.append(name))
    app = visit(page)
    app.file_uploader[0].upload("mine.csv", content, "text/csv")
    app.run()
    assert len(gone) == 1 - held


@pytest.mark.parametrize("page", ["label", "compose", "classify", "translate"])
def test_files_that_gave_way_to_newer_ones_are_missed_before_anything_is_read(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Eight dropped at once, of which the server holds six: learning from those alone would be silent."""
    kept = MemoryUploadedFileManager.get_files

    def newest(manager: MemoryUploadedFileManager, session_id: str, file_ids: Sequence[str]) -> object:
        return kept(manager, session_id, file_ids[-upload_room.FILES :])

    monkeypatch.setattr(MemoryUploadedFileManager, "get_files", newest)
    app = visit(page)
    app.file_uploader[0].set_value([(f"{number}.txt", b"nothing", "text/plain") for number in range(8)])
    app.run()
    assert [alert.value for alert in app.error] == [
        "8 files are too many or too large to be held at once: bring at most 6, or join some."
    ]


@pytest.mark.parametrize("page", ["forecast", "generate"])
def test_a_file_that_is_gone_before_it_is_read_is_missed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Another visitor's upload took its place: the chooser shows its name, and nothing would happen."""
    monkeypatch.setattr(MemoryUploadedFileManager, "get_files", lambda *_, **__: [])
    app = visit(page)
    app.file_uploader[0].upload("mine.csv", monthly_csv(), "text/csv")
    app.run()
    assert [alert.value for alert in app.error] == [
        "The server let go of this file before it was read, since others came meanwhile: drop it again."
    ]
