"""A push service on a loopback port, which keeps what it was sent."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from tests.serving import POLLS

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Pushed:
    """One message as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass
class PushService:
    """Answers with `status`, and meanwhile waits until it is let go."""

    origin: str = ""
    status: int = 201
    headers: Mapping[str, str] = field(default_factory=dict)
    heard: list[Pushed] = field(default_factory=list)
    let_go: Event = field(default_factory=Event)

    def take(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers["content-length"])
        headers = {name.lower(): text for name, text in request.headers.items()}
        self.heard.append(Pushed(request.path, headers, request.rfile.read(length)))
        self.let_go.wait(PATIENCE_SECONDS)
        request.send_response(self.status)
        for name, text in self.headers.items():
            request.send_header(name, text)
        request.send_header("Content-Length", "0")
        request.end_headers()


@contextmanager
def open_service() -> Iterator[PushService]:
    """One that answers at once."""
    service = PushService()
    service.let_go.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            service.take(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002, its name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.origin = f"http://127.0.0.1:{server.server_address[1]}"
    serving = Thread(target=server.serve_forever, args=(POLLS,), daemon=True)
    serving.start()
    try:
        yield service
    finally:
        service.let_go.set()
        server.shutdown()
        serving.join()
        server.server_close()
