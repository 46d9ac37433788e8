"""A shop as a stranger meets it: a programme of theirs, tills and members, everything by HTTP."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx

from loyalty_server.database.transactions import Database
from loyalty_server.publishing import publish
from loyalty_server.till.tills import add_till
from tests.server.house import House, MovableClock, Phone, bearer, open_house_on
from tests.server.visits import post, require_sound_ledger, wallet_of

BASE = """name = "Probe"
kind = "points"
currency = "RUB"
time_zone = "Europe/Moscow"
language = "en"
points_name = { one = "point", few = "points", many = "points" }
brand = { seed = "#146B55" }

[earn]
rounding = "down"
expires_after_days = 365

[burn]
worth = 100
share = 100.0

[[tiers.levels]]
id = "base"
name = "Base"
rate = 10.0

[[stores]]
id = "s1"
name = "First"
address = "Street 1"

[[stores]]
id = "s2"
name = "Second"
address = "Street 2"
"""
"""A point is a rouble, ten per cent come back, everything may be paid with points."""

Good = tuple[str, str, float | str, int] | tuple[str, str, float | str, int, str]
"""Article, category, quantity as a till writes it, minor units together, and the unit if it is said."""


def offer(kind: str, value: float, **more: object) -> str:
    """An offer for everybody, always; `more` are its other keys."""
    keys = {"id": "o", "title": "t", "text": "t", "terms": "t", "reason": "r", "kind": kind}
    days = {"starts_on": "always", "ends_on": "never"}
    return "\n[[offers]]\n" + _keys({**keys, "value": value, **days, **more})


def stamps(steps: int, **more: object) -> str:
    """A stamp card whose prize is a coffee."""
    keys = {"id": "cups", "title": "t", "text": "t", "kind": "stamps", "steps": steps}
    days = {"starts_on": "always", "ends_on": "never"}
    free = {"kind": "fixed_price", "value": 0, "category": "coffee", "pieces": 1}
    coupon = {"title": "A coffee", "text": "t", "discount": free}
    return "\n[[challenges]]\n" + _keys({**keys, **days, "coupon": coupon, **more})


def reward(one: str, points: int, **discount: object) -> str:
    """A coupon for so many points."""
    keys = {"id": one, "title": one, "text": "t", "points": points, "discount": discount}
    return "\n[[rewards]]\n" + _keys(keys)


def _keys(keys: Mapping[str, object]) -> str:
    return "".join(f"{name} = {_written(value)}\n" for name, value in keys.items())


def _written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case Mapping():
            inner = ", ".join(f"{name} = {_written(one)}" for name, one in value.items())
            return f"{{ {inner} }}"
        case list() | tuple():
            return f"[{', '.join(map(_written, value))}]"
        case _:
            return str(value)


def line(good: Good) -> dict[str, Any]:
    sku, category, quantity, amount, *unit = good
    said = {"unit": unit[0]} if unit else {}
    keys = {"sku": sku, "title": sku, "category": category, "quantity": quantity, "amount": amount}
    return {**keys, **said}


@dataclass
class Counter:
    """The shop: `tills` by name, each with its key."""

    house: House
    tills: dict[str, str] = field(default_factory=dict)

    @property
    def clock(self) -> MovableClock:
        return self.house.clock

    def add_till(self, store: str = "s1") -> str:
        """Another till of this store; its key."""
        with self.house.settings.database.writing() as session:
            return add_till(session, store, uuid4().hex[:6], self.clock()).key

    def publish(self, program: str) -> None:
        """Other rules from now on."""
        self.clock.forward(seconds=1)
        with self.house.settings.database.writing() as session:
            publish(session, program, self.clock())

    async def join(self, number: int = 1) -> Phone:
        return await self.house.sign_in(f"+7900000{number:04d}")

    async def ask(
        self,
        member: Phone,
        goods: Iterable[Good],
        *,
        burn: int = 0,
        till: str = "",
        coupons: Sequence[str] = (),
        **more: object,
    ) -> httpx.Response:
        """A scanned member's basket, opened; what the server answers."""
        self.clock.forward(seconds=30)
        raw, now = member.card_code(self.clock.now), self.clock.now.isoformat()
        scanned = await self.house.at_till("/scans", {"raw": raw, "till_time": now}, till_key=till)
        assert scanned.status_code == 201, scanned.text
        lines = [line(good) for good in goods]
        body = {"scan_id": scanned.json()["scan_id"], "receipt_id": uuid4().hex[:10]}
        body |= {"lines": lines, "total": sum(one["amount"] for one in lines), "burn": burn}
        body |= {"coupons": list(coupons)} if coupons else {}
        return await self.house.at_till("/purchases", {**body, **more}, till_key=till)

    async def open(self, member: Phone, goods: Iterable[Good], **more: Any) -> dict[str, Any]:
        opened = await self.ask(member, goods, **more)
        assert opened.status_code == 201, opened.text
        quote: dict[str, Any] = opened.json()
        return quote

    async def pay(self, quote: Mapping[str, Any], till: str = "") -> dict[str, Any]:
        done = await self.house.at_till(
            f"/purchases/{quote['purchase_id']}/complete", till_key=till
        )
        assert done.status_code == 200, done.text
        resolved: dict[str, Any] = done.json()
        return resolved

    async def buy(self, member: Phone, goods: Iterable[Good], **more: Any) -> dict[str, Any]:
        """A whole purchase; its quote with what was resolved over it."""
        quote = await self.open(member, goods, **more)
        return quote | await self.pay(quote, more.get("till", ""))

    async def ask_back(
        self, bought: Mapping[str, Any], back: Mapping[str, Any] | int, till: str = ""
    ) -> httpx.Response:
        """So much of each article goes back, or an amount."""
        body: dict[str, Any] = (
            {"amount": back}
            if isinstance(back, int)
            else {"lines": [{"sku": sku, "quantity": some} for sku, some in back.items()]}
        )
        return await self.house.at_till(
            f"/purchases/{bought['purchase_id']}/refunds", body, till_key=till
        )

    async def back(
        self, bought: Mapping[str, Any], back: Mapping[str, Any] | int, till: str = ""
    ) -> dict[str, Any]:
        answer = await self.ask_back(bought, back, till)
        assert answer.status_code == 201, answer.text
        refunded: dict[str, Any] = answer.json()
        return refunded

    async def wallet(self, member: Phone) -> dict[str, Any]:
        return await wallet_of(self.house, member)

    async def balance(self, member: Phone) -> int:
        points: dict[str, int] = (await self.wallet(member))["points"]
        return points["balance"]

    async def take(self, member: Phone, one: str) -> str:
        """A reward is taken; what its coupon shows."""
        answer = await post(self.house, member, "/redemptions", {"reward_id": one})
        assert answer.is_success, answer.text
        coupons = (await self.wallet(member))["coupons"]
        code: str = next(c for c in coupons if c["title"] == one and not c["used_at"])["code"][
            "payload"
        ]
        return code

    async def key(self, path: str, till: str = "") -> httpx.Response:
        """One question of a till."""
        return await self.house.http.get(
            f"/v1/till{path}", headers=bearer(till or self.house.till_key)
        )

    def require_sound_ledger(self) -> None:
        require_sound_ledger(self.house)


def exact(quantity: float | str) -> Decimal:
    """A quantity as it was written."""
    return Decimal(str(quantity))


@asynccontextmanager
async def counter(database: Database, program: str = BASE) -> AsyncIterator[Counter]:
    """A shop with these rules in an empty database, which is closed afterwards."""
    now = MovableClock()()
    with database.writing() as session:
        publish(session, program, now)
        key = add_till(session, "s1", "1", now).key
    async with open_house_on(database, key) as house:
        yield Counter(house)
