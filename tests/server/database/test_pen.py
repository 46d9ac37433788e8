"""Writers of SQLite in one process: first come, first served, and nobody waits for ever."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from loyalty_server.database.crowds import Crowded
from loyalty_server.database.pen import Pen
from loyalty_server.database.transactions import Database

WRITERS = 8


def wait_for(pen: Pen, count: int) -> None:
    while len(pen) < count:
        time.sleep(0.001)


def test_pen_goes_to_who_came_first() -> None:
    pen = Pen(60)
    had: list[int] = []

    def have(number: int) -> None:
        with pen.held():
            had.append(number)

    with ThreadPoolExecutor(WRITERS) as threads, pen.held():
        for number in range(WRITERS):
            threads.submit(have, number)
            wait_for(pen, number + 1)
        assert not had
    assert had == list(range(WRITERS))


def test_who_waited_long_enough_leaves_the_turn_to_others() -> None:
    pen = Pen(0.01)
    with ThreadPoolExecutor(1) as threads:
        with pen.held(), pytest.raises(Crowded):
            threads.submit(pen.held().__enter__).result()
        assert len(pen) == 0
        with pen.held():
            pass


def test_writers_of_sqlite_write_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'shop.db'}")

    def write(number: int) -> None:
        with database.writing() as session:
            session.execute(text("INSERT INTO letter VALUES (:number)"), {"number": number})

    assert database.pen is not None
    with closing(database):
        with ThreadPoolExecutor(WRITERS) as threads, database.writing() as session:
            session.execute(text("CREATE TABLE letter (number)"))
            for number in range(WRITERS):
                threads.submit(write, number)
                wait_for(database.pen, number + 1)
        with database.reading() as session:
            written = session.scalars(text("SELECT number FROM letter ORDER BY rowid")).all()
    assert written == list(range(WRITERS))
