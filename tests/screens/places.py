"""What is looked at: every address of the wallet, and the states that a till or the network brings."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.browser.till_calls import TillCalls
from tests.browser.wallet_page import WalletPage

MEMBERS_OWN: Final = {
    "receipt": ("/history/{}", "SELECT id FROM purchase WHERE member_id = ? ORDER BY at DESC"),
    "order": (
        "/history/{}",
        "SELECT id FROM purchase WHERE member_id = ? AND delivered_at IS NOT NULL",
    ),
    "year": (
        "/history/year/{}",
        "SELECT max(substr(at, 1, 4)) FROM purchase WHERE member_id = ? HAVING count(*) > 5",
    ),
    "coupon": ("/rewards/{}", "SELECT id FROM coupon WHERE member_id = ? ORDER BY id"),
    "survey": (
        "/surveys/{}",
        "SELECT id FROM survey_invitation WHERE member_id = ? ORDER BY starts_at DESC",
    ),
}
"""Addresses of what a member has: the first that their rows in the database name."""

ADDRESSES: Final = {
    "card": "/",
    "offers": "/offers",
    "offer": "/offers/bakery-20",
    "rewards": "/rewards",
    "history": "/history",
    "missing-receipt": "/history/missing/receipt",
    "profile": "/profile",
    "details": "/profile/details",
    "shops": "/profile/shops",
    "privacy": "/profile/privacy",
    "about": "/profile/about",
    "settings": "/profile/settings",
    "home-screen": "/profile/home-screen",
    "sent": "/profile/sent",
    "family": "/profile/family",
    "friends": "/profile/friends",
    "lock": "/profile/lock",
    "messages": "/profile/messages",
    "support": "/profile/messages/support",
    "till-mode": "/card/till",
    "display": "/display",
}


@dataclass
class Shop:
    """What the states are brought about with; `scan` is the last one of the till."""

    database: Path
    phone: str
    till: TillCalls
    scan: Mapping[str, Any] = field(default_factory=dict)

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Every address there is for this member, by its name."""
        yield from ADDRESSES.items()
        with sqlite3.connect(self.database) as rows:
            (member,) = rows.execute("SELECT id FROM member WHERE phone = ?", [self.phone])
            for name, (path, query) in MEMBERS_OWN.items():
                if found := rows.execute(query, member).fetchone():
                    yield name, path.format(*found)


SPENT: Final = 20

State = Callable[[WalletPage, Shop], None]


def scanned(wallet: WalletPage, shop: Shop) -> None:
    """The till has read the card."""
    shop.scan = shop.till.scan(wallet.code())


def paid(wallet: WalletPage, shop: Shop) -> None:
    """Points were spent, if there are any, and earned."""
    burn = SPENT if shop.scan["may_burn"] and shop.scan["balance"] >= SPENT else 0
    quote = shop.till.ring_up(shop.scan["scan_id"], burn)
    shop.till.complete(quote["purchase_id"])


def offline(wallet: WalletPage, _: Shop) -> None:
    """The network is gone."""
    wallet.page.keyboard.press("Escape")
    wallet.page.context.set_offline(True)


STATES: Final[dict[str, State]] = {"scanned": scanned, "paid": paid, "offline": offline}
"""In this order, on the card; the last one leaves no way to the others."""
