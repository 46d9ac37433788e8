"""Tellers of the bank test: each a process of its own that serves random shoppers at its own till."""

import random
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing.sharedctypes import Synchronized

from loyalty_api.card_code import CodeType
from loyalty_api.till import RefundRequest
from loyalty_server.database.engine import UNHURRIED
from loyalty_server.database.transactions import Database
from loyalty_server.problems import Refused
from loyalty_server.refunds.refund import refund
from loyalty_server.sweep import sweep
from tests.server.shop import BREAD, COFFEE, OPENING, Clock, Phone, Shop

TICK = timedelta(seconds=30)
QUEUEING_SECONDS = 300
bank_clock: "Synchronized[int]"


@dataclass
class Acknowledged:
    """What the server told this teller was done."""

    completed: dict[str, tuple[int, int]] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)
    refunds: list[str] = field(default_factory=list)
    refused: int = 0


@dataclass
class Teller:
    """One till with its queue of shoppers."""

    shop: Shop
    phones: tuple[Phone, ...]
    chance: random.Random
    done: Acknowledged = field(default_factory=Acknowledged)

    def serve_one(self) -> None:
        """A shopper buys, perhaps pays with points, perhaps leaves, perhaps brings something back."""
        self._tick()
        try:
            self._serve()
        except Refused:
            self.done.refused += 1

    def _serve(self) -> None:
        phone = self.chance.choice(self.phones)
        if self.chance.random() < 0.1:
            sweep(self.shop.database, self.shop.clock)
        code_type = self.chance.choice(list(CodeType))
        scan = self.shop.scan(phone.code(self.shop.clock.now, code_type))
        burn = self.chance.randint(0, max(0, scan.balance)) if scan.may_burn else 0
        quote = self.shop.open(scan.scan_id, (COFFEE, BREAD), min(burn, 500))
        match self.chance.random():
            case part if part < 0.1:
                return
            case part if part < 0.3:
                self.shop.cancel(quote.purchase_id)
                self.done.cancelled.append(quote.purchase_id)
                return
        resolved = self.shop.complete(quote.purchase_id)
        self.done.completed[quote.purchase_id] = resolved.earned, resolved.burned
        if self.chance.random() < 0.4:
            self._take_back(quote.purchase_id, quote.to_pay)

    def _take_back(self, purchase_id: str, paid: int) -> None:
        request = RefundRequest(amount=self.chance.randint(1, paid))
        refunded = self.shop.at_till(refund, purchase_id, request)
        self.done.refunds.append(refunded.refund_id)

    def _tick(self) -> None:
        with bank_clock.get_lock():
            bank_clock.value += 1
            self.shop.clock.now = OPENING + TICK * bank_clock.value


def look_at(clock: "Synchronized[int]") -> None:
    """Every teller's process begins by looking at the bank's one clock, which counts shoppers."""
    global bank_clock
    bank_clock = clock


def serve(
    url: str, till_id: str, phones: tuple[Phone, ...], seed: int, shoppers: int
) -> Acknowledged:
    """One teller's day, in a process of its own."""
    database = Database(url, replace(UNHURRIED, busy=QUEUEING_SECONDS))
    shop = Shop(database, Clock(OPENING), till_id=till_id)
    teller = Teller(shop, phones, random.Random(seed))
    for _ in range(shoppers):
        teller.serve_one()
    database.close()
    return teller.done
