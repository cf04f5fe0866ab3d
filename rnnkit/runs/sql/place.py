"""Where a store is kept, told without any path, and whether that is a disk that other machines share.

SQLite relies on locks of the file system, which network disks keep badly between machines. One server on
such a disk is sound, and a person whose home is there must not be locked out; so nothing is refused: the
broker says it in the log at its start, and *Your data* says it on the screen.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.store_copies import DAMAGED, copies
from rnnkit.words import t

MOUNTS = Path("/proc/mounts")  # Linux; elsewhere a disk counts as one of the machine
NETWORK = frozenset(
    {
        *("nfs", "nfs3", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ncpfs", "davfs"),
        *("ceph", "glusterfs", "lustre", "gpfs", "beegfs", "ocfs2", "gfs2", "orangefs"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone", "fuse.davfs"),
    }
)
SHARED = (
    "The store is a SQLite file on a network disk ({kind}): let one server use it; for several, set "
    "RNNKIT_DATABASE_URL to a PostgreSQL database."
)


class Place:
    """Where this store is, for those who look after it and those whose data it holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def shared(self) -> bool:
        """Whether any number of machines may work on this store: it is a server, not a file."""
        return self._database.file is None

    def kept_in(self) -> str:
        """Where everything is kept, in a sentence."""
        if self._database.file is None:
            return t("Everything is kept in the PostgreSQL database of this server.")
        return self.shared_disk() or t("Everything is kept in one file of this server (SQLite).")

    def shared_disk(self) -> str:
        """What has to be known of a store on a network disk, in a sentence; empty where it is on none."""
        kind = network_disk(self._database.file)
        return t(SHARED, kind=kind) if kind else ""

    def set_aside(self) -> str:
        """The name of the damaged file that this store replaced; empty where there is none (any more)."""
        file = self._database.file
        return max((copy.name for copy in copies(file, DAMAGED)), default="") if file else ""


def file_system(mounts: str, folder: PurePosixPath) -> str:
    """The type of the file system that holds an absolute folder, by the text of `/proc/mounts`.

    `"srv:/home /home nfs4 rw 0 0"` and `/home/ann/app` give `nfs4`; where nothing fits, the answer is empty.
    """
    deepest, kind = -1, ""
    for place, found in _mounted(mounts):
        # of two at one place the later one counts
        if folder.is_relative_to(place) and len(place.parts) >= deepest:
            deepest, kind = len(place.parts), found
    return kind


def _mounted(mounts: str) -> Iterator[tuple[PurePosixPath, str]]:
    """Each place with its type; spaces, tabs and backslashes of a place are written as octal numbers."""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) >= 3:
            place = fields[1]
            for octal, sign in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
                place = place.replace(octal, sign)
            yield PurePosixPath(place), fields[2]


def network_disk(file: Path | None) -> str:
    """The type of the network disk that holds a store; empty where it is none, or cannot be told."""
    if file is None or not MOUNTS.exists():
        return ""
    kind = file_system(MOUNTS.read_text("utf-8", "replace"), PurePosixPath(file.resolve().parent))
    return kind if kind in NETWORK else ""
