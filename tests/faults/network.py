"""A cable between a machine and its database, which can be cut or swallow all that is sent.

`python -m tests.faults.network SOCKET PORT` is one: it passes on what comes to a port of this machine to the
socket of a PostgreSQL server, and says for each line on its standard input how many bytes went either way.
"""

import asyncio
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

CHUNK = 65536


class Cable:
    """A port that leads to a database. `cut` ends every connection and refuses new ones; `swallow` keeps
    them, and nothing comes through until `mend`: then it arrives.
    """

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self.port = 0
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "tests.faults.network", str(self._socket), str(self.port)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    def cut(self) -> None:
        """End all connections and refuse new ones."""
        self._process.kill()
        self._process.communicate()

    def swallow(self) -> None:
        """Let nothing through, and say nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def mend(self) -> None:
        """Be whole again."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
        else:
            self._start()

    def traffic(self) -> tuple[int, int]:
        """Bytes from the machine and to it, since it was last whole."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n")
        sent, received = self._process.stdout.readline().split()
        return int(sent), int(received)

    def close(self) -> None:
        """Give back the port."""
        if self._process.poll() is None:
            self.cut()


class Relay:
    """What the process does: counts, and passes on."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self.bytes = {"sent": 0, "received": 0}

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on all of one connection, both ways, until either side ends it."""
        try:
            there, back = await asyncio.open_unix_connection(self._socket)
        except OSError:  # the database is not there now
            writer.transport.abort()
            return
        await asyncio.gather(self._pass(reader, back, "sent"), self._pass(there, writer, "received"))

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: str) -> None:
        with suppress(OSError):
            while data := await source.read(CHUNK):
                self.bytes[way] += len(data)
                target.write(data)
                await target.drain()
        target.close()

    async def serve(self, port: int) -> None:
        """Say the port, then serve it until standard input ends."""
        server = await asyncio.start_server(self.connected, "127.0.0.1", port)
        print(server.sockets[0].getsockname()[1], flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(*self.bytes.values(), flush=True)


if __name__ == "__main__":
    asyncio.run(Relay(sys.argv[1]).serve(int(sys.argv[2])))
