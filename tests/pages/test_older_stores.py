"""Runs that earlier versions of the app left in a store, on the pages of this one."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from made_up import ME, Visit

from rnnkit.runs.store import FILE, open_store

STORES = Path(__file__).parents[1] / "upgrades"


@pytest.mark.parametrize("version", [1, 2, 4])
def test_runs_of_every_version_are_shown(visit: Visit, home: Path, version: int) -> None:
    home.mkdir()
    (home / FILE).write_bytes(gzip.decompress((STORES / f"store-version-{version}.sqlite.gz").read_bytes()))
    with closing(sqlite3.connect(home / FILE)) as connection, connection:
        for table in ("runs", "datasets"):
            connection.execute(f"UPDATE {table} SET viewer = ?", (ME,))
    store = open_store()
    *ended, _ = store.runs.find()
    app = visit("compare")
    assert not app.exception
    assert not app.error
    assert set(app.dataframe[0].value["name"]) == {"waits", *(run.label for run in ended)}
    for run in ended:
        app = visit({"forecast": "forecast", "text": "generate"}[run.task], run=run.id)
        assert not app.exception
        assert [alert.value for alert in app.error] == []
        assert "Scores JSON" in [button.label for button in app.get("download_button")]
    store.close()
