"""Several processes behind one address: all work, all hear each other, whoever is killed is replaced."""

import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from kopilka_cli.main import main
from loyalty_server.database.transactions import Database
from loyalty_server.till.tills import add_till
from tests.server.database.test_replicas import code_of, kinds, signed_in
from tests.server.postgres import Cluster
from tests.server.server_process import PATIENCE_SECONDS, ServerProcess, free_port, serving

COUNT = 2
STREAMS = "kopilka_streams"
WORKERS = ("--sender", "console", "--workers", str(COUNT))


@contextmanager
def workers_on(url: str, folder: Path, *more: str) -> Iterator[ServerProcess]:
    with serving(url, folder / "server.key", sender=(*WORKERS, *more)) as server:
        wait_until(lambda: len(workers_of(server)) == COUNT)
        yield server


def workers_of(server: ServerProcess) -> set[int]:
    """The processes that hold the listening socket, but for the one that started them."""
    return {
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdecimal() and _parent(process) == server.process.pid and _serves(process)
    }


def ports_in_a_row(count: int) -> range:
    """Free ones, as far as can be known before somebody takes them."""
    while True:
        first = free_port()
        with suppress(OSError), ExitStack() as taken:
            for port in range(first, first + count):
                taken.enter_context(socket.create_server(("127.0.0.1", port)))
            return range(first, first + count)


def open_streams(port: int) -> int:
    told = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    return int(float(re.search(rf"^{STREAMS} (\S+)$", told, re.MULTILINE)[1]))


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.postgres
def test_every_stream_hears_of_a_scan_whichever_worker_has_it(
    cluster: Cluster, open_database: Callable[[str], Database], tmp_path: Path
) -> None:
    url, metrics = cluster.wiped_database(), ports_in_a_row(COUNT)
    with (
        workers_on(url, tmp_path, "--metrics", f"127.0.0.1:{metrics[0]}") as server,
        ExitStack() as open_ones,
        httpx.Client(timeout=PATIENCE_SECONDS) as http,
    ):
        till = open_database(url).write(
            lambda session: add_till(session, "lesnaya", "Till 1", datetime.now(UTC))
        )
        session = signed_in(server)
        bearer = {"Authorization": f"Bearer {session['access_token']}"}
        address = f"{server.address}/v1/wallet/events"
        streams = [
            open_ones.enter_context(http.stream("GET", address, headers=bearer)).iter_lines()
            for _ in range(3 * COUNT)
        ]
        assert [next(stream) for stream in streams] == ["id: 0"] * len(streams)
        assert sum(open_streams(port) for port in metrics) == len(streams)
        now = datetime.now(UTC)
        httpx.post(
            f"{server.address}/v1/till/scans",
            json={"raw": code_of(session, now), "till_time": now.isoformat()},
            headers={"Authorization": f"Bearer {till.key}", "Idempotency-Key": str(uuid4())},
        ).raise_for_status()
        assert {next(kinds(stream)) for stream in streams} == {"scanned"}


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_killed_worker_is_replaced_and_all_end_with_whom_they_were_started_by(
    cluster: Cluster, tmp_path: Path, how: signal.Signals
) -> None:
    with workers_on(cluster.wiped_database(), tmp_path) as server:
        if how is signal.SIGTERM:
            assert_one_is_replaced_while_the_others_go_on(server)
        workers = workers_of(server)
        server.process.send_signal(how)
        server.process.wait(PATIENCE_SECONDS)
        wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    assert server.process.returncode in {0, -signal.SIGKILL}
    assert "Traceback" not in "".join(server.printed)


def assert_one_is_replaced_while_the_others_go_on(server: ServerProcess) -> None:
    before = workers_of(server)
    fallen = before.pop()
    os.kill(fallen, signal.SIGKILL)
    for _ in range(20):
        assert httpx.get(f"{server.address}/readyz").is_success
    wait_until(lambda: len(workers_of(server) - {fallen}) == COUNT)
    assert before < workers_of(server)


def test_sqlite_has_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = str(tmp_path / "server.key")
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    assert main(["serve", "--workers", "2", "--database-url", url, "--keys", keys]) == 1
    assert "PostgreSQL" in capsys.readouterr().err


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _serves(process: Path) -> bool:
    """multiprocessing starts a helper of its own beside the workers."""
    return b"spawn_main" in (process / "cmdline").read_bytes()
