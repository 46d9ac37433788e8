"""How `kopilka serve` is watched: `--metrics`, an address of its own; `--log json`, a line for each event."""

import argparse
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from prometheus_client import start_http_server

from kopilka_cli.terminal import complain
from loyalty_server.face.metrics import Metrics
from loyalty_server.settings import ServerSettings

JSON: Final = "json"
PORTS: Final = range(65536)


def add_watching_options(parser: argparse.ArgumentParser) -> None:
    """Let this command say who may watch it and how."""
    parser.add_argument(
        "--metrics",
        type=_address,
        metavar="HOST:PORT",
        help="answer Prometheus at this address, which is not the shoppers': a private one",
    )
    parser.add_argument(
        "--log",
        choices=[JSON],
        metavar=JSON,
        help="log in lines of JSON, requests too: by route, never by what they asked",
    )


def log_as(chosen: argparse.Namespace) -> dict[str, Any]:
    """What uvicorn is told of the log."""
    if chosen.log != JSON:
        return {}
    shown = logging.StreamHandler()
    shown.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[shown], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole URLs
    return {"log_config": None}


@contextmanager
def watched(chosen: argparse.Namespace, settings: ServerSettings) -> Iterator[Metrics | None]:
    """What the server is to count in, shown at its address meanwhile. Raises `OSError`."""
    if chosen.metrics is None:
        yield None
        return
    host, port = chosen.metrics
    metrics = Metrics(settings)
    server, thread = start_http_server(port, host, metrics.registry)
    say = complain if chosen.log is None else logging.getLogger(__name__).info
    say(f"metrics at http://{host}:{server.server_port}/metrics")
    try:
        yield metrics
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class JsonLines(logging.Formatter):
    """A line of JSON: when, how grave, who says it, what; of a request also which and how it ended."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, whole in its line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said | getattr(record, "request", {}), ensure_ascii=False)


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) not in PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no address like 127.0.0.1:9464")
    return host.strip("[]"), int(port)
