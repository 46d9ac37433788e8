"""The disk is full: the till is told to come again later, and nothing acknowledged is lost."""

import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from loyalty_server.checks import broken_invariants
from loyalty_server.db import Database
from loyalty_server.keys import keys_in
from loyalty_server.settings import utc_now
from tests.server.server_process import PATIENCE_SECONDS, ServerProcess, free_port, serving
from tests.server.shop import Clock, Shop
from tests.server.stubborn_till import StubbornTill
from tests.server.test_kills import assert_every_answer_is_kept, new_key, queue_of

ROOM_BYTES = 100_000
NO_LIMIT = resource.RLIM_INFINITY


@pytest.mark.slow
def test_till_goes_on_when_a_full_disk_has_room_again(
    migrated_file: Path, tmp_path: Path, open_database: Callable[[str], Database]
) -> None:
    file, keys = tmp_path / "shop.db", tmp_path / "keys"
    file.write_bytes(migrated_file.read_bytes())
    url, port, stop = f"sqlite:///{file}", free_port(), Event()
    shop = Shop(open_database(url), Clock(utc_now()), keys_in(keys))
    phones = queue_of(shop.join_with_devices(3, 500))
    till = StubbornTill(f"http://127.0.0.1:{port}", new_key(shop), phones, stop)
    with serving(url, keys, port) as server, ThreadPoolExecutor() as pool:
        working = pool.submit(till.work)
        limit_files(server, largest(tmp_path) + ROOM_BYTES)
        assert till.put_off.wait(PATIENCE_SECONDS)
        served_before = len(till.calls)
        limit_files(server, NO_LIMIT)
        stop.set()
        working.result()
    assert len(till.calls) > served_before
    assert_every_answer_is_kept(shop, till.calls)
    assert shop.read(broken_invariants) == ()


def limit_files(server: ServerProcess, size: int) -> None:
    """To the server a file that may not grow is a disk without room."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, NO_LIMIT))


def largest(folder: Path) -> int:
    return max(file.stat().st_size for file in folder.iterdir())
