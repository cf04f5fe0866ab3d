"""A kill -9 in the middle of an upgrade leaves the store as it was or as it should be, never in between.

The short form strikes before five of the statements; `make test-faults` strikes at 50 random moments, and so
inside of statements, of the commit and of the copy that is made first.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from rnnkit.runs.sql.schema import MIGRATIONS
from rnnkit.runs.store import Store
from tests.faults.plan import FULL, chance, rounds

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and signals")
OLD, NEW = 2, 1 + len(MIGRATIONS)
VERSION_2 = (Path(__file__).parent / "version_2.sql").read_text("utf-8")

# One process that has imported everything, and for each store a fork of it that upgrades it and dies on the
# way: "s" and a number before that statement or commit, "t" and seconds after those, by the kernel's alarm.
UPGRADE = """
import os, signal, sys, time
from sqlalchemy import Engine, event
from rnnkit.runs.sql.engine import open_url

def upgrade(path, kind, when):
    count, begun = 0, time.perf_counter()
    def strike(*_):
        nonlocal count
        count += 1
        if kind == "s" and count == when:
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(Engine, "before_cursor_execute", strike)
    event.listen(Engine, "commit", strike)
    if kind == "t":
        signal.setitimer(signal.ITIMER_REAL, when)
    open_url("sqlite:///" + path)
    print("done", count, time.perf_counter() - begun, flush=True)

for line in sys.stdin:
    path, kind, when = line.split()
    pid = os.fork()
    if not pid:
        upgrade(path, kind, float(when))
        os._exit(0)
    print("end", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Upgrades:
    """The process that upgrades one store after the other."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._process, self._folder, self._number = process, folder, 0

    def __call__(self, kind: str, when: float) -> tuple[Path, int, list[str]]:
        """The store, how the upgrade of it ended, and what it said."""
        self._number += 1
        path = self._folder / f"{self._number}.sqlite"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(VERSION_2)
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        print(path, kind, when, file=stdin, flush=True)
        said = stdout.readline().split()
        ended = said if said[0] == "end" else stdout.readline().split()
        return path, int(ended[1]), said[1:]


def test_a_kill_in_the_middle_of_an_upgrade_leaves_the_old_store_or_the_new(tmp_path: Path) -> None:
    random = chance()
    with subprocess.Popen(
        [sys.executable, "-c", UPGRADE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        upgrades = Upgrades(process, tmp_path)
        _, code, (statements, seconds) = upgrades("s", 0)
        assert code == 0
        number = rounds(5, 50)
        versions = []
        for index in range(number):
            at_statement = 1 + round(index / (number - 1) * (int(statements) - 1))
            at_moment = random.uniform(1e-4, 1.5 * float(seconds))
            path, code, _ = upgrades("t", at_moment) if FULL else upgrades("s", at_statement)
            assert code in (-signal.SIGKILL, -signal.SIGALRM, 0)
            assert FULL or code == -signal.SIGKILL
            versions.append(sound(path))
            store = Store(f"sqlite:///{path}")  # the next start finishes what was begun
            assert [run.label for run in store.runs.find()] == ["GRU", "LSTM", "RNN"]
            assert store.audit() == []
            assert sound(path) == NEW
    print(f"{versions.count(OLD)} old, {versions.count(NEW)} new")
    assert OLD in versions
    assert set(versions) <= {OLD, NEW}


def sound(path: Path) -> int:
    """The version of a store whose file is whole and has the tables of that version."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (version,) = connection.execute("SELECT version FROM schema_version").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        columns = {row[1] for row in connection.execute("PRAGMA table_info(runs)")}
    for part, present in (("shares", tables), ("checkpoints", tables), ("uses", tables), ("turn", columns)):
        assert (part in present) == (version == NEW)
    return int(version)
