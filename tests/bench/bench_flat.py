"""Does anything grow with members, years, offers or stores? A 304, a new wallet and a purchase, before and after.

`MEMBERS=1000000` brings in more; a member's ten years are `PURCHASES` visits.
"""

import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from kopilka.api.client import SHOWN
from kopilka_cli.main import main as kopilka
from loyalty_server.database.transactions import Database
from loyalty_server.keys import base64url
from loyalty_server.languages import Language
from loyalty_server.migrations import migrate
from loyalty_server.programme.versions import rules_at
from loyalty_server.publishing import publish
from loyalty_server.wallet.kept import KeptWallet
from loyalty_server.wallet.snapshot import Reading, wallet_of
from loyalty_server.wallet.standing import stands_until
from loyalty_server.wallet.tag import Tag
from tests.bench.bench_members import members_file
from tests.bench.each_database import on_each_database
from tests.bench.processor import seconds_behind
from tests.server.face.tagged import TEXTS, add_device_of, facts_digest
from tests.server.shop import Phone, Shop

MEMBERS = int(os.environ.get("MEMBERS", "100000"))
PURCHASES = int(os.environ.get("PURCHASES", "1000"))
OFFERS, STORES = 300, 2000


def main() -> None:
    """Print a line for each size, in milliseconds of the processor, and how many times as dear it is as the first."""
    on_each_database(_report)


def _report(name: str, new_url: Callable[[], str]) -> None:
    url = new_url()
    database = Database(url)
    migrate(database)
    shop = Shop(database)
    anna, boris = shop.join_programme(), shop.join_programme()
    for phone in (anna, boris):
        add_device_of(shop, phone)
    for _ in range(20):
        shop.buy(anna)
    first = _costs(shop, anna)
    _print(name, "2 members", first, first)
    with TemporaryDirectory() as folder:
        file = members_file(Path(folder), MEMBERS)
        keys = Path(folder) / "bench.key"
        keys.write_text(base64url(bytes(32)) + "\n")
        keys.chmod(0o600)
        kopilka(["members", "import", str(file), "--keys", str(keys), "--database-url", url])
    _print(name, f"{MEMBERS} members", _costs(shop, anna), first)
    for _ in range(PURCHASES):
        shop.clock.forward(days=3650 / PURCHASES)
        shop.buy(anna)
    _print(name, f"{PURCHASES} purchases in ten years", _costs(shop, anna), first)
    shop.write(lambda session: publish(session, _long_programme(shop), shop.clock.now))
    shop.clock.forward(seconds=1)
    _print(name, f"and {OFFERS} offers, {STORES} stores", _costs(shop, anna), first)
    _print(name, "the same for a new member", _costs(shop, boris), first)
    database.close()


def _long_programme(shop: Shop) -> str:
    offers = (
        f'[[offers]]\nid = "o{number}"\ntitle = "Offer {number}"\ntext = "x"\nterms = "x"\n'
        f'reason = "x"\nkind = "bonus"\nvalue = 1\ncategory = "c{number}"\n'
        f"starts_on = 2026-11-01\nends_on = 2099-12-31\n"
        for number in range(OFFERS)
    )
    stores = (
        f'[[stores]]\nid = "s{number}"\nname = "Store {number}"\naddress = "Street {number}"\n'
        for number in range(STORES)
    )
    return "\n".join((shop.program_text, *offers, *stores))


def _costs(shop: Shop, phone: Phone) -> tuple[float, float, float]:
    """Of a 304's statement, of a wallet made anew, and of a purchase from scan to paid."""
    return (
        _cost(shop, 600, lambda session: facts_digest(session, phone, shop.clock.now)),
        _cost(shop, 200, lambda session: _sent(session, phone, shop.clock.now)),
        _cost_of(shop, 60, lambda: shop.buy(phone)),
    )


def _cost(shop: Shop, times: int, read: Callable[[Session], object]) -> float:
    return _cost_of(shop, times, lambda: shop.read(read))


def _sent(session: Session, phone: Phone, now: datetime) -> bytes:
    """The wallet made anew, as it is kept and sent to an app of ours."""
    rules = rules_at(session, now, Language.RU)
    reading = Reading(
        rules.program,
        TEXTS,
        Language.RU,
        now,
        phone.kid,
        rules.translator,
        pictures=rules.pictures,
        most=SHOWN,
    )
    made = wallet_of(session, phone.member_id, reading)
    until = stands_until(session, rules.program, phone.member_id, made.taste, now)
    tag = Tag.made(facts_digest(session, phone, now), now, until)
    return KeptWallet.of(tag, made.wallet).body(now)


def _cost_of(shop: Shop, times: int, act: Callable[[], object]) -> float:
    """Milliseconds of the processor, the database's too."""

    def used() -> float:
        return time.thread_time() + seconds_behind(url)

    url = shop.database.engine.url.render_as_string(hide_password=False)
    act()
    before = used()
    for _ in range(times):
        act()
    return 1000 * (used() - before) / times


def _print(
    name: str, size: str, costs: tuple[float, float, float], first: tuple[float, float, float]
) -> None:
    told = "  ".join(
        f"{what} {cost:6.2f} ms ({cost / before:4.2f}x)"
        for what, cost, before in zip(("304", "wallet", "purchase"), costs, first, strict=True)
    )
    print(f"{name:10} {size:28} {told}", flush=True)
