"""The disk is full: the till is told to come again later, and nothing acknowledged is lost."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.settings import utc_now
from loyalty_server.sign_in.server_secret import keys_for
from tests.server.database.test_kills import assert_every_answer_is_kept, new_key, queue_of
from tests.server.server_process import PATIENCE_SECONDS, ServerProcess, free_port, serving
from tests.server.shop import Clock, Shop
from tests.server.stubborn_till import StubbornTill

ROOM_BYTES = 100_000
DISK_BYTES = 24_000_000
NO_LIMIT = resource.RLIM_INFINITY
CHUNK = bytes(65_536)


@dataclass(frozen=True)
class LimitedFiles:
    """To the server a file that may not grow is a disk without room; anybody may try that."""

    folder: Path

    def fill(self, server: ServerProcess) -> None:
        largest = max(file.stat().st_size for file in self.folder.iterdir())
        resource.prlimit(
            server.process.pid, resource.RLIMIT_FSIZE, (largest + ROOM_BYTES, NO_LIMIT)
        )

    def clear(self, server: ServerProcess) -> None:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (NO_LIMIT, NO_LIMIT))


@dataclass(frozen=True)
class SmallDisk:
    """A disk of its own, in memory, and a file that takes its room."""

    folder: Path

    @property
    def filler(self) -> Path:
        return self.folder / "filler"

    def fill(self, _server: ServerProcess) -> None:
        with self.filler.open("wb", buffering=0) as filler, suppress(OSError):
            while filler.write(CHUNK) == len(CHUNK):
                pass
        os.truncate(self.filler, max(0, self.filler.stat().st_size - ROOM_BYTES))

    def clear(self, _server: ServerProcess) -> None:
        self.filler.unlink()


Disk = LimitedFiles | SmallDisk


@pytest.fixture(params=[LimitedFiles, SmallDisk])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param is LimitedFiles:
        yield LimitedFiles(folder)
        return
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield SmallDisk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.slow
def test_till_goes_on_when_a_full_disk_has_room_again(
    migrated_file: Path, disk: Disk, tmp_path: Path, open_database: Callable[[str], Database]
) -> None:
    file, keys = disk.folder / "shop.db", tmp_path / "keys"
    file.write_bytes(migrated_file.read_bytes())
    url, port, stop = f"sqlite:///{file}", free_port(), Event()
    database = open_database(url)
    shop = Shop(database, Clock(utc_now()), keys_for(database, keys, utc_now()))
    phones = queue_of(shop.join_with_devices(3, 500))
    till = StubbornTill(f"http://127.0.0.1:{port}", new_key(shop), phones, stop)
    with serving(url, keys, port) as server, ThreadPoolExecutor() as pool:
        working = pool.submit(till.work)
        disk.fill(server)
        assert till.put_off.wait(PATIENCE_SECONDS)
        served_before = len(till.calls)
        disk.clear(server)
        stop.set()
        working.result()
    assert len(till.calls) > served_before
    assert_every_answer_is_kept(shop, till.calls)
    assert shop.read(broken_invariants) == ()
