"""`kopilka serve` as a process of its own: started, asked over loopback, killed."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from tests.server.shop import PROGRAM_FILE

SOURCES = Path(__file__).parents[2] / "src"
SIGN_IN_CODE = re.compile(r"sign-in code for (\S+): (\d+)")
PATIENCE_SECONDS = 120


@dataclass
class ServerProcess:
    """One running server; what it prints is kept in `printed`."""

    process: subprocess.Popen[str]
    address: str
    printed: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """No warning, no time to finish anything: SIGKILL."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def sign_in_code(self, phone: str, *replicas: "ServerProcess") -> str:
        """The code that was sent to this phone, as soon as it or one of the replicas prints it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for line in chain.from_iterable(server.printed for server in (self, *replicas)):
                if (match := SIGN_IN_CODE.search(line)) and match[1] == phone:
                    return match[2]
            time.sleep(0.01)
        raise TimeoutError(f"no code for {phone}")

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        with httpx.Client(base_url=self.address) as http:
            while time.monotonic() < deadline:
                assert self.process.poll() is None, "".join(self.printed)
                with suppress(httpx.TransportError):
                    if http.get("/readyz").is_success:
                        return
                time.sleep(0.05)
        raise TimeoutError("the server does not answer")

    def read_along(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.printed.append(line)


@contextmanager
def serving(
    database_url: str,
    keys: Path,
    port: int | None = None,
    sender: Sequence[str] = ("--sender", "console"),
    sources: Path = SOURCES,
) -> Iterator[ServerProcess]:
    """A server on this database, of ours or other `sources`; killed afterwards."""
    port = port or free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "kopilka_cli.main",
            "serve",
            *_options(database_url, keys, port),
            *sender,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONPATH": str(sources), "PYTHONUNBUFFERED": "1"},
    )
    server = ServerProcess(process, f"http://127.0.0.1:{port}")
    reading = Thread(target=server.read_along, daemon=True)
    reading.start()
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.kill()
        reading.join()
        if process.stdout:
            process.stdout.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


def _options(database_url: str, keys: Path, port: int) -> list[Any]:
    return [
        *("--database-url", database_url),
        *("--keys", str(keys)),
        *("--port", str(port)),
        *("--program", str(PROGRAM_FILE)),
    ]
