"""The connector's own door: small bodies, short waits, and a path that only the till's system was told."""

from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore
from typing import Final

LARGEST: Final = 512 * 1024
PATIENCE_SECONDS: Final = 10
AT_ONCE: Final = 32


@dataclass(frozen=True)
class Asked:
    """One request behind the secret: its last part, its query and its body."""

    method: str
    name: str
    query: str
    body: bytes


@dataclass(frozen=True)
class Said:
    """What is answered."""

    body: bytes = b""
    media_type: str = "text/plain"
    status: int = HTTPStatus.OK


class Door(ThreadingHTTPServer):
    """Answers `/{secret}/{name}` and nothing else."""

    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], secret: str, answer: Callable[[Asked], Said]
    ) -> None:
        super().__init__(address, _Visit)
        self.secret, self.answer, self.room = secret.encode(), answer, BoundedSemaphore(AT_ONCE)


class _Visit(BaseHTTPRequestHandler):
    server: Door
    timeout = PATIENCE_SECONDS
    server_version, sys_version = "kopilka-tills", ""

    def do_GET(self) -> None:
        self._say(self._answered())

    def do_POST(self) -> None:
        self._say(self._answered())

    def _answered(self) -> Said:
        path, _, query = self.path.partition("?")
        given, _, name = path.strip("/").partition("/")
        if not compare_digest(given.encode(), self.server.secret):
            return Said(status=HTTPStatus.NOT_FOUND)
        told = self.headers.get("Content-Length", "0")
        if not (told.isascii() and told.isdigit()) or "Transfer-Encoding" in self.headers:
            return Said(status=HTTPStatus.LENGTH_REQUIRED)
        if len(told) > len(str(LARGEST)) or int(told) > LARGEST:
            return Said(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = self.rfile.read(int(told))
        if len(body) < int(told):
            return Said(status=HTTPStatus.BAD_REQUEST)
        return self._worked(Asked(self.command, name.strip("/"), query, body))

    def _worked(self, asked: Asked) -> Said:
        if not self.server.room.acquire(timeout=PATIENCE_SECONDS):
            return Said(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            return self.server.answer(asked)
        finally:
            self.server.room.release()

    def _say(self, said: Said) -> None:
        self.close_connection = True
        self.send_response(said.status)
        self.send_header("Content-Type", said.media_type)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body)

    def log_message(self, *_: object) -> None:
        """Paths hold the secret, bodies hold cards: neither is logged."""
