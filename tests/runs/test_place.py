"""Where a store is kept: the disk is told by its mount, and nothing that is said names a path."""

from pathlib import Path, PurePosixPath

import pytest

from rnnkit.jobs.broker import Broker
from rnnkit.runs.sql import place
from rnnkit.runs.sql.place import file_system
from rnnkit.runs.store import Store
from tests.jobs.fakes import FAKES

TEXT = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/home /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/ann/fast xfs rw 0 0
//nas/my\040data /mnt/my\040data cifs rw 0 0
ann@host: /mnt/far fuse.sshfs rw 0 0
/dev/sdc1 /mnt/far ext4 rw 0 0
cut off
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/app", "ext4"),
        ("/home/ann/app/.rnnkit", "nfs4"),
        ("/homes/ann", "ext4"),  # no part of /home
        ("/home/ann/fast/app", "xfs"),  # the deepest mount holds it
        ("/mnt/my data/app", "cifs"),
        ("/mnt/far", "ext4"),  # mounted over the other
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_deepest_and_last_mount(folder: str, kind: str) -> None:
    assert file_system(TEXT, PurePosixPath(folder)) == kind


def test_without_any_mount_that_fits_nothing_is_claimed() -> None:
    assert file_system("", PurePosixPath("/srv")) == ""


@pytest.mark.parametrize(("kind", "shared"), [("nfs", True), ("fuse.sshfs", True), ("ext4", False)])
def test_a_store_on_a_network_disk_works_and_says_what_not_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    shared: bool,
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nfar:/ {tmp_path.resolve()} {kind} rw 0 0\n")
    monkeypatch.setattr(place, "MOUNTS", mounts)
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    assert store.of("").uploads.add("a.csv", b"1")
    assert bool(store.place.shared_disk()) == shared
    assert ("let one server use it; for several, set RNNKIT_DATABASE_URL" in store.place.kept_in()) == shared
    assert ("one file of this server" in store.place.kept_in()) == (not shared)
    assert str(tmp_path) not in store.place.kept_in()
    Broker(store, FAKES)
    assert ("on a network disk" in caplog.text) == shared


def test_where_mounts_are_not_told_a_disk_counts_as_the_machines_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "MOUNTS", tmp_path / "none")
    assert Store(f"sqlite:///{tmp_path / 'runs.sqlite'}").place.shared_disk() == ""
