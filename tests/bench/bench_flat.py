"""Does anything grow with members, years, offers or stores? A 304, a new wallet and a purchase, before and after.

`MEMBERS=1000000` brings in more; a member's ten years are `PURCHASES` visits.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from kopilka_cli.main import main as kopilka
from loyalty_server.database.transactions import Database
from loyalty_server.keys import base64url
from loyalty_server.migrations import migrate
from loyalty_server.publishing import publish
from tests.bench.bench_members import members_file
from tests.bench.each_database import on_each_database
from tests.server.face.tagged import add_device_of, facts_digest, tagged_wallet
from tests.server.shop import Phone, Shop

MEMBERS = int(os.environ.get("MEMBERS", "100000"))
PURCHASES = int(os.environ.get("PURCHASES", "1000"))
OFFERS, STORES = 300, 2000
ROUNDS = 60


def main() -> None:
    """Print a line for each size, in milliseconds, and how many times as dear it is as the first."""
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
    """Milliseconds of a 304's statement, of a wallet made anew, and of a purchase from scan to paid."""
    return (
        _median(lambda: shop.read(lambda session: facts_digest(session, phone, shop.clock.now))),
        _median(lambda: shop.read(lambda session: tagged_wallet(session, phone, shop.clock.now))),
        _median(lambda: shop.buy(phone)),
    )


def _median(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def _print(
    name: str, size: str, costs: tuple[float, float, float], first: tuple[float, float, float]
) -> None:
    told = "  ".join(
        f"{what} {cost:6.2f} ms ({cost / before:4.2f}x)"
        for what, cost, before in zip(("304", "wallet", "purchase"), costs, first, strict=True)
    )
    print(f"{name:10} {size:28} {told}", flush=True)
