"""What whoever looks after a server asks on the command line."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from rnnkit.cli import main
from rnnkit.runs.store import open_store


def call(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


class Server(HTTPServer):
    """Answers as a server of the app does, well or not."""

    well = True


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        found = self.path == "/_stcore/health"
        self.send_response(200 if found and self.server.well else 503)
        self.end_headers()
        self.wfile.write(b"ok" if self.server.well else b"unavailable")

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_a_probe_is_told_whether_the_app_answers_and_its_store_can_be_read(server: Server) -> None:
    port = server.server_port
    well = call("healthy", "--port", port)
    assert (well.exit_code, well.stdout) == (0, "The app answers, and its store can be read.\n")
    server.well = False
    ill = call("healthy", "--port", port)
    said = f"Error: What answers at 127.0.0.1:{port} is not well; look into the log of the app.\n"
    assert (ill.exit_code, ill.stderr) == (2, said)


def test_a_probe_of_nothing_is_told_so() -> None:
    with Server(("127.0.0.1", 0), Answer) as gone:
        port = gone.server_port
    nobody = call("healthy", "--port", port)
    assert (nobody.exit_code, nobody.stderr) == (
        2,
        f"Error: Nothing answers at 127.0.0.1:{port}; start the app there.\n",
    )


def test_a_store_leaves_in_a_file_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNNKIT_HOME", str(tmp_path / "first"))
    store = open_store()
    kept = store.of("ann").uploads.add("kept.csv", b"t,y\n1,2\n")
    store.close()
    wrote = call("backup", tmp_path / "all.backup")
    assert wrote.exit_code == 0, wrote.stderr
    assert wrote.stdout.startswith(f"Wrote {tmp_path / 'all.backup'}: 0 runs, 0.")
    monkeypatch.setenv("RNNKIT_HOME", str(tmp_path / "second"))
    back = call("restore", tmp_path / "all.backup")
    assert (back.exit_code, back.stdout) == (0, "Restored 0 runs.\n")
    again = call("restore", tmp_path / "all.backup")
    assert again.exit_code == 2
    assert "restore with --replace to delete them first" in again.stderr
    store = open_store()
    assert store.of("ann").datasets.get(kept).content == b"t,y\n1,2\n"
    store.close()
