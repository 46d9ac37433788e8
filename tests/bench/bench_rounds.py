"""How long each round of housekeeping keeps SQLite's other writers waiting, when everything of many members is due.

`MEMBERS=100000` makes more due. A line a round: its transactions that wrote, the most rows that one of them wrote, and
the longest by the clock and by the processor. The clock counts what other programs on the machine took, too.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text
from sqlalchemy.orm import Session

from loyalty_api.messages import MessageKind
from loyalty_server.challenges.personal import set_goals
from loyalty_server.database.forgetting import forget
from loyalty_server.database.transactions import Database
from loyalty_server.events.reading import events_over
from loyalty_server.face.idempotency import answers_over
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.messages.reminders import remind
from loyalty_server.migrations import migrate
from loyalty_server.offers.birthday_gifts import give_birthday_gifts
from loyalty_server.privacy.erasure import erase
from loyalty_server.sweep import sweep
from tests.server.database.all_due import shop_with_all_due
from tests.server.database.transactions_of import rows_written
from tests.server.shop import Shop

MEMBERS = int(os.environ.get("MEMBERS", "20000"))
SALE = Broadcast("sale", MessageKind.NEWS, "Скидки", "Всю неделю")


@dataclass
class Held:
    """How long the one writer's place was held by one transaction."""

    clock: float
    processor: float


class TimedDatabase(Database):
    """Notes of each `writing` how long it was, its commit too."""

    held: list[Held]

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with super().writing() as session:
            clock, processor = time.perf_counter(), time.thread_time()
            yield session
        self.held.append(Held(time.perf_counter() - clock, time.thread_time() - processor))


def main() -> None:
    """Print a line a round."""
    with TemporaryDirectory() as folder:
        database = TimedDatabase(f"sqlite:///{Path(folder) / 'rounds.db'}")
        database.held = []
        migrate(database)
        _rounds(shop_with_all_due(database, MEMBERS), database)
        database.close()


def _rounds(shop: Shop, database: TimedDatabase) -> None:
    now, later = shop.clock.now, shop.clock.now + timedelta(days=2)
    ids = shop.read(lambda one: one.scalars(text("SELECT id FROM member LIMIT 200")).all())
    _time(database, "goals", lambda: set_goals(database, now))
    _time(database, "birthday gifts", lambda: give_birthday_gifts(database, now))
    _time(database, "reminders", lambda: remind(database, now))
    _time(database, "a message to all", lambda: send_to_all(database, SALE, now))
    _time(database, "forgetting answers", lambda: forget(database, answers_over(now)))
    _time(database, "forgetting events", lambda: forget(database, events_over(now)))
    _time(database, "sweep", lambda: sweep(database, lambda: later))
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE member SET erase_at = '2026-11-20 09:00:00.000000'"))
    _time(database, "erasing", lambda: _erase(shop, ids))


def _erase(shop: Shop, ids: list[str]) -> None:
    for member_id in ids:
        shop.write(lambda session, of=member_id: erase(session, shop.keys, of, shop.clock))
    shop.database.forget_what_was_removed()


def _time(database: TimedDatabase, name: str, work: Callable[[], object]) -> None:
    database.held.clear()
    with rows_written(database) as written:
        work()
    clock, processor = (
        max(map(attrgetter(of), database.held), default=0) * 1000 for of in ("clock", "processor")
    )
    print(
        f"{name:20} {len(written):6} transactions, {max(written, default=0):5} rows at most,"
        f" {clock:7.1f} ms by the clock, {processor:7.1f} of the processor",
        flush=True,
    )
