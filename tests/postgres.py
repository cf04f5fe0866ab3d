"""A real PostgreSQL server for tests, in a folder of its own, reached by a socket file; no port is opened."""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

OWNER = "postgres"  # the server refuses to run as root; the package brings this account
QUICK = "-c fsync=off -c full_page_writes=off -c listen_addresses= -c unix_socket_directories={folder}"


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`; `None` where the server or its driver is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [shutil.which("initdb")]
    return Path(str(found[-1])).parent if found[-1] and find_spec("psycopg") else None


@contextmanager
def server(bin_: Path) -> Iterator[str]:
    """Start a server and give the address of its database."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # the path of a socket is 107 characters at most
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    try:
        _run(bin_ / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = QUICK.format(folder=folder)
        _run(bin_ / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        try:
            yield f"postgresql+psycopg://{OWNER}@/{OWNER}?host={folder}"
        finally:
            _run(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def restart(bin_: Path, url: str, away: float = 0.0) -> None:
    """Have the server drop everything at once, as in a crash, and start again after so many seconds."""
    data = Path(url.partition("?host=")[2]) / "data"
    control = (bin_ / "pg_ctl", "-D", data, "-w", "-m", "immediate", "-l", data.parent / "log")
    if away:
        _run(*control, "stop")
        threading.Event().wait(away)
        options = QUICK.format(folder=data.parent)
        _run(*control, "-o", options, "start")
    else:
        _run(*control, "restart")


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
