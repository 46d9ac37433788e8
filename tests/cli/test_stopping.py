"""A server that is told to stop says goodbye to who listens, and leaves no tracebacks behind."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from kopilka_cli.main import main
from tests.server.server_process import ServerProcess, serving

pytestmark = pytest.mark.slow
STREAMS = 3


def test_stop_with_open_streams_leaves_no_traceback(tmp_path: Path, capsys) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    with serving(url, tmp_path / "server.key") as server:
        assert main(["till", "add", "lesnaya", "1", "--database-url", url]) == 0
        key = capsys.readouterr().out.split()[1]
        _stop_while_listening(server, key)
    told = "".join(server.printed)
    assert "Traceback" not in told
    assert "ERROR" not in told
    assert server.process.returncode in {0, -signal.SIGTERM}


def _stop_while_listening(server: ServerProcess, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    address = f"{server.address}/v1/till/display/events"
    listening: list[Iterator[str]] = []
    with ExitStack() as open_ones, httpx.Client(timeout=30) as http:
        for _ in range(STREAMS):
            answer = open_ones.enter_context(http.stream("GET", address, headers=headers))
            listening.append(answer.iter_text())
            next(listening[-1])
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=30)
