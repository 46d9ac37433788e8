"""What the device keeps: all or nothing, over kills, full disks, broken files and two windows."""

import asyncio
import random
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from kopilka.domain import NotKept
from kopilka.local.memory import MemoryStore
from kopilka.local.sqlite import SqliteStore
from kopilka.local.sqlite_file import MIGRATIONS
from kopilka.local.store import Add, Empty, Put, Remove, Store, Table

pytestmark = pytest.mark.slow


KEPT, OUTBOX, PAGES = Table
RECORD = {"json": "Баллы: 1\u00a0240 ₽", "etag": None, "offset": -1.5, "list": [1, True, None]}


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return SqliteStore(tmp_path / "wallet.db") if request.param == "file" else MemoryStore()


async def test_records_come_back_as_they_were(store: Store) -> None:
    await store.write(Put(KEPT, "wallet", RECORD), Put(PAGES, "history", "text"))
    assert await store.get(KEPT, "wallet") == RECORD
    assert await store.read(PAGES) == {"history": "text"}
    assert await store.get(PAGES, "wallet") is None
    assert await store.read(OUTBOX) == {}


async def test_record_under_the_same_name_replaces_the_one_before(store: Store) -> None:
    await store.write(Put(KEPT, "wallet", 1))
    await store.write(Put(KEPT, "wallet", 2))
    assert await store.read(KEPT) == {"wallet": 2}


async def test_outbox_keeps_the_order_and_never_gives_a_number_twice(store: Store) -> None:
    numbers = [await store.write(Add(text)) for text in ("b", "a", "c")]
    assert list((await store.read(OUTBOX)).values()) == ["b", "a", "c"]
    await store.write(*(Remove(OUTBOX, number) for number in numbers if number))
    await store.write(Empty(OUTBOX))
    later = await store.write(Add("d"))
    assert later
    assert later > max(number for number in numbers if number)


async def test_empty_table_is_the_only_one_emptied(store: Store) -> None:
    await store.write(Put(KEPT, "settings", 1), Put(PAGES, "history", 1), Add(1))
    await store.write(Empty(PAGES), Empty(OUTBOX), Remove(KEPT, "nothing"))
    assert await store.read(KEPT) == {"settings": 1}
    assert not await store.read(PAGES)
    assert not await store.read(OUTBOX)


async def test_write_whose_condition_no_longer_holds_writes_nothing(store: Store) -> None:
    await store.write(Put(KEPT, "wallet", {"kid": "A"}))
    written = await store.write(
        Put(KEPT, "wallet", {"kid": "B"}), Add(1), only_if=lambda kept: kept == {"kid": "C"}
    )
    assert written is None
    assert await store.get(KEPT, "wallet") == {"kid": "A"}
    assert await store.read(OUTBOX) == {}
    assert await store.write(Add(1), only_if=lambda kept: kept == {"kid": "A"})


async def test_one_turn_at_a_time(store: Store) -> None:
    holders: list[int] = []

    async def hold(number: int) -> None:
        async with store.turn():
            holders.append(number)
            await asyncio.sleep(0)
            assert holders[-1] == number

    await asyncio.gather(*(hold(number) for number in range(5)))
    assert sorted(holders) == [0, 1, 2, 3, 4]


async def test_two_windows_share_one_file(tmp_path: Path) -> None:
    one, other = SqliteStore(tmp_path / "wallet.db"), SqliteStore(tmp_path / "wallet.db")
    added = [await store.write(Add(text)) for text in "abcd" for store in (one, other)]
    assert sorted(set(added), key=lambda number: number or 0) == added
    assert await one.read(OUTBOX) == await other.read(OUTBOX)
    assert len(await one.read(OUTBOX)) == 8


async def test_two_windows_take_turns(tmp_path: Path) -> None:
    one, other = SqliteStore(tmp_path / "wallet.db"), SqliteStore(tmp_path / "wallet.db")
    async with one.turn():
        waiting = asyncio.create_task(other.turn().__aenter__())
        await asyncio.sleep(0.1)
        assert not waiting.done()
    await asyncio.wait_for(waiting, 10)


HOLDER = """
import asyncio, sys
from pathlib import Path
from kopilka.local.sqlite import SqliteStore
async def hold():
    async with SqliteStore(Path(sys.argv[1])).turn():
        print("held", flush=True)
        await asyncio.sleep(60)
asyncio.run(hold())
"""

WRITER = """
import asyncio, sys
from pathlib import Path
from kopilka.local.sqlite import SqliteStore
from kopilka.local.store import Add, Put, Remove, Table
async def write():
    store = SqliteStore(Path(sys.argv[1]))
    number, last = int(sys.argv[2]), None
    while True:
        number += 1
        gone = [Remove(Table.OUTBOX, last)] if last else []
        last = await store.write(Put(Table.KEPT, "wallet", number), Add(number), *gone)
        print(number, flush=True)
asyncio.run(write())
"""


