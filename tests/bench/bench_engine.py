"""The server's own ledger asked directly, as the server asks it, and through the port of other engines, in one run.

A till's verbs are not asked through the port: what an engine of somebody else's would cost them is not here.
"""

import statistics
import time
from collections.abc import Callable, Mapping
from uuid import uuid4

from sqlalchemy.orm import Session

from loyalty_server.database.transactions import Database
from loyalty_server.languages import Language
from loyalty_server.ledger_engine import LedgerEngine
from loyalty_server.members.consents import standard_texts
from loyalty_server.migrations import migrate
from loyalty_server.points.gifts import Gift, give
from loyalty_server.points.history import history_page
from loyalty_server.programme.versions import rules_at
from loyalty_server.wallet.snapshot import Reading, wallet_of
from tests.bench.each_database import on_each_database
from tests.server.shop import Shop

PURCHASES = 20
TURNS = 300

Ways = Mapping[str, tuple[Callable[[], object], Callable[[], object]]]


def main() -> None:
    """Print microseconds a deed, the median of them, on each database."""
    on_each_database(_report)


def _report(name: str, new_url: Callable[[], str]) -> None:
    database = Database(new_url())
    migrate(database)
    for deed, (direct, through) in _ways(Shop(database)).items():
        own, port = _taken(direct, through)
        print(f"{name:12} {deed:10} direct {own:6.0f} us   through the port {port:6.0f} us")
    database.close()


def _ways(shop: Shop) -> Ways:
    phone = shop.join_programme()
    for _ in range(PURCHASES):
        shop.buy(phone)
    member, now, texts = phone.member_id, shop.clock.now, standard_texts()
    engine = LedgerEngine(shop.database, shop.keys, shop.clock, texts)

    def wallet(session: Session) -> object:
        rules = rules_at(session, now, Language.RU)
        return wallet_of(session, member, Reading(rules.program, texts, Language.RU, now))

    def history(session: Session) -> object:
        return history_page(session, member, rules_at(session, now, Language.RU).program, now)

    def gift(session: Session) -> object:
        program = rules_at(session, now).program
        return give(session, program, member, Gift(1, "bench", program.name, {}), now)

    return {
        "wallet": (lambda: shop.read(wallet), lambda: engine.standing(member, now, Language.RU)),
        "history": (
            lambda: shop.read(history),
            lambda: engine.history(member, None, None, Language.RU),
        ),
        "gift": (lambda: shop.write(gift), lambda: engine.give(str(uuid4()), member, 1, "bench")),
    }


def _taken(*ways: Callable[[], object]) -> tuple[float, ...]:
    """Each way in turn, so that both meet the same moments of the machine."""
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(TURNS):
        for seconds, act in zip(taken, ways, strict=True):
            begun = time.perf_counter()
            act()
            seconds.append(time.perf_counter() - begun)
    return tuple(statistics.median(seconds) * 1e6 for seconds in taken)