def started(program: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


async def test_turn_ends_with_the_process_that_held_it(tmp_path: Path) -> None:
    holder = started(HOLDER, tmp_path / "wallet.db")
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait()
    holder.stdout.close()
    async with asyncio.timeout(10):
        async with SqliteStore(tmp_path / "wallet.db").turn():
            pass


async def test_kill_at_any_moment_leaves_a_write_whole_or_undone(tmp_path: Path) -> None:
    file, seed = tmp_path / "wallet.db", random.Random(2026)
    confirmed = 0
    for _ in range(5):
        writer = started(WRITER, file, confirmed)
        assert writer.stdout
        for _ in range(seed.randrange(1, 40)):
            confirmed = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        with suppress(ValueError, IndexError):
            confirmed = int(writer.stdout.read().splitlines()[-1])
        writer.stdout.close()
        store = SqliteStore(file)
        kept = await store.get(KEPT, "wallet")
        assert isinstance(kept, int)
        assert kept in (confirmed, confirmed + 1)
        assert list((await store.read(OUTBOX)).values())[-1] == kept
        await store.write(Empty(OUTBOX))
        store.close()
        confirmed = kept


@contextmanager
def full_disk(allowed_bytes: int) -> Iterator[None]:
    """No file can grow beyond this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (allowed_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "wallet.db")
    await store.write(Put(KEPT, "wallet", "small"), Add("answer"))
    with full_disk(64 * 1024), pytest.raises(NotKept):
        await store.write(Put(KEPT, "wallet", "x" * 1_000_000), Empty(OUTBOX))
    assert await store.get(KEPT, "wallet") == "small"
    assert list((await store.read(OUTBOX)).values()) == ["answer"]
    await store.write(Put(KEPT, "wallet", "x" * 1_000_000))


async def test_denied_storage_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = SqliteStore(tmp_path / "file" / "wallet.db")
    with pytest.raises(NotKept):
        await store.get(KEPT, "wallet")
    with pytest.raises(NotKept):
        await store.write(Add(1))
    async with store.turn():
        pass


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 9000])
async def test_file_of_something_else_is_started_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wallet.db"
    file.write_bytes(content)
    store = SqliteStore(file)
    assert await store.read(OUTBOX) == {}
    await store.write(Put(KEPT, "wallet", RECORD))
    assert await SqliteStore(file).get(KEPT, "wallet") == RECORD


async def test_broken_snapshot_does_not_take_the_outbox_with_it(tmp_path: Path) -> None:
    file = tmp_path / "wallet.db"
    store = SqliteStore(file)
    await store.write(Add("first"), Add("second"))
    await store.write(Put(KEPT, "wallet", "x" * 200_000))
    store.close()
    content = bytearray(file.read_bytes())
    middle = content.index(b"x" * 4000)
    content[middle - middle % 4096 : middle - middle % 4096 + 4096] = b"\xff" * 4096
    file.write_bytes(content)
    again = SqliteStore(file)
    assert list((await again.read(OUTBOX)).values()) == ["first", "second"]
    await again.write(Put(KEPT, "wallet", "new"), Add("third"))
    assert list((await SqliteStore(file).read(OUTBOX)).values()) == ["first", "second", "third"]


async def test_broken_bytes_anywhere_never_stop_the_wallet(tmp_path: Path) -> None:
    seed = random.Random(7)
    file = tmp_path / "wallet.db"
    store = SqliteStore(file)
    await store.write(*(Add({"text": "ответ" * n}) for n in range(20)), Put(KEPT, "wallet", RECORD))
    store.close()
    good = file.read_bytes()
    for _ in range(100):
        content = bytearray(good)
        for _ in range(seed.randrange(1, 30)):
            content[seed.randrange(len(content))] = seed.randrange(256)
        file.write_bytes(
            bytes(content)[: seed.choice((len(content), seed.randrange(len(content))))]
        )
        broken = SqliteStore(file)
        for table in Table:
            await broken.read(table)
        await broken.write(Put(KEPT, "wallet", RECORD), Add("new"))
        assert await broken.get(KEPT, "wallet") == RECORD
        assert "new" in (await broken.read(OUTBOX)).values()
        broken.close()


async def test_file_of_a_later_version_gives_its_outbox(tmp_path: Path) -> None:
    file = tmp_path / "wallet.db"
    store = SqliteStore(file)
    await store.write(Add("answer"), Put(KEPT, "wallet", RECORD))
    store.close()
    with closing(sqlite3.connect(file)) as later:
        later.execute("PRAGMA user_version = 99")
    again = SqliteStore(file)
    assert list((await again.read(OUTBOX)).values()) == ["answer"]
    assert await again.get(KEPT, "wallet") is None


async def test_every_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    for version in range(len(MIGRATIONS) + 1):
        file = tmp_path / f"version-{version}.db"
        with closing(sqlite3.connect(file)) as earlier:
            for statements in MIGRATIONS[:version]:
                for statement in statements:
                    earlier.execute(statement)
            earlier.execute(f"PRAGMA user_version = {version}")
            earlier.commit()
        store = SqliteStore(file)
        await store.write(Put(KEPT, "wallet", RECORD), Put(PAGES, "history", 1), Add(1))
        assert await store.get(KEPT, "wallet") == RECORD
